package io.github.threadsandbox.it.contract;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What threads died of. */
final class Uncaught {
    private static final LinkedBlockingQueue<Throwable> SEEN = new LinkedBlockingQueue<>();

    private Uncaught() {}

    static void listen() {
        Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> SEEN.add(thrown));
    }

    /** The next one with this message; what other contracts left behind is none of ours. */
    static Throwable next(String message) throws InterruptedException {
        Throwable next = SEEN.poll(Gate.SECONDS, TimeUnit.SECONDS);
        while (next != null && !message.equals(next.getMessage())) {
            next = SEEN.poll(Gate.SECONDS, TimeUnit.SECONDS);
        }
        return next == null ? new IllegalStateException("no thread died") : next;
    }
}
