package io.github.threadsandbox.it.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;

/** Many threads in one JVM with the agent: such as have a role by their name, and plain ones, in turns. */
public final class Crowd {
    private static final long STACK = 128 * 1024;
    private static final String[] KINDS = {"run-x", "plain"};

    private Crowd() {}

    private interface Measurement {
        double of(String name, int size) throws Exception;
    }

    /**
     * Prints, for each round, what a role's threads took and what plain ones took.
     *
     * @param arguments {@code together}, {@code burst}, {@code starters} or {@code memory}; how many; rounds
     * @throws Exception if a thread cannot be started
     */
    public static void main(String[] arguments) throws Exception {
        Measurement measurement =
                switch (arguments[0]) {
                    case "together" -> Crowd::together;
                    case "burst" -> Crowd::burst;
                    case "starters" -> Crowd::starters;
                    case "memory" -> Crowd::memory;
                    default -> throw new IllegalArgumentException(arguments[0]);
                };
        int size = Integer.parseInt(arguments[1]);
        int rounds = Integer.parseInt(arguments[2]);
        int warm = arguments[0].equals("memory") ? 1 : 2;
        for (int round = -warm; round < rounds; round++) {
            double[] taken = new double[KINDS.length];
            for (int i = 0; i < KINDS.length; i++) {
                int kind = (i + Math.abs(round)) % KINDS.length;
                taken[kind] = measurement.of(KINDS[kind], size);
            }
            if (round >= 0) {
                System.out.printf(Locale.ROOT, "%.4f %.4f%n", taken[0], taken[1]);
            }
        }
        System.exit(0);
    }

    /** Threads that are all there at the same time: microseconds for each, from the first start to the end of the last. */
    private static double together(String name, int size) throws InterruptedException {
        CountDownLatch up = new CountDownLatch(size);
        CountDownLatch end = new CountDownLatch(1);
        long begin = System.nanoTime();
        List<Thread> threads = waiting(name, size, up, end);
        up.await();
        end.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        return (System.nanoTime() - begin) / 1e3 / size;
    }

    /** Threads started one right after the other: microseconds until all have run. */
    private static double burst(String name, int size) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(size);
        long begin = System.nanoTime();
        for (int i = 0; i < size; i++) {
            new Thread(null, done::countDown, name, STACK).start();
        }
        done.await();
        return (System.nanoTime() - begin) / 1e3;
    }

    /** Several threads that each start and join 200: microseconds for one, of all. */
    private static double starters(String name, int size) throws InterruptedException {
        int each = 200;
        CountDownLatch go = new CountDownLatch(1);
        List<Thread> starters = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            Thread starter = new Thread(
                    () -> {
                        try {
                            go.await();
                            for (int n = 0; n < each; n++) {
                                Thread thread = new Thread(null, () -> {}, name, STACK);
                                thread.start();
                                thread.join();
                            }
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    },
                    "starter");
            starter.start();
            starters.add(starter);
        }
        long begin = System.nanoTime();
        go.countDown();
        for (Thread starter : starters) {
            starter.join();
        }
        return (System.nanoTime() - begin) / 1e3 / size / each;
    }

    /** Threads that stay: kilobytes of the process for each. */
    private static double memory(String name, int size) throws Exception {
        CountDownLatch up = new CountDownLatch(size);
        long before = resident();
        waiting(name, size, up, new CountDownLatch(1));
        up.await();
        return (resident() - before) / (double) size;
    }

    private static List<Thread> waiting(String name, int size, CountDownLatch up, CountDownLatch end) {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            Thread thread = new Thread(
                    null,
                    () -> {
                        up.countDown();
                        try {
                            end.await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    },
                    name,
                    STACK);
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
        return threads;
    }

    private static long resident() throws IOException {
        System.gc();
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElseThrow();
    }
}
