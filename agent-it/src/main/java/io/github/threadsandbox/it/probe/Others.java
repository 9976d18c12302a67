package io.github.threadsandbox.it.probe;

import java.util.concurrent.LinkedBlockingQueue;

/** An unconfined thread that does what it is given, whoever gives it: a queue that nothing follows. */
final class Others {
    private static final LinkedBlockingQueue<Runnable> ACTIONS = new LinkedBlockingQueue<>();

    private Others() {}

    /** To be called by an unconfined thread, once. */
    static void start() {
        Thread other = new Thread(
                () -> {
                    while (true) {
                        try {
                            ACTIONS.take().run();
                        } catch (InterruptedException e) {
                            return;
                        }
                    }
                },
                "other");
        other.setDaemon(true);
        other.start();
    }

    static void run(Runnable action) {
        ACTIONS.add(action);
    }
}
