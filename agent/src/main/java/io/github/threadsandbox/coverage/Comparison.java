package io.github.threadsandbox.coverage;

import io.github.threadsandbox.confine.KnownThread;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * What the kernel says of threads, against what the agent knows. A thread is under the base's filters and, if it has roles,
 * under one more, however many roles there are: they are compiled to one. A thread that the agent does not know is the JVM's or
 * native code's, and under the base's alone.
 *
 * <p>A thread whose class overrides {@code run} never told its id. Such threads are found by their names and, since names
 * change, then by their filters: of the threads left over, as many carry a role's filter as there are roles' threads without
 * an id.
 */
final class Comparison {
    private static final int LONGEST_NAME = 15;

    private final IntPredicate leaving;
    private final int base;
    private final Map<Integer, KnownThread> byTid = new HashMap<>();
    private final Map<String, Deque<KnownThread>> byName = new HashMap<>();
    private final List<ThreadStatus> found = new ArrayList<>();

    private Comparison(List<KnownThread> known, IntPredicate leaving, int base) {
        this.leaving = leaving;
        this.base = base;
        for (KnownThread thread : known) {
            if (!thread.alive()) {
                // Not started yet, or its end was not seen.
                continue;
            }
            if (thread.tid() > 0) {
                byTid.put(thread.tid(), thread);
            } else {
                byName.computeIfAbsent(kernelName(thread.nameAtStart()), name -> new ArrayDeque<>())
                        .add(thread);
            }
        }
    }

    /**
     * Compares.
     *
     * @param kernel every thread of the process
     * @param known what the register held after {@code kernel} was read: a thread is in it before it runs
     * @param leaving whether the thread of this id is a confined one that has left the register; asked after {@code known} was read
     * @param base the filters that every thread is under
     * @return a status for each thread of the kernel's and, last, for each of the agent's that is not among them
     */
    static List<ThreadStatus> of(List<KernelThread> kernel, List<KnownThread> known, IntPredicate leaving, int base) {
        return new Comparison(known, leaving, base).compare(kernel);
    }

    private List<ThreadStatus> compare(List<KernelThread> kernel) {
        Map<Integer, KernelThread> rest = new LinkedHashMap<>();
        for (KernelThread thread : kernel) {
            KnownThread known = byTid.get(thread.tid());
            if (known != null) {
                found.add(status(thread, known));
            } else {
                rest.put(thread.tid(), thread);
            }
        }
        // First whoever is as its name says, then whoever is not: one thread's filter must not pass for another's.
        matchNames(rest, true);
        List<KnownThread> astray = new ArrayList<>();
        byName.values().forEach(threads -> threads.stream()
                .filter(thread -> !thread.roles().isEmpty())
                .forEach(astray::add));
        matchFilters(rest, astray);
        matchNames(rest, false);
        rest.values().forEach(thread -> found.add(status(thread, null)));
        List<ThreadStatus> inOrder = new ArrayList<>(found.size());
        Map<Integer, ThreadStatus> statuses = new HashMap<>();
        found.forEach(status -> statuses.put(status.tid(), status));
        kernel.forEach(thread -> inOrder.add(statuses.get(thread.tid())));
        for (Deque<KnownThread> threads : byName.values()) {
            for (KnownThread thread : threads) {
                if (!thread.roles().isEmpty()) {
                    ThreadStatus.State state =
                            thread.settled() ? ThreadStatus.State.MISMATCH : ThreadStatus.State.CHANGING;
                    inOrder.add(new ThreadStatus(null, thread, base + 1, state));
                }
            }
        }
        return inOrder;
    }

    private void matchNames(Map<Integer, KernelThread> rest, boolean asExpected) {
        for (Iterator<KernelThread> threads = rest.values().iterator(); threads.hasNext(); ) {
            KernelThread thread = threads.next();
            KnownThread known = take(byName.getOrDefault(thread.name(), new ArrayDeque<>()), thread, asExpected);
            if (known != null) {
                found.add(status(thread, known));
                threads.remove();
            }
        }
    }

    private KnownThread take(Deque<KnownThread> named, KernelThread thread, boolean asExpected) {
        for (Iterator<KnownThread> all = named.iterator(); all.hasNext(); ) {
            KnownThread known = all.next();
            if (!asExpected || thread.filters() == expected(known)) {
                all.remove();
                return known;
            }
        }
        return null;
    }

    private void matchFilters(Map<Integer, KernelThread> rest, List<KnownThread> astray) {
        Iterator<KnownThread> unmatched = astray.iterator();
        for (Iterator<KernelThread> threads = rest.values().iterator(); threads.hasNext() && unmatched.hasNext(); ) {
            KernelThread thread = threads.next();
            if (thread.filters() == base + 1 && !leaving.test(thread.tid())) {
                KnownThread known = unmatched.next();
                byName.get(kernelName(known.nameAtStart())).remove(known);
                found.add(status(thread, known));
                threads.remove();
            }
        }
    }

    private int expected(KnownThread known) {
        return known == null || known.roles().isEmpty() ? base : base + 1;
    }

    private ThreadStatus status(KernelThread thread, KnownThread known) {
        int expected = expected(known);
        ThreadStatus.State state = ThreadStatus.State.MISMATCH;
        if (thread.filters() == expected) {
            state = ThreadStatus.State.EXPECTED;
        } else if (known != null ? !known.settled() : leaving.test(thread.tid())) {
            state = ThreadStatus.State.CHANGING;
        }
        return new ThreadStatus(thread, known, expected, state);
    }

    /** The beginning of a name, which the JVM gives to the kernel (os::set_native_thread_name; TASK_COMM_LEN). */
    private static String kernelName(String name) {
        return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME);
    }
}
