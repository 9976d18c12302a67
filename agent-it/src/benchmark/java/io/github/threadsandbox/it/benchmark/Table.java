package io.github.threadsandbox.it.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What was measured, against what it is held to. */
final class Table {
    private final List<String> rows = new ArrayList<>();

    void ratio(String jdk, String what, double ratio, double bar, String detail) {
        rows.add(String.format(
                Locale.ROOT, "%-10s %-62s %7.2f  %-7s %s", jdk, what, ratio, bar > 0 ? "<= " + bar : "", detail));
    }

    void atLeast(String jdk, String what, double ratio, double bar, String detail) {
        rows.add(String.format(
                Locale.ROOT, "%-10s %-62s %7.2f  %-7s %s", jdk, what, ratio, bar > 0 ? ">= " + bar : "", detail));
    }

    void text(String jdk, String what, String detail) {
        rows.add(String.format(Locale.ROOT, "%-10s %-62s %7s  %-7s %s", jdk, what, "", "", detail));
    }

    void print() {
        System.out.println();
        System.out.printf("%-10s %-62s %7s  %-7s %s%n", "", "", "ratio", "bar", "medians");
        rows.forEach(System.out::println);
        System.out.println();
    }
}
