package java.util.concurrent;

import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Whether a thread without a role has handed a task to a pool that has not begun it: counted by the task's identity hash, so
 * that it costs a thread without a role next to nothing. Two objects may share a count: then the answer is yes once too
 * often, and the task is carried the other way.
 */
final class ThreadSandboxWaiting {
    private static final int MASK = (1 << 14) - 1;

    /** In a count: see {@link #markIfNone}. */
    private static final int MARKING = 1 << 30;

    /** Turns of waiting for what takes a microsecond: where it is never done, what is carried the other way runs all the same. */
    private static final int PATIENCE = 1 << 14;

    private static final AtomicIntegerArray COUNTS = new AtomicIntegerArray(MASK + 1);

    private ThreadSandboxWaiting() {}

    private static int place(Object task) {
        int hash = System.identityHashCode(task);
        return (hash ^ hash >>> 14) & MASK;
    }

    /** Where a thread with a role is just marking the task as its own, waits until that is seen. */
    static void add(Object task) {
        int place = place(task);
        if ((COUNTS.getAndIncrement(place) & MARKING) != 0) {
            for (int i = 0; i < PATIENCE && (COUNTS.get(place) & MARKING) != 0; i++) {
                Thread.yield();
            }
        }
    }

    /**
     * A thread with a role is about to mark a task as its own: nobody without a role hands it in before {@link #marked}.
     *
     * @return false if somebody has, and it waits still
     */
    static boolean markIfNone(Object task) {
        int place = place(task);
        for (int i = 0; i < PATIENCE; i++) {
            int count = COUNTS.get(place);
            if ((count & ~MARKING) != 0) {
                return false;
            }
            if (count == 0 && COUNTS.compareAndSet(place, 0, MARKING)) {
                return true;
            }
            Thread.yield();
        }
        return false;
    }

    static void marked(Object task) {
        COUNTS.getAndAdd(place(task), -MARKING);
    }

    /** Never below zero: a task may have been put into a queue by hand. */
    static void remove(Object task) {
        int place = place(task);
        int count = COUNTS.get(place);
        while ((count & ~MARKING) > 0 && !COUNTS.compareAndSet(place, count, count - 1)) {
            count = COUNTS.get(place);
        }
    }
}
