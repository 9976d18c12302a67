package io.github.threadsandbox.start;

import io.github.threadsandbox.bpf.ProgramTooLargeException;
import io.github.threadsandbox.config.ConfigProblems;
import io.github.threadsandbox.config.Problem;
import io.github.threadsandbox.config.RoleMapDifference;
import io.github.threadsandbox.config.Settings;
import io.github.threadsandbox.config.SettingsReader;
import io.github.threadsandbox.config.Watched;
import io.github.threadsandbox.confine.Confiner;
import io.github.threadsandbox.confine.ThreadAccess;
import io.github.threadsandbox.linux.Arch;
import io.github.threadsandbox.seccomp.SeccompException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;

/**
 * Takes changed role maps while the JVM runs: when asked, or when its files have changed, one after the other, on a thread of the
 * agent's own. What is wrong with one changes nothing, and is said to who asked and in the log.
 */
final class Reload implements Runnable {
    /** Longer than the initialisers of an application's classes may take. */
    private static final long WAIT_NANOS = TimeUnit.SECONDS.toNanos(120);

    private static final long LOOK_NANOS = 5_000_000;

    private final Arch arch;
    private final Confiner confiner;
    private final ThreadAccess access;
    private final NextGeneration nextGeneration;
    private final Logger log;
    private final Thread thread;
    private volatile boolean started;
    private volatile boolean wanted;

    /** Written by this thread alone, as is all that follows. */
    private volatile long begun;

    private volatile long done;
    private volatile Outcome outcome;
    private Settings inForce;

    /** The last problems, if it was the files that were wrong: what is missing may come, and none of these files would change. */
    private List<String> wrong = List.of();

    /**
     * What came of a role map.
     *
     * @param ok whether it is in force, or was already
     * @param lines what it changed, or what is wrong with it
     */
    record Outcome(boolean ok, List<String> lines) {}

    Reload(
            Settings first,
            Arch arch,
            Confiner confiner,
            ThreadAccess access,
            NextGeneration nextGeneration,
            Logger log) {
        this.inForce = first;
        this.arch = arch;
        this.confiner = confiner;
        this.access = access;
        this.nextGeneration = nextGeneration;
        this.log = log;
        this.thread = access.agentThread("thread-sandbox-reload", this);
    }

    /** Looks at the files from now on, if the role map says so. */
    void watch() throws Throwable {
        if (!inForce.reload().isZero()) {
            started = true;
            access.start0(thread);
        }
    }

    /**
     * Takes the role map as it is now. Called on threads of the application's and on the JVM's attach listener.
     *
     * @return what came of it
     * @throws SecurityException on a confined thread: what confines it is not its to change
     */
    Outcome request() {
        String roles = confiner.rolesOfThisThread();
        if (!roles.isEmpty()) {
            log.warn(
                    "reload: refused to thread \"{}\" of role '{}'",
                    Thread.currentThread().getName(),
                    roles);
            throw new SecurityException(
                    "thread-sandbox: a thread of role '" + roles + "' may not have the role map reloaded");
        }
        if (inForce.file().isEmpty()) {
            return new Outcome(
                    false, List.of("this JVM was started without a role map: name a file, and start it anew"));
        }
        start();
        long next = begun + 1;
        wanted = true;
        LockSupport.unpark(thread);
        long end = System.nanoTime() + WAIT_NANOS;
        boolean interrupted = false;
        // No lock, which a thread that is stopped in here would keep from this agent.
        while (done < next && System.nanoTime() < end) {
            LockSupport.parkNanos(LOOK_NANOS);
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            access.interrupt(Thread.currentThread());
        }
        return done < next
                ? new Outcome(
                        false,
                        List.of("not done after " + TimeUnit.NANOSECONDS.toSeconds(WAIT_NANOS)
                                + " seconds: the log says what comes of it"))
                : outcome;
    }

    /** Most JVMs never need the thread. */
    private void start() {
        if (started) {
            return;
        }
        try {
            confiner.unconfined(() -> {
                if (!started) {
                    access.start0(thread);
                    started = true;
                }
            });
        } catch (Throwable t) {
            throw new IllegalStateException("thread-sandbox: the role map cannot be reloaded: " + t.getMessage());
        }
    }

    @Override
    public void run() {
        Watched watched = new Watched(inForce.file().orElseThrow(), inForce.files());
        while (true) {
            boolean asked = await();
            if (!asked && !isDue(watched.look())) {
                continue;
            }
            long number = asked ? begun + 1 : begun;
            begun = number;
            Outcome made = null;
            try {
                made = take(watched, asked);
            } catch (Throwable t) {
                // An OutOfMemoryError, or a bug: this thread goes on.
                made = failed(List.of(String.valueOf(t.getMessage() == null ? t : t.getMessage())), true);
            }
            if (asked) {
                outcome = made;
                done = number;
            }
        }
    }

    /** What was missing may be there by now, though these files say the same. */
    private boolean isDue(Watched.State state) {
        return state == Watched.State.CHANGED || (state == Watched.State.SAME && !wrong.isEmpty());
    }

    /** Whether somebody asked; false when it is time to look at the files. */
    private boolean await() {
        long interval = inForce.reload().toNanos();
        long begin = System.nanoTime();
        while (!wanted) {
            long left = interval - (System.nanoTime() - begin);
            if (interval == 0) {
                LockSupport.park();
            } else if (left > 0) {
                LockSupport.parkNanos(left);
            } else {
                return false;
            }
        }
        wanted = false;
        return true;
    }

    private Outcome take(Watched watched, boolean asked) throws Throwable {
        List<String> before = wrong;
        wrong = List.of();
        Path file = inForce.file().orElseThrow();
        Settings next;
        try {
            next = SettingsReader.reread(file, arch, inForce);
        } catch (ConfigProblems e) {
            watched.taken(e.files());
            wrong = e.problems().stream().map(Problem::toString).toList();
            return failed(wrong, asked || !wrong.equals(before));
        }
        watched.taken(next.files());
        RoleMapDifference difference = new RoleMapDifference(inForce, next, arch);
        NextGeneration.Taken taken;
        try {
            taken = nextGeneration.take(next, inForce, difference.parts().isEmpty());
        } catch (StartException e) {
            return failed(e.problems(), true);
        } catch (SeccompException | ProgramTooLargeException | IllegalStateException e) {
            return failed(List.of(String.valueOf(e.getMessage())), true);
        }
        inForce = next;
        return new Outcome(true, new ReloadReport(log, confiner).say(file, difference, taken));
    }

    private Outcome failed(List<String> problems, boolean say) {
        if (say) {
            log.error(
                    "reload: nothing has changed, generation {} stays in force",
                    confiner.generation().number());
            problems.forEach(problem -> log.error("reload: {}", problem));
        }
        return new Outcome(false, problems);
    }
}
