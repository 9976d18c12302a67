package io.github.threadsandbox.it.torture;

import io.github.threadsandbox.it.Jdk;

/** Tortures every JDK with every collector, and prints what came of it, which is in {@code agent-it/target/torture/MATRIX.md} as well. */
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
        Table table = new Table();
        boolean right = true;
        for (Jdk jdk : Jdk.all()) {
            for (Collector collector : Collector.values()) {
                if (!(jdk + ", " + collector).contains(System.getProperty("torture.only", ""))) {
                    continue;
                }
                if (!collector.isIn(jdk)) {
                    table.addMissing(jdk, collector);
                    continue;
                }
                long start = System.nanoTime();
                Tally tally = new Tally();
                new Runs(jdk, collector, tally).all(SECONDS);
                System.out.printf(
                        "%s, %s: %d cases, %d s%n",
                        jdk, collector, tally.cases(), (System.nanoTime() - start) / 1_000_000_000);
                table.add(jdk, collector, tally);
                right &= tally.problems().isEmpty();
            }
        }
        System.out.printf("%n%s%n%n", table);
        if (!right) {
            System.exit(1);
        }
    }
}
