package java.util.concurrent;

import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Whether a thread without a role has handed a task to a pool that has not begun it: counted by the task's identity hash, so
 * that it costs a thread without a role next to nothing. Two objects may share a count: then the answer is yes once too
 * often, and the task is carried the other way.
 */
final class ThreadSandboxWaiting {
    private static final int MASK = (1 << 14) - 1;
    private static final AtomicIntegerArray COUNTS = new AtomicIntegerArray(MASK + 1);

    private ThreadSandboxWaiting() {}

    private static int place(Object task) {
        int hash = System.identityHashCode(task);
        return (hash ^ hash >>> 14) & MASK;
    }

    static void add(Object task) {
        COUNTS.getAndIncrement(place(task));
    }

    static boolean contains(Object task) {
        return COUNTS.get(place(task)) != 0;
    }

    /** Never below zero: a task may have been put into a queue by hand. */
    static void remove(Object task) {
        int place = place(task);
        int count = COUNTS.get(place);
        while (count > 0 && !COUNTS.compareAndSet(place, count, count - 1)) {
            count = COUNTS.get(place);
        }
    }
}
