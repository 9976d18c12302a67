package io.github.threadsandbox.observe;

import io.github.threadsandbox.bpf.Program;
import io.github.threadsandbox.confine.Confiner;
import io.github.threadsandbox.confine.DeniedUse;
import io.github.threadsandbox.confine.Held;
import io.github.threadsandbox.confine.Kind;
import io.github.threadsandbox.linux.Arch;
import io.github.threadsandbox.linux.Errnos;
import io.github.threadsandbox.linux.SyscallTable;
import io.github.threadsandbox.seccomp.LibC;
import io.github.threadsandbox.seccomp.SeccompException;
import io.github.threadsandbox.seccomp.UnixSocket;
import java.io.FileInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.ObjIntConsumer;

/** What the JVM and its observer tell each other, of one observer after the other; on the thread that starts them. */
final class Session {
    /** linux/prctl.h: Yama lets a process be looked into by those that it names (Documentation/admin-guide/LSM/Yama.rst). */
    private static final int PR_SET_PTRACER = 0x59616d61;

    private static final int MOST_FRAMES = 64;

    private final Parts parts;
    private final ObjIntConsumer<UnixSocket> answering;
    private final BoundsCheck bounds = new BoundsCheck();
    private boolean answers;
    private boolean hasAnswered;

    /** How many kinds of threads were told of. */
    private int kindsTold;

    /** Messages of the observer that there was no memory for. */
    private long missed;

    /**
     * What it takes.
     *
     * @param meanwhile called once, while the first observer comes up
     */
    record Parts(
            Confiner confiner,
            LibC libC,
            Arch arch,
            ObserverProcess process,
            Denials denials,
            Observer.Options options,
            Optional<EventFile> events,
            Runnable meanwhile,
            LogLines log,
            LastWords lastWords) {}

    /** @param answering is told when an observer answers: its socket, and which one it is */
    Session(Parts parts, ObjIntConsumer<UnixSocket> answering) {
        this.parts = parts;
        this.answering = answering;
    }

    /** One process, from its start to its end. */
    String serve(int number) throws Throwable {
        answers = false;
        int[] pair = UnixSocket.pair(parts.libC(), parts.arch());
        UnixSocket own = new UnixSocket(parts.libC(), parts.arch(), pair[0]);
        Process started;
        try {
            started = parts.process().start(pair[1]);
        } finally {
            call("close", pair[1], 0, 0, 0);
        }
        try {
            // EINVAL where there is no Yama.
            call("prctl", PR_SET_PTRACER, started.pid(), 0, 0);
            sendSettings(own);
            if (!hasAnswered && parts.options().sets().isPresent()) {
                Surroundings.sets(parts.options().sets().get()).forEach(line -> sendLine(own, line));
            }
            if (number == 1) {
                parts.meanwhile().run();
            }
            return take(own, pair[0], number);
        } finally {
            call("close", pair[0], 0, 0, 0);
            started.destroyForcibly();
        }
    }

    static int send(UnixSocket to, byte[] message, int passed) {
        if (message.length > UnixSocket.MOST) {
            return -1;
        }
        synchronized (to) {
            return to.send(message, passed);
        }
    }

    private void sendSettings(UnixSocket to) throws SeccompException {
        int file = openEvents();
        Program program = OwnPolicy.program(parts.arch());
        byte[] message = new Wire.Out(Wire.SETTINGS)
                .put(ProcessHandle.current().pid())
                .put(parts.options().stackWithin().toNanos())
                .put(parts.options().sets().isPresent() ? 1 : 0)
                .put(program.bytes())
                .message();
        int result = send(to, message, file);
        if (file >= 0) {
            call("close", file, 0, 0, 0);
        }
        if (result < 0) {
            throw new IllegalStateException("it does not take what it must know: " + Errnos.name(-result));
        }
    }

    /** A descriptor, or -1. */
    private int openEvents() {
        if (parts.events().isEmpty()) {
            return -1;
        }
        EventFile events = parts.events().get();
        int file = events.open();
        if (file < 0) {
            parts.log().warn(events.failure(file));
        }
        return Math.max(file, -1);
    }

    private String take(UnixSocket own, int descriptor, int number) throws Throwable {
        FileInputStream input = parts.process().input(descriptor);
        byte[] message = new byte[UnixSocket.MOST];
        while (true) {
            int length = input.read(message);
            if (length <= 0) {
                return "its end of the socket is closed";
            }
            try {
                if (!take(new Wire.In(message, length), own, number)) {
                    return "it said what this agent does not know";
                }
                sayMissed();
            } catch (IllegalArgumentException e) {
                return e.getMessage();
            } catch (Throwable t) {
                // The application's threads have taken all memory, as like as not: that ends no observer that answers.
                if (!answers) {
                    throw t;
                }
                missed++;
            }
        }
    }

