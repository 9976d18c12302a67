package io.github.threadsandbox.it.benchmark;

import io.github.threadsandbox.it.page.Bar;
import io.github.threadsandbox.it.page.Numbers;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** What the observer costs: a denied call, with its stack and counted with others; an allowed one; its memory. */
public final class ObserverCost {
    private static final int WARM = 200_000;
    private static final int ROUNDS = 5;
    private static final int CALLS = 2_000;
    private static final int STACKS = 150;

    private ObserverCost() {}

    static void measure(Run run, Results results) throws Exception {
        List<double[]> with = new ArrayList<>();
        List<double[]> without = new ArrayList<>();
        for (int i = 0; i < run.effort().of(1, 2, 3); i++) {
            with.add(once(run, "on"));
            without.add(once(run, "off"));
        }
        results.compare(
                run.name(),
                "allowed call, with the observer / without",
                at(with, 0),
                at(without, 0),
                "us",
                Bar.atMost(1.02));
        results.compare(
                run.name(), "denied call, told and counted / plain errno", at(with, 1), at(without, 1), "us", Bar.NONE);
        results.compare(
                run.name(),
                "denied call, told with its stack / plain errno",
                at(with, 2),
                at(without, 1),
                "us",
                Bar.NONE);
        results.figure(
                run.name(), "the observer's resident memory", Numbers.plain(Run.median(at(with, 3))) + " MB", "");
    }

    private static List<Double> at(List<double[]> all, int place) {
        return all.stream().map(one -> one[place]).toList();
    }

    private static double[] once(Run run, String observe) throws Exception {
        Path roleMap = Files.createTempFile("observer", ".conf");
        try {
            Files.writeString(
                    roleMap,
                    "thread-sandbox { observe = " + observe
                            + ", roles { run { allow = [\"@jvm\"] } }, threads = [ { name = run, role = run } ] }");
            String[] seen = run.java(List.of(run.agent(roleMap.toString())), ObserverCost.class)
                    .split(" ", -1);
            double[] values = new double[seen.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = Double.parseDouble(seen[i]);
            }
            return values;
        } finally {
            Files.delete(roleMap);
        }
    }

    /**
     * Measures, in a JVM with the agent.
     *
     * @param arguments none
     * @throws Exception if the thread cannot be waited for
     */
    public static void main(String[] arguments) throws Exception {
        double[] seen = new double[4];
        Thread thread = new Thread(() -> measure(seen), "run");
        thread.start();
        thread.join();
        List<ProcessHandle> children = ProcessHandle.current().children().toList();
        for (ProcessHandle child : children) {
            seen[3] = Files.readAllLines(Path.of("/proc/" + child.pid() + "/status")).stream()
                            .filter(line -> line.startsWith("VmRSS:"))
                            .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")))
                            .findFirst()
                            .orElse(0)
                    / 1024;
        }
        System.out.printf(Locale.ROOT, "%.4f %.4f %.4f %.1f%n", seen[0], seen[1], seen[2], seen[3]);
    }

    private static void measure(double[] seen) {
        File file = new File("/etc/hostname");
        micros(WARM, i -> file.exists());
        List<Double> allowed = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            allowed.add(micros(CALLS, i -> file.exists()));
        }
        seen[0] = Run.median(allowed);
        micros(CALLS, i -> file.setReadOnly());
        List<Double> denied = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            denied.add(micros(CALLS, i -> file.setReadOnly()));
        }
        seen[1] = Run.median(denied);
        // Each path is told, and so each stack is asked for.
        List<Double> stacks = new ArrayList<>();
        for (int i = 0; i < STACKS; i++) {
            int number = i;
            stacks.add(micros(1, one -> new File("/etc/" + "./".repeat(number) + "hostname").setReadOnly()));
        }
        seen[2] = Run.median(stacks);
    }

    private interface Call {
        boolean call(int number);
    }

    private static double micros(int times, Call call) {
        long begin = System.nanoTime();
        int done = 0;
        for (int i = 0; i < times; i++) {
            done += call.call(i) ? 1 : 0;
        }
        long nanos = System.nanoTime() - begin;
        return done < 0 ? 0 : (double) nanos / TimeUnit.MICROSECONDS.toNanos(1) / times;
    }
}
