package io.github.threadsandbox.it.contract;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Something to wait for; whoever waits for ever has found a broken contract. */
final class Gate {
    static final int SECONDS = 20;

    private final CountDownLatch latch;

    Gate() {
        this(1);
    }

    Gate(int count) {
        latch = new CountDownLatch(count);
    }

    void open() {
        latch.countDown();
    }

    boolean isOpen() {
        return latch.getCount() == 0;
    }

    void await() throws InterruptedException {
        if (!latch.await(SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("waited for ever");
        }
    }

    /** For tasks that nobody interrupts. */
    Object awaitOpen() {
        try {
            await();
            return null;
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Waits until interrupted. */
    String awaitInterrupt() {
        try {
            await();
            return "not interrupted";
        } catch (InterruptedException e) {
            return "interrupted, flag " + Thread.currentThread().isInterrupted();
        }
    }

    /** A condition that comes true without telling. */
    static boolean becomes(Condition condition) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (!condition.holds()) {
            if (System.nanoTime() > end) {
                return false;
            }
            Thread.sleep(1);
        }
        return true;
    }

    /** A condition. */
    interface Condition {
        boolean holds() throws Exception;
    }
}
