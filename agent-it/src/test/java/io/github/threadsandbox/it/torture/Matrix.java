package io.github.threadsandbox.it.torture;

import io.github.threadsandbox.it.Jdk;
import java.util.ArrayList;
import java.util.List;

/** Tortures every JDK with every collector, and prints what came of it. */
public final class Matrix {
    private static final int SECONDS = 5;

    private Matrix() {}

    /**
     * Runs the matrix, or of it what the property {@code torture.only} is part of: {@code JDK 25}, {@code ZGC}, {@code 17, G1}.
     *
     * @param arguments none
     * @throws Exception if a JVM cannot be started
     */
    public static void main(String[] arguments) throws Exception {
        List<String> rows = new ArrayList<>();
        boolean right = true;
        for (Jdk jdk : Jdk.all()) {
            for (Collector collector : Collector.values()) {
                if (!(jdk + ", " + collector).contains(System.getProperty("torture.only", ""))) {
                    continue;
                }
                if (!collector.isIn(jdk)) {
                    rows.add(String.format("%-8s %-11s not in this JDK", jdk, collector));
                    continue;
                }
                System.out.println(jdk + ", " + collector + " …");
                Tally tally = new Tally();
                Runs runs = new Runs(jdk, collector, tally);
                runs.inside(SECONDS);
                runs.observed(SECONDS);
                runs.outside(SECONDS);
                runs.endings();
                int[] columns = tally.columns();
                rows.add(String.format(
                        "%-8s %-11s %6d %8d %6d %9d %6d",
                        jdk, collector, columns[0], columns[1], columns[2], columns[3], columns[4]));
                right &= tally.problems().isEmpty();
            }
        }
        System.out.printf(
                "%n%-8s %-11s %6s %8s %6s %9s %6s%n", "", "", "cases", "crashes", "hangs", "poisoned", "wrong");
        rows.forEach(System.out::println);
        System.out.println();
        if (!right) {
            System.exit(1);
        }
    }
}
