package java.util.concurrent;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Whether a thread without a role has handed a task to a pool that has not begun it: counted by the task's identity hash, so
 * that it costs a thread without a role next to nothing. Where several objects that wait share a count, the answer is yes once
 * too often, and a task is carried the other way.
 *
 * <p>Beside the count is the sum of the hashes that it counts: so what waits alone is known from what does not wait at all, and so is
 * what has left its queue by a way that nobody sees.
 */
final class ThreadSandboxWaiting {
    private static final int MASK = (1 << 14) - 1;

    /** In a count: see {@link #markIfNone}. */
    private static final long MARKING = 1L << 30;

    /** Of a place, the count; the sum of hashes is above it. */
    private static final long COUNT = MARKING - 1;

    private static final int SUM = 32;

    /** Turns of waiting for what takes a microsecond: where it is never done, what is carried the other way runs all the same. */
    private static final int PATIENCE = 1 << 14;

    private static final AtomicLongArray PLACES = new AtomicLongArray(MASK + 1);

    private ThreadSandboxWaiting() {}

    private static int place(int hash) {
        return (hash ^ hash >>> 14) & MASK;
    }

    private static long one(int hash) {
        return (long) hash << SUM | 1;
    }

    /** Whether it may be counted there. */
    private static boolean has(long place, int hash) {
        long count = place & COUNT;
        return count > 1 || count == 1 && (int) (place >>> SUM) == hash;
    }

    /** Where a thread with a role is just marking the task as its own, waits until that is seen. */
    static void add(Object task) {
        int hash = System.identityHashCode(task);
        int place = place(hash);
        if ((PLACES.getAndAdd(place, one(hash)) & MARKING) != 0) {
            for (int i = 0; i < PATIENCE && (PLACES.get(place) & MARKING) != 0; i++) {
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
        int hash = System.identityHashCode(task);
        int place = place(hash);
        for (int i = 0; i < PATIENCE; i++) {
            long now = PLACES.get(place);
            if (has(now, hash)) {
                return false;
            }
            if ((now & MARKING) == 0 && PLACES.compareAndSet(place, now, now | MARKING)) {
                return true;
            }
            Thread.yield();
        }
        return false;
    }

    static void marked(Object task) {
        PLACES.getAndAdd(place(System.identityHashCode(task)), -MARKING);
    }

    /** Nothing, if it is not counted: a task may have been put into a queue by hand. */
    static void remove(Object task) {
        int hash = System.identityHashCode(task);
        int place = place(hash);
        long now = PLACES.get(place);
        while (has(now, hash) && !PLACES.compareAndSet(place, now, now - one(hash))) {
            now = PLACES.get(place);
        }
    }
}
