package io.github.threadsandbox.it.probe;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;

/**
 * A confined thread is the first to use {@code ForkJoinPool} at all, and so the one that makes the common pool. Then a task of an
 * unconfined thread's is run by that pool.
 */
public final class CommonPoolFirst {
    private CommonPoolFirst() {}

    /**
     * Prints on which thread an unconfined thread's task ran, and how many filters that has.
     *
     * @param arguments none
     * @throws Exception if a thread cannot be joined
     */
    public static void main(String[] arguments) throws Exception {
        Thread confined = new Thread(() -> ForkJoinPool.commonPool().submit(() -> {}), "role-first");
        confined.start();
        confined.join();
        // Not get(): whoever waits may run the task itself.
        ForkJoinPool.commonPool().execute(CommonPoolFirst::print);
        new CountDownLatch(1).await();
    }

    private static void print() {
        try {
            System.out.println("thread=" + Thread.currentThread().getName());
            Files.readAllLines(Path.of("/proc/thread-self/status")).stream()
                    .filter(line -> line.startsWith("Seccomp_filters:"))
                    .forEach(line -> System.out.println("filters=" + line.replaceAll("\\D", "")));
            System.exit(0);
        } catch (java.io.IOException e) {
            e.printStackTrace();
            System.exit(1);
        }
    }
}
