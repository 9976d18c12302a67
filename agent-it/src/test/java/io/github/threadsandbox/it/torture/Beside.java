package io.github.threadsandbox.it.torture;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * JVMs beside each other: half of a JVM's time here is waiting, for signals, dumps, collections and its own timed waits. What one
 * JVM must come to does not depend on how fast it does.
 */
final class Beside {
    /** One more than can run at a time, for those that wait. */
    private static final int AT_A_TIME = Runtime.getRuntime().availableProcessors() + 1;

    private Beside() {}

    /** One JVM, from its start to its end. */
    @FunctionalInterface
    interface Run {
        void run() throws Exception;
    }

    /** Runs all of them, those that take longest first if they are named first; a failure is thrown when all have ended. */
    static void all(List<Run> runs) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(AT_A_TIME);
        try {
            List<Callable<Void>> calls = new ArrayList<>();
            for (Run run : runs) {
                calls.add(() -> {
                    run.run();
                    return null;
                });
            }
            for (Future<Void> ended : pool.invokeAll(calls)) {
                ended.get();
            }
        } finally {
            pool.shutdown();
        }
    }
}
