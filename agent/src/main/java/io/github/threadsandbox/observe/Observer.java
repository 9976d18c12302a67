package io.github.threadsandbox.observe;

import io.github.threadsandbox.bpf.Program;
import io.github.threadsandbox.confine.Confiner;
import io.github.threadsandbox.confine.Observing;
import io.github.threadsandbox.confine.ThreadAccess;
import io.github.threadsandbox.linux.Arch;
import io.github.threadsandbox.linux.Errnos;
import io.github.threadsandbox.policy.Bound;
import io.github.threadsandbox.seccomp.LibC;
import io.github.threadsandbox.seccomp.UnixSocket;
import java.lang.invoke.MethodHandles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The JVM's end of the observer: a thread of the agent's that starts the process, and another one when that has ended. It answers no call,
 * and nothing waits for it but a stack.
 */
public final class Observer implements Observing, Runnable {
    private static final long BEHIND_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long BEHIND_PAUSE = TimeUnit.MILLISECONDS.toNanos(1);

    private static final Logger LOG = LoggerFactory.getLogger("thread-sandbox");

    /** How long the first thread of a role waits for the observer. */
    private static final int PATIENCE_SECONDS = 10;

    /** The application's own start comes first, unless a thread of a role is there before. */
    private static final int HEAD_START_MILLIS = 1000;

    /** A process that answers and ends, again and again, is not started for ever. */
    private static final int MOST_ENDS = 5;

    /** Before one that did not come up is started again, for want of memory as like as not: at first, and at most. */
    private static final long FIRST_PAUSE_SECONDS = 1;

    private static final long LONGEST_PAUSE_SECONDS = 600;

    /** The JVM ends, whatever becomes of the line that says so. */
    private static final long LAST_WORDS_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final ThreadAccess access;
    private final Session.Parts parts;
    private final CountDownLatch needed = new CountDownLatch(1);
    private final CountDownLatch first = new CountDownLatch(1);
    private volatile int generation;

    /** The socket of the observer that answers now; used under its own lock. */
    private volatile UnixSocket socket;

    /** Whether the observer did not take the last denial in time. Of the thread that looks at what was refused. */
    private boolean behind;

    /**
     * What the role map says.
     *
     * @param stackWithin how long a call is held for its stack
     * @param abort whether the JVM ends when the observer does
     * @param events where denials are written as JSON lines
     * @param sets what the named sets of paths hold, for whoever learns from these lines; nothing where nobody does
     */
    public record Options(
            Duration stackWithin, boolean abort, Optional<Path> events, Optional<Map<String, List<String>>> sets) {}

    private Observer(ThreadAccess access, Session.Parts parts) {
        this.access = access;
        this.parts = parts;
    }

    /**
     * Starts the observer when a thread of a role needs it, or else when the application has had a head start, and has threads of roles observed that are started when it is there.
     *
     * @param confiner what confines threads
     * @param access to threads
     * @param libC the C library
     * @param arch this machine's architecture
     * @param trusted the JDK's own lookup
     * @param jar the agent's
     * @param options what the role map says
     * @param denials takes what was denied
     * @param meanwhile called once, while the first observer comes up, before any thread is observed
     * @throws Throwable if its thread cannot be started
     */
    public static void start(
            Confiner confiner,
            ThreadAccess access,
            LibC libC,
            Arch arch,
            MethodHandles.Lookup trusted,
            String jar,
            Options options,
            Denials denials,
            Runnable meanwhile)
            throws Throwable {
        LogLines log = new LogLines(libC, arch);
        LastWords lastWords = new LastWords(log);
        denials.log(log);
        Observer observer = new Observer(
                access,
                new Session.Parts(
                        confiner,
                        libC,
                        arch,
                        new ObserverProcess(trusted, jar),
                        denials,
                        options,
                        options.events().map(path -> new EventFile(libC, arch, path)),
                        meanwhile,
                        log,
                        lastWords,
                        new AuditedBounds()));
        access.start0(access.agentThread("thread-sandbox-log", log));
        Thread thread = access.agentThread("thread-sandbox-observer", observer);
        confiner.observe(observer, thread);
        access.start0(thread);
        Thread watch = access.agentThread(
                "thread-sandbox-bounds",
                new BoundsWatch(
                        confiner, arch, denials.recorder(), observer::tell, log, lastWords, observer::tellLast));
        confiner.keepDeniedUses(watch);
        denials.recorder().recordedBy(watch);
        access.start0(watch);
        lastWords.askedBy(watch, trusted);
    }

    /** The JVM is about to end: what the observer has not told comes before its answer. */
    private void tellLast() {
        UnixSocket to = socket;
        if (to == null || Session.send(to, new Wire.Out(Wire.ENDS).message(), -1) != 0) {
            parts.lastWords().told();
        }
    }

