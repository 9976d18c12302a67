package io.github.threadsandbox.it.benchmark;

import io.github.threadsandbox.it.page.Bar;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@link Tasks}: a lane against what people do today. */
final class TaskRun {
    private static final int LANE = 0;

    private TaskRun() {}

    static void measure(Run run, Results results) throws Exception {
        Path roleMap = Files.createTempFile("tasks", ".conf");
        try {
            Files.writeString(
                    roleMap,
                    "thread-sandbox { roles { one { allow = [\"@jvm\"] }, sharing { allow = [\"@jvm\"], context = share } },"
                            + " threads = [ { task = \"**$OfARole\", role = one },"
                            + " { task = \"**$OfASharingRole\", role = sharing } ] }\n");
            String said = run.java(
                    120,
                    List.of(run.agent(roleMap.toString())),
                    Tasks.class,
                    Integer.toString(run.effort().of(1, 60, 300)));
            List<double[]> rounds = said.lines().map(TaskRun::numbers).toList();
            compare(
                    run,
                    results,
                    rounds,
                    "an empty task on a lane / on an executor's thread",
                    LANE,
                    1,
                    Bar.atMost(1.2));
            compare(run, results, rounds, "a lane with `context = share` / a lane", 2, LANE, Bar.NONE);
            compare(run, results, rounds, "a lane / a warm worker process over a pipe", LANE, 3, Bar.NONE);
            compare(run, results, rounds, "a lane / a virtual thread for each task", LANE, 4, Bar.NONE);
            compare(run, results, rounds, "a lane / a JVM for each task", LANE, 5, Bar.NONE);
        } finally {
            Files.delete(roleMap);
        }
    }

    private static double[] numbers(String line) {
        String[] words = line.split(" ", -1);
        double[] numbers = new double[words.length];
        for (int i = 0; i < words.length; i++) {
            numbers[i] = Double.parseDouble(words[i]);
        }
        return numbers;
    }

    /** Rounds in which there was no such way are left out. */
    private static void compare(
            Run run, Results results, List<double[]> rounds, String what, int ours, int other, Bar bar) {
        List<Double> a = new ArrayList<>();
        List<Double> b = new ArrayList<>();
        for (double[] round : rounds) {
            if (round[ours] > 0 && round[other] > 0) {
                a.add(round[ours]);
                b.add(round[other]);
            }
        }
        if (!a.isEmpty()) {
            results.compare(run.name(), what, a, b, "us", bar);
        }
    }
}
