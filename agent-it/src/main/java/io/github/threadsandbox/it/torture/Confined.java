package io.github.threadsandbox.it.torture;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Threads whose names have a role in the role map; what they found is carried back. */
final class Confined {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private Confined() {}

    /** A thread of the role, not started. */
    static Thread thread(Runnable body) {
        return new Thread(null, body, "role-" + NUMBER.incrementAndGet(), 0);
    }

    /** Runs on a fresh confined thread and waits. */
    static String run(Supplier<String> body) throws InterruptedException {
        String[] result = {"the thread ended without a result"};
        Thread thread = thread(() -> result[0] = body.get());
        thread.start();
        thread.join();
        return result[0];
    }
}