    private boolean take(Wire.In in, UnixSocket own, int number) {
        switch (in.kind()) {
            case Wire.READY -> {
                if (in.number() == 0) {
                    parts.log()
                            .warn(
                                    "the observer may not read this process's memory: denials are told without paths and addresses"
                                            + " ('doctor' says more)");
                }
                // The first thread that is held should not wait for these classes, nor find no memory for them.
                parts.confiner().held(0);
                parts.denials().warmUp();
                answers = true;
                hasAnswered = true;
                answering.accept(own, number);
            }
            case Wire.QUESTION -> {
                sendKinds(own);
                answer(own, in.number(), (int) in.number());
            }
            case Wire.CHECK -> check(own, in.number(), (int) in.number(), BoundUse.read(in));
            case Wire.UNCHECKED ->
                parts.log()
                        .warn(in.number()
                                + " calls of audited threads went on before it was known whether their roles have the"
                                + " path or port: not all that would be denied is told");
            case Wire.DENIAL -> parts.denials().add(in.number(), Denial.read(in));
            case Wire.TOLD -> {
                parts.denials().tellUnlogged();
                parts.lastWords().told();
            }
            case Wire.UNWRITTEN -> {
                long lines = in.number();
                parts.log().warn("events.file: " + lines + " lines could not be written: " + in.text());
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private void sayMissed() {
        if (missed > 0) {
            parts.log()
                    .warn(missed
                            + " messages of the observer could not be taken, for want of memory as like as not: denials may lack"
                            + " their stack, or a line here");
            missed = 0;
        }
    }

    /** Kinds of threads that were seen since: told by this thread, which nothing confines. */
    private void sendKinds(UnixSocket to) {
        if (parts.options().sets().isPresent()) {
            List<Kind> kinds = parts.confiner().kinds();
            for (; kindsTold < kinds.size(); kindsTold++) {
                sendLine(to, Surroundings.kind(kinds.get(kindsTold)));
            }
        }
    }

    private void sendLine(UnixSocket to, String line) {
        int result = send(to, new Wire.Out(Wire.LINE).put(line).message(), -1);
        if (result < 0) {
            parts.log().warn("a line for events.file is lost, because the observer does not take it: " + line);
        }
    }

    /** Who it is comes first: that is known at once, and the stack perhaps not before the thread is let go. */
    private void answer(UnixSocket to, long question, int tid) {
        if (question == 0) {
            return;
        }
        Optional<Held> held = parts.confiner().held(tid);
        sendAsker(to, question, tid, held);
        sendStack(to, question, held.map(thread -> thread.stack().get()).orElse(List.of()));
    }

    private static void sendAsker(UnixSocket to, long question, int tid, Optional<Held> held) {
        Wire.Out asker = new Wire.Out(Wire.ASKER).put(question).put(held.isPresent() ? 1 : 0);
        asker.put(held.isPresent() || Files.exists(Path.of("/proc/self/task/" + tid)) ? 1 : 0);
        held.map(Asker::of).orElse(Asker.UNKNOWN).write(asker);
        send(to, asker.message(), -1);
    }

    private static void sendStack(UnixSocket to, long question, List<StackTraceElement> stack) {
        List<String> frames = Frames.of(stack, MOST_FRAMES);
        Wire.Out out = new Wire.Out(Wire.STACK).put(question).put(frames.size());
        frames.forEach(out::put);
        send(to, out.message(), -1);
    }

    /** While the thread is held, so that what it asks for is as the call will find it. Mostly the roles have it, and that is all. */
    private void check(UnixSocket to, long question, int tid, BoundUse use) {
        Optional<Held> held = parts.confiner().held(tid);
        List<DeniedUse.Holding> holding = parts.confiner().audited(tid);
        List<StackTraceElement> stack = List.of();
        if (held.isPresent() && !holding.isEmpty()) {
            // A port is TCP's or another's: the stack tells.
            boolean ofPort = use.call().equals("connect") || use.call().equals("bind");
            stack = ofPort ? held.get().stack().get() : stack;
            Optional<BoundsCheck.Found> found = bounds.find(use.denied(tid, held.get(), holding, stack));
            if (found.isPresent()) {
                sendAsker(to, question, tid, held);
                Wire.Out beyond = new Wire.Out(Wire.BEYOND).put(question);
                found.get().write(beyond);
                send(to, beyond.message(), -1);
                stack = ofPort ? stack : held.get().stack().get();
            }
        }
        sendStack(to, question, stack);
    }

    private long call(String name, long a, long b, long c, long d) {
        return parts.libC().syscall(SyscallTable.of(parts.arch()).number(name).orElseThrow(), a, b, c, d, 0);
    }
}