    /** Where there is no observer, nobody folds it: it is told all the same. */
    private void tell(Denial denial) {
        UnixSocket to = socket;
        Wire.Out out = new Wire.Out(Wire.BOUNDS);
        denial.fitting().write(out);
        if (to == null || !send(to, out.message())) {
            parts.denials().add(0, denial);
        }
    }

    /** On the agent's thread that looks at what was refused: it waits for an observer that is behind, but not for one that stays so. */
    private boolean send(UnixSocket to, byte[] message) {
        int result = Session.send(to, message, -1);
        long end = System.nanoTime() + (behind ? 0 : BEHIND_NANOS);
        while (result < 0 && Errnos.name(-result).equals("EAGAIN") && System.nanoTime() < end) {
            LockSupport.parkNanos(BEHIND_PAUSE);
            result = Session.send(to, message, -1);
        }
        behind = result != 0;
        return result == 0;
    }

    @Override
    public int generation() {
        if (first.getCount() != 0) {
            needed.countDown();
            boolean interrupted = false;
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
            while (true) {
                try {
                    if (!first.await(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                        parts.log()
                                .warn("the observer has not come up in " + PATIENCE_SECONDS
                                        + " seconds: threads start without");
                        first.countDown();
                    }
                    break;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                access.interrupt(Thread.currentThread());
            }
        }
        return generation;
    }

    @Override
    public boolean handOver(int wanted, List<Watched> watched, int listener, int zygote) {
        UnixSocket to = socket;
        if (to == null || generation != wanted) {
            return false;
        }
        Wire.Out out = new Wire.Out(Wire.LISTENER)
                .put(parts.audited().add(watched))
                .put(zygote)
                .put(watched.size());
        for (Watched one : watched) {
            out.put(one.role())
                    .put(one.policy().bytes())
                    .put(one.kept().map(Program::bytes).orElse(new byte[0]))
                    .put(one.refused().map(Program::bytes).orElse(new byte[0]))
                    .put(one.bounds().contains(Bound.PATHS) ? 1 : 0)
                    .put(one.bounds().contains(Bound.PORTS) ? 1 : 0)
                    .put(one.bound().isPresent() ? 1 : 0);
        }
        return Session.send(to, out.message(), listener) == 0;
    }

    @Override
    public void run() {
        awaitNeed();
        int ends = 0;
        long pause = FIRST_PAUSE_SECONDS;
        Session session = new Session(parts, this::answers);
        for (int number = 1; ends < MOST_ENDS; number++) {
            String why;
            try {
                why = session.serve(number);
            } catch (Throwable t) {
                // Whatever it was, an OutOfMemoryError too: threads are confined without an observer as well.
                why = String.valueOf(t.getMessage() == null ? t : t.getMessage());
            }
            boolean answered = generation != 0;
            generation = 0;
            socket = null;
            parts.audited().clear();
            first.countDown();
            if (answered) {
                ends++;
                pause = FIRST_PAUSE_SECONDS;
                lost(why, ends);
            } else {
                if (pause == FIRST_PAUSE_SECONDS) {
                    parts.log()
                            .warn(
                                    "denials are not explained, because there is no observer: " + why
                                            + " ('doctor' says more); it is tried again in a while, for threads that start from then on");
                }
                sleep(pause);
                pause = Math.min(2 * pause, LONGEST_PAUSE_SECONDS);
            }
        }
    }

    /** On this thread. */
    private void answers(UnixSocket own, int number) {
        socket = own;
        generation = number;
        if (number > 1) {
            parts.log().warn("there is an observer again: denials of threads that start from now on are explained");
        }
        first.countDown();
    }

    private static void sleep(long seconds) {
        try {
            TimeUnit.SECONDS.sleep(seconds);
        } catch (InterruptedException e) {
            // Nobody interrupts it.
            Thread.currentThread().interrupt();
        }
    }

    private void awaitNeed() {
        try {
            // Either way it is time.
            boolean asked = needed.await(HEAD_START_MILLIS, TimeUnit.MILLISECONDS);
            LOG.debug("the observer starts{}", asked ? ": a thread of a role is there" : "");
        } catch (InterruptedException e) {
            // Nobody interrupts it; a needless wait is no harm.
            Thread.currentThread().interrupt();
        }
    }

    private void lost(String why, int ends) {
        parts.log()
                .error("the observer has ended (" + why
                        + "): what it was asked about is denied from now on, with ENOSYS and without a word, to the threads that run; "
                        + (ends == MOST_ENDS
                                ? "it is not started again"
                                : "threads that start from now on get another"));
        if (parts.options().abort()) {
            parts.log().error("the JVM ends (on-observer-loss = abort)");
            parts.log().await(LAST_WORDS_NANOS);
            Runtime.getRuntime().halt(1);
        }
    }
}
