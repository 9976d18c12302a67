package io.github.threadsandbox.confine;

import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The confined threads that ended: out of the register, and perhaps still in {@code /proc}, with their filters. On a machine
 * that has other things to do, or where somebody stops the process, that may take minutes. Holds the last few thousand, and
 * no object of theirs.
 */
final class Leaving {
    private static final int SIZE = 4096;

    /** Ids are at most 2^22 (PID_MAX_LIMIT, linux/threads.h); the milliseconds before them last for a century. */
    private static final int TID_BITS = 22;

    private static final long TIDS = (1L << TID_BITS) - 1;

    private final long begin = System.nanoTime();
    private final AtomicLongArray threads = new AtomicLongArray(SIZE);
    private final AtomicInteger next = new AtomicInteger();

    void add(int tid) {
        if (tid > 0) {
            threads.set(next.getAndIncrement() & (SIZE - 1), now() << TID_BITS | tid);
        }
    }

    /** How many milliseconds ago the last thread of this id left; nothing if none did. */
    OptionalLong millisSince(int tid) {
        long last = 0;
        for (int i = 0; i < SIZE; i++) {
            long thread = threads.get(i);
            if ((thread & TIDS) == tid) {
                last = Math.max(last, thread);
            }
        }
        return last == 0 ? OptionalLong.empty() : OptionalLong.of(now() - (last >>> TID_BITS));
    }

    private long now() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
    }
}
