package io.github.threadsandbox.it.benchmark;

import io.github.threadsandbox.it.page.Bar;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;

/**
 * Virtual threads of a role and ordinary ones, in one JVM, in turns: 10,000 at once, each of which computes a little, yields,
 * parks for a moment, sleeps and computes again. And ordinary ones with the agent and without it, in JVMs of their own.
 */
public final class VirtualThreadRun {
    private static final int THREADS = 10_000;
    private static final int WARM_UP = 12;

    private VirtualThreadRun() {}

    static void measure(Run run, Results results) throws Exception {
        if (run.release() < 21) {
            results.figure(run.name(), "virtual threads", "this JDK has none", "");
            return;
        }
        List<Double> role = new ArrayList<>();
        List<Double> ordinary = new ArrayList<>();
        List<Double> idle = new ArrayList<>();
        List<Double> without = new ArrayList<>();
        String anyAgent = "-javaagent:" + IdleAgent.jar(Scratch.folder("virtual-threads"));
        String rounds = Integer.toString(run.effort().of(1, 10, 20));
        for (int jvm = 0; jvm < run.effort().of(1, 1, 3); jvm++) {
            String[] with = run.java(
                            List.of(run.agent("conf/quickstart.conf")), VirtualThreadRun.class, rounds, "run-x")
                    .split(" ", -1);
            double bare = Double.parseDouble(run.java(List.of(), VirtualThreadRun.class, rounds));
            ordinary.add(Double.parseDouble(with[0]));
            role.add(Double.parseDouble(with[1]));
            without.add(bare);
            idle.add(Double.parseDouble(run.java(List.of(anyAgent), VirtualThreadRun.class, rounds)));
        }
        results.compare(
                run.name(),
                "10,000 virtual threads at once: throughput of a role's / of ordinary ones",
                throughput(role),
                throughput(ordinary),
                "/s",
                Bar.atLeast(0.95));
        results.compare(
                run.name(),
                "10,000 virtual threads at once: throughput of ordinary ones with the agent / with one that does nothing",
                throughput(ordinary),
                throughput(idle),
                "/s",
                Bar.NONE);
        results.compare(
                run.name(),
                "10,000 virtual threads at once: throughput of ordinary ones with the agent / without any",
                throughput(ordinary),
                throughput(without),
                "/s",
                Bar.NONE);
    }

    /** Of milliseconds for all of them. */
    private static List<Double> throughput(List<Double> millis) {
        return millis.stream().map(all -> THREADS * 1000 / all).toList();
    }

    /**
     * Prints the milliseconds of ordinary threads, and of those that have each given name.
     *
     * @param arguments the number of rounds, and names
     * @throws Exception if this JDK has no virtual threads
     */
    public static void main(String[] arguments) throws Exception {
        int rounds = Integer.parseInt(arguments[0]);
        List<ThreadFactory> kinds = new ArrayList<>(List.of(factory("plain")));
        for (String name : List.of(arguments).subList(1, arguments.length)) {
            kinds.add(factory(name));
        }
        List<List<Double>> millis = new ArrayList<>();
        kinds.forEach(kind -> millis.add(new ArrayList<>()));
        for (int round = -WARM_UP; round < rounds; round++) {
            for (int i = 0; i < kinds.size(); i++) {
                // Who goes first changes.
                int kind = (i + Math.abs(round)) % kinds.size();
                double taken = millis(kinds.get(kind));
                if (round >= 0) {
                    millis.get(kind).add(taken);
                }
            }
        }
        StringBuilder line = new StringBuilder();
        millis.forEach(taken -> line.append(Run.median(taken)).append(' '));
        System.out.println(line.toString().strip());
        System.exit(0);
    }

    private static double millis(ThreadFactory factory) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(THREADS);
        long begin = System.nanoTime();
        for (int i = 0; i < THREADS; i++) {
            int seed = i;
            factory.newThread(() -> work(seed, done)).start();
        }
        done.await();
        return (System.nanoTime() - begin) / 1e6;
    }

    private static void work(int seed, CountDownLatch done) {
        try {
            long sum = compute(seed);
            Thread.yield();
            LockSupport.parkNanos(1000);
            sum += compute((int) sum);
            Thread.sleep(1);
            sum += compute((int) sum);
            if (sum == 42) {
                System.err.println(sum);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } finally {
            done.countDown();
        }
    }

    private static long compute(int seed) {
        long value = seed;
        for (int i = 0; i < 500; i++) {
            value = value * 6364136223846793005L + 1442695040888963407L;
        }
        return value;
    }

    /** By reflection: this is compiled for 17. */
    private static ThreadFactory factory(String name) throws Exception {
        Class<?> builder = Class.forName("java.lang.Thread$Builder");
        Method named = builder.getMethod("name", String.class);
        Object virtual = Thread.class.getMethod("ofVirtual").invoke(null);
        return (ThreadFactory) builder.getMethod("factory").invoke(named.invoke(virtual, name));
    }
}
