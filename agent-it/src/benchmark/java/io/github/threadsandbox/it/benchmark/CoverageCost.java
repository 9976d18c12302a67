package io.github.threadsandbox.it.benchmark;

import io.github.threadsandbox.it.page.Bar;
import io.github.threadsandbox.it.page.Spread;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What it costs to look at every thread from time to time: the processor time of the agent's own threads, of which only the one
 * that looks has anything to do, while a thousand threads wait. From the first look on, which is the dearest.
 */
public final class CoverageCost {
    private static final int THREADS = 1000;

    private CoverageCost() {}

    static void measure(Run run, Results results) throws Exception {
        int seconds = run.effort().of(2, 20, 60);
        String[] seen = run.java(
                        seconds + 60,
                        List.of(run.agent("conf/quickstart.conf")),
                        CoverageCost.class,
                        Integer.toString(seconds))
                .split(" ", -1);
        results.ratio(
                run.name(),
                "looking at " + THREADS + " threads: percent of one processor",
                Spread.of(List.of(Double.parseDouble(seen[0]))),
                String.format(Locale.ROOT, "%s ms in %d s, %s waits", seen[1], seconds, seen[2]),
                "the processor: 100",
                Bar.atMost(0.1));
    }

    /**
     * Measures, in a JVM with the agent.
     *
     * @param arguments how many seconds
     * @throws Exception if the threads cannot be started or read
     */
    public static void main(String[] arguments) throws Exception {
        CountDownLatch up = new CountDownLatch(THREADS);
        CountDownLatch never = new CountDownLatch(1);
        for (int i = 0; i < THREADS; i++) {
            Thread thread = new Thread(
                    null,
                    () -> {
                        up.countDown();
                        try {
                            never.await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    },
                    (i % 2 == 0 ? "run-" : "plain-") + i,
                    64 * 1024);
            thread.setDaemon(true);
            thread.start();
        }
        up.await();
        long seconds = Long.parseLong(arguments[0]);
        long[] before = agentThreads();
        TimeUnit.SECONDS.sleep(seconds);
        long[] after = agentThreads();
        double millis = (after[0] - before[0]) / 1e6;
        System.out.printf(Locale.ROOT, "%.4f %.1f %d%n", millis / seconds / 10, millis, after[1] - before[1]);
    }

    /** Nanoseconds on a processor, and times on one: /proc/PID/task/TID/schedstat. */
    private static long[] agentThreads() throws IOException {
        long[] sum = new long[2];
        List<File> tasks = new ArrayList<>(List.of(new File("/proc/self/task").listFiles()));
        for (File task : tasks) {
            if (text(task, "comm").startsWith("thread-sandbox")) {
                String[] fields = text(task, "schedstat").strip().split(" ", -1);
                sum[0] += Long.parseLong(fields[0]);
                sum[1] += Long.parseLong(fields[2]);
            }
        }
        return sum;
    }

    private static String text(File task, String name) throws IOException {
        return new String(Files.readAllBytes(Path.of(task.getPath(), name)), StandardCharsets.US_ASCII);
    }
}
