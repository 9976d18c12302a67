package io.github.threadsandbox.confine;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The confined threads that ended a moment ago: out of the register, and perhaps still in {@code /proc}, with their filters.
 * Holds the last few thousand, and no object of theirs.
 */
final class Leaving {
    private static final int SIZE = 4096;

    /** Longer than a thread waits for a processor on its last instructions; after it, a number is another thread's. */
    private static final int SECONDS = 60;

    private final long begin = System.nanoTime();
    private final AtomicLongArray threads = new AtomicLongArray(SIZE);
    private final AtomicInteger next = new AtomicInteger();

    void add(int tid) {
        if (tid > 0) {
            threads.set(next.getAndIncrement() & (SIZE - 1), now() << Integer.SIZE | tid);
        }
    }

    Set<Integer> tids() {
        Set<Integer> tids = new HashSet<>();
        long now = now();
        for (int i = 0; i < SIZE; i++) {
            long thread = threads.get(i);
            if (thread != 0 && now - (thread >>> Integer.SIZE) <= SECONDS) {
                tids.add((int) thread);
            }
        }
        return tids;
    }

    private long now() {
        return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin);
    }
}
