package io.github.threadsandbox.it.contract;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;

/**
 * A thread that no rule concerns, which makes the pools that others submit to: a pool is its maker's. Handed over by a queue
 * of our own, which no agent follows.
 */
final class Maker {
    private static final LinkedBlockingQueue<Runnable> WANTED = new LinkedBlockingQueue<>();

    static {
        Thread maker = new Thread(
                () -> {
                    while (true) {
                        try {
                            WANTED.take().run();
                        } catch (InterruptedException e) {
                            return;
                        }
                    }
                },
                "maker");
        maker.setDaemon(true);
        maker.start();
    }

    private Maker() {}

    /** Touched by a thread that no rule concerns, before any other: the maker is that thread's. */
    static void ready() {
        if (WANTED.remainingCapacity() == 0) {
            throw new IllegalStateException("no room");
        }
    }

    static <T> T make(Supplier<T> supplier) {
        CompletableFuture<T> made = new CompletableFuture<>();
        WANTED.add(() -> {
            try {
                made.complete(supplier.get());
            } catch (RuntimeException | Error e) {
                made.completeExceptionally(e);
            }
        });
        return made.join();
    }

    /** Has the maker do something. */
    static void run(Runnable runnable) {
        make(() -> {
            runnable.run();
            return null;
        });
    }
}
