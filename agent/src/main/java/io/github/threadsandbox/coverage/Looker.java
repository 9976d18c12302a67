package io.github.threadsandbox.coverage;

import io.github.threadsandbox.confine.KnownThread;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Looks at every thread. A thread that is not as it should be counts only if it is the same thread, and wrong, in three looks
 * one after the other: threads start and end between what is read first and what is read last.
 */
final class Looker {
    private static final int[] PAUSES = {20, 200};

    private final Register register;
    private final int base;
    private final ProcTasks tasks = new ProcTasks();

    /** Which threads there are, for the agent. */
    interface Register {
        /** Every thread that came through the gate and has not ended. */
        List<KnownThread> threads();

        /** How many milliseconds ago the last confined thread of this id ended; nothing where that is not known. */
        OptionalLong millisSinceLeft(int tid);
    }

    Looker(Register register, int base) {
        this.register = register;
        this.base = base;
    }

    Look look() throws IOException, InterruptedException {
        List<ThreadStatus> threads = once();
        Set<Object> suspects = suspects(threads);
        for (int i = 0; i < PAUSES.length && !suspects.isEmpty(); i++) {
            Thread.sleep(PAUSES[i]);
            threads = once();
            suspects.retainAll(suspects(threads));
        }
        List<ThreadStatus> settled = new ArrayList<>(threads.size());
        for (ThreadStatus thread : threads) {
            boolean sure = thread.state() != ThreadStatus.State.MISMATCH
                    || identity(thread).filter(suspects::contains).isPresent();
            settled.add(sure ? thread : thread.in(ThreadStatus.State.CHANGING));
        }
        return new Look(System.currentTimeMillis(), base, settled);
    }

    private List<ThreadStatus> once() throws IOException {
        ProcTasks.Reading reading = tasks.read();
        List<KnownThread> known = register.threads();
        List<ThreadStatus> threads = Comparison.of(reading.threads(), known, this::hasLeft, base);
        if (reading.complete()) {
            return threads;
        }
        return threads.stream()
                .map(thread -> thread.kernel() == null ? thread.in(ThreadStatus.State.CHANGING) : thread)
                .toList();
    }

    /** Whether a thread is one that left the register: the number may be another's by now, which began later. */
    private boolean hasLeft(int tid) {
        OptionalLong left = register.millisSinceLeft(tid);
        if (left.isEmpty()) {
            return false;
        }
        try {
            OptionalLong age = tasks.millisSinceStart(tid);
            return age.isEmpty() || age.getAsLong() >= left.getAsLong();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Set<Object> suspects(List<ThreadStatus> threads) throws IOException {
        Set<Object> suspects = new HashSet<>();
        for (ThreadStatus thread : threads) {
            if (thread.state() == ThreadStatus.State.MISMATCH) {
                identity(thread).ifPresent(suspects::add);
            }
        }
        return suspects;
    }

    /** What tells a thread from a later one of the same id. */
    Optional<Object> identity(ThreadStatus thread) throws IOException {
        if (thread.kernel() == null) {
            return Optional.of(thread.known());
        }
        return tasks.startTime(thread.tid()).map(start -> thread.tid() + "@" + start);
    }
}
