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

    /** Longer than a JVM takes to start on a machine that is busy: one that was stopped before it could say a word is not waited for for ever. */
    private static final int COMES_UP_SECONDS = 60;

    private final Parts parts;
    private final ObjIntConsumer<UnixSocket> answering;
    private final BoundsCheck bounds = new BoundsCheck();
    private final SocketKind sockets;
    private boolean answers;
    private boolean hasAnswered;

    /** Made while there is memory: the number of a question goes into it. */
    private final byte[] noStack = new Wire.Out(Wire.STACK).put(0).put(0).message();

    /** Whether it was said that what started processes ask for cannot be read. */
    private boolean saidUnreadable;

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
            LastWords lastWords,
            AuditedBounds audited) {}

    /** @param answering is told when an observer answers: its socket, and which one it is */
    Session(Parts parts, ObjIntConsumer<UnixSocket> answering) {
        this.parts = parts;
        this.answering = answering;
        this.sockets = new SocketKind(parts.libC(), parts.arch());
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
            parts.denials().observerEnded();
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
        Kernel kernel = new Kernel(parts.libC(), parts.arch());
        for (int second = 0; !kernel.isReadable(0) && !kernel.isGone(0); second++) {
            if (second == COMES_UP_SECONDS) {
                return "it has not come up in " + COMES_UP_SECONDS + " seconds";
            }
            kernel.await(List.of(descriptor), false, 1000);
        }
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
                letGo(own, message);
            }
        }
    }

    /**
     * A thread whose stack there is no memory for goes on without one. Not one whose path or port is looked at: an empty answer
     * means that the roles have it. That one waits as long as the observer does, and is counted.
     */
    private void letGo(UnixSocket own, byte[] message) {
        if (message[0] != Wire.QUESTION) {
            return;
        }
        System.arraycopy(message, 1, noStack, 1, Long.BYTES);
        try {
            send(own, noStack, -1);
        } catch (Throwable t) {
            // There is not even memory for this: it waits.
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
                Question question = Question.read(in);
                if (question.number() != 0) {
                    answer(own, question);
                }
            }
            case Wire.CHECK -> {
                Question question = Question.read(in);
                check(own, question, in.number() == 1 ? Optional.of(BoundUse.read(in)) : Optional.empty());
            }
            case Wire.UNCHECKED ->
                parts.log()
                        .warn(in.number()
                                + " calls of audited threads went on before it was known whether their roles have the"
                                + " path or port: not all that would be denied is told");
            case Wire.DENIAL -> parts.denials().add(in.number(), Denial.read(in));
            case Wire.COUNTED -> parts.denials().counted(in.text(), new Counts.Count(in.number(), in.number()));
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
    private void answer(UnixSocket to, Question question) {
        Optional<Held> held = parts.confiner().held(question.tid());
        if (held.isPresent() || isOfThisProcess(question.tid())) {
            sendThread(to, question, held);
            sendStack(to, question, stack(held));
        } else {
            StartedProcess process = process(question);
            Optional<DecodedCall> call =
                    process.asked(question.syscall(), question.registers()).map(StartedProcess.Asked::call);
            Optional<Held> starter = starter(question);
            sendProcess(to, question, process, call, starter);
            sendStack(to, question, stack(starter));
        }
    }

    private static boolean isOfThisProcess(int tid) {
        return Files.exists(Path.of("/proc/self/task/" + tid));
    }

    private static List<StackTraceElement> stack(Optional<Held> held) {
        return held.map(thread -> thread.stack().get()).orElse(List.of());
    }

    private StartedProcess process(Question question) {
        return new StartedProcess(question.tid(), parts.arch());
    }

    /** Who waits for this process to begin with its program; of all else that it does, nobody knows which thread started it. */
    private Optional<Held> starter(Question question) {
        boolean begins = SyscallTable.of(parts.arch())
                .name(question.syscall())
                .filter("execve"::equals)
                .isPresent();
        return begins
                ? parts.confiner()
                        .starting(parts.audited().of(question.listener()).names())
                : Optional.empty();
    }

    private static void sendThread(UnixSocket to, Question question, Optional<Held> held) {
        String note = held.isPresent() ? "" : "a thread that the JVM does not know";
        Wire.Out out = new Wire.Out(Wire.ASKER).put(question.number()).put(1).put(note);
        held.map(Asker::of).orElse(Asker.UNKNOWN).write(out);
        send(to, out.put(0).message(), -1);
    }

    private static void sendProcess(
            UnixSocket to,
            Question question,
            StartedProcess process,
            Optional<DecodedCall> call,
            Optional<Held> starter) {
        String note = (starter.isPresent() ? "a process that it started: " : "a process that a thread started: ")
                + process.name();
        Wire.Out out = new Wire.Out(Wire.ASKER).put(question.number()).put(0).put(note);
        starter.map(Asker::of).orElse(Asker.UNKNOWN).write(out);
        out.put(call.isPresent() ? 1 : 0);
        call.ifPresent(found -> found.write(out));
        send(to, out.message(), -1);
    }

    private static void sendStack(UnixSocket to, Question question, List<StackTraceElement> stack) {
        List<String> frames = Frames.of(stack, MOST_FRAMES);
        Wire.Out out = new Wire.Out(Wire.STACK).put(question.number()).put(frames.size());
        frames.forEach(out::put);
        send(to, out.message(), -1);
    }

    /** While the thread is held, so that what it asks for is as the call will find it. Mostly the roles have it, and that is all. */
    private void check(UnixSocket to, Question question, Optional<BoundUse> use) {
        Optional<Held> held = parts.confiner().held(question.tid());
        List<StackTraceElement> stack = List.of();
        if (held.isPresent()) {
            Asker asker = Asker.of(held.get());
            Optional<BoundsCheck.Found> found = use.flatMap(known -> find(question, known, asker));
            if (found.isPresent()) {
                sendThread(to, question, held);
                sendBeyond(to, question, found.get());
                stack = stack(held);
            }
        } else if (!isOfThisProcess(question.tid())) {
            stack = checkProcess(to, question);
        }
        sendStack(to, question, stack);
    }

    private List<StackTraceElement> checkProcess(UnixSocket to, Question question) {
        StartedProcess process = process(question);
        Optional<StartedProcess.Asked> asked = process.asked(question.syscall(), question.registers());
        if (asked.isEmpty()) {
            sayUnreadable(process);
            return List.of();
        }
        Optional<BoundsCheck.Found> found = asked.get()
                .use()
                .filter(use -> !process.isOfTheJdk(use))
                .flatMap(use -> find(question, use, Asker.UNKNOWN));
        if (found.isEmpty()) {
            return List.of();
        }
        Optional<Held> starter = starter(question);
        sendProcess(to, question, process, Optional.of(asked.get().call()), starter);
        sendBeyond(to, question, found.get());
        return stack(starter);
    }

    private Optional<BoundsCheck.Found> find(Question question, BoundUse use, Asker asker) {
        boolean ofPort = use.call().equals("connect") || use.call().equals("bind");
        if (ofPort && !sockets.mayBeTcp(question.tid(), (int) question.registers()[0])) {
            return Optional.empty();
        }
        List<DeniedUse.Holding> holding =
                parts.audited().of(question.listener()).audited();
        return holding.isEmpty()
                ? Optional.empty()
                : bounds.find(use.denied(question.tid(), asker, holding, List.of()));
    }

    private static void sendBeyond(UnixSocket to, Question question, BoundsCheck.Found found) {
        Wire.Out beyond = new Wire.Out(Wire.BEYOND).put(question.number());
        found.write(beyond);
        send(to, beyond.message(), -1);
    }

    private void sayUnreadable(StartedProcess process) {
        if (!saidUnreadable) {
            saidUnreadable = true;
            parts.log()
                    .warn("the memory of process '" + process.name()
                            + "', which an audited thread started, may not be read:"
                            + " paths and ports of such processes are not told");
        }
    }

    private long call(String name, long a, long b, long c, long d) {
        return parts.libC().syscall(SyscallTable.of(parts.arch()).number(name).orElseThrow(), a, b, c, d, 0);
    }
}
