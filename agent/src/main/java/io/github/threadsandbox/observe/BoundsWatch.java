package io.github.threadsandbox.observe;

import io.github.threadsandbox.confine.Confiner;
import io.github.threadsandbox.confine.DeniedUse;
import io.github.threadsandbox.landlock.Ruleset;
import io.github.threadsandbox.linux.Arch;
import io.github.threadsandbox.linux.Constants;
import io.github.threadsandbox.linux.SyscallTable;
import io.github.threadsandbox.policy.Action;
import io.github.threadsandbox.policy.Policy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Paths and ports that Landlock denied, told as the observer tells what seccomp denied. A thread of the agent's, because Landlock tells
 * nobody: the JDK's own exception, woven, is what is known, and the role's rules say whether that was why. The same thread has denials of
 * both kinds recorded, which may take a while the first time.
 */
final class BoundsWatch implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger("thread-sandbox");

    /** Between two looks at what was refused: a storm costs one look each, not one for each exception. */
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(10);

    private static final long SAY_PAUSE = TimeUnit.SECONDS.toNanos(10);
    private static final int MOST_FRAMES = 64;
    private static final int AT_FDCWD = -100;

    private final Confiner confiner;
    private final Arch arch;
    private final CallDecoder decoder;
    private final BoundsCheck check = new BoundsCheck();
    private final FlightRecorder recorder;
    private final Consumer<Denial> told;
    private final LogLines log;
    private final LastWords lastWords;
    private final Runnable tellLast;
    private boolean last;
    private long lost;
    private long said;

    /** @param tellLast has the observer tell what it has, when the JVM is about to end */
    BoundsWatch(
            Confiner confiner,
            Arch arch,
            FlightRecorder recorder,
            Consumer<Denial> told,
            LogLines log,
            LastWords lastWords,
            Runnable tellLast) {
        this.lastWords = lastWords;
        this.tellLast = tellLast;
        this.log = log;
        this.recorder = recorder;
        this.confiner = confiner;
        this.arch = arch;
        this.decoder = new CallDecoder(arch, null);
        this.told = told;
    }

    @Override
    public void run() {
        warmUp();
        said = System.nanoTime() - SAY_PAUSE;
        while (true) {
            // Before the look: what was refused before the JVM was about to end is in it.
            boolean wanted = lastWords.areWanted();
            try {
                for (Optional<DeniedUse> next = confiner.takeDeniedUse();
                        next.isPresent();
                        next = confiner.takeDeniedUse()) {
                    look(next.get());
                }
                sayLost();
                if (wanted && !last) {
                    last = true;
                    tellLast.run();
                }
                recorder.recordAll();
            } catch (Throwable t) {
                // Whatever it was, an OutOfMemoryError too: this thread goes on.
                log.warn("a path or port that was refused could not be looked at: " + t);
            }
            if (!wanted && lastWords.areWanted()) {
                continue;
            }
            LockSupport.park();
            long until = System.nanoTime() + PAUSE;
            for (long left = PAUSE; left > 0 && !lastWords.areWanted(); left = until - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
        }
    }

    /** Loads what a refused path and a refused port take, while there is memory. */
    private void warmUp() {
        try {
            Ruleset none = new Ruleset(0, 0, 0, List.of(), List.of());
            Policy all = new Policy("", Map.of(), Action.allow(), Action.allow());
            List<DeniedUse.Holding> holding = List.of(new DeniedUse.Holding("", none, false, all));
            List<StackTraceElement> stack = List.of(new Throwable().getStackTrace());
            for (String call : List.of("openat", "connect")) {
                DeniedUse use = new DeniedUse(0, call, "/", "", 0, true, "", "", "", List.of(), 0, holding, stack, 1);
                check.find(use);
                LOG.debug(
                        "{}",
                        denial(use, new BoundsCheck.Found("", "files.read", "/", "", ""))
                                .json());
            }
        } catch (Throwable t) {
            LOG.warn("paths and ports that are refused may be told of late: {}", t.toString());
        }
    }

    private void sayLost() {
        lost += confiner.lostDeniedUses();
        if (lost > 0 && System.nanoTime() - said > SAY_PAUSE) {
            log.warn(lost + " paths and ports more that were refused to confined threads were too many to look at");
            said = System.nanoTime();
            lost = 0;
        }
    }

    private void look(DeniedUse use) {
        check.find(use).ifPresent(found -> told.accept(denial(use, found)));
    }

    private Denial denial(DeniedUse use, BoundsCheck.Found found) {
        return new Denial(
                use.millis(),
                false,
                found.role(),
                use.roles(),
                new Asker(use.thread(), use.threadClass(), use.task(), use.kinds()),
                use.tid(),
                call(use, found),
                found.use(),
                "EACCES",
                use.count(),
                found.allow(),
                Frames.of(use.stack(), MOST_FRAMES),
                found.note());
    }

    /** The call as it went to the kernel, for all that is known of it. */
    private DecodedCall call(DeniedUse use, BoundsCheck.Found found) {
        if (found.use().startsWith("tcp.")) {
            return new DecodedCall(use.call(), Map.of(), "", use.path(), use.number());
        }
        Map<String, String> arguments = new LinkedHashMap<>();
        if (use.call().equals("openat") || use.call().equals("opendir")) {
            long flags = use.call().equals("opendir") ? directory() : use.number();
            int number = SyscallTable.of(arch).number("openat").orElseThrow();
            arguments.putAll(decoder.decode(number, new long[] {AT_FDCWD, 0, flags, 0, 0, 0})
                    .arguments());
            arguments.keySet().retainAll(List.of("dirfd", "pathname", "flags"));
            arguments.put("pathname", quoted(use.path()));
            return new DecodedCall("openat", arguments, found.path(), "", -1);
        }
        if (use.second().isEmpty()) {
            arguments.put("pathname", quoted(use.path()));
        } else {
            arguments.put("oldpath", quoted(use.path()));
            arguments.put("newpath", quoted(use.second()));
        }
        return new DecodedCall(name(use), arguments, found.path(), "", -1);
    }

    private long directory() {
        return Constants.of("open").value("O_DIRECTORY", arch).orElse(0);
    }

    /** aarch64 and riscv64 have only the calls that end with {@code at}. */
    private String name(DeniedUse use) {
        String name = use.call().equals("remove") ? "unlink" : use.call();
        if (SyscallTable.of(arch).number(name).isPresent()) {
            return name;
        }
        return name.equals("rmdir") ? "unlinkat" : name + "at";
    }

    private static String quoted(String path) {
        return '"' + path + '"';
    }
}
