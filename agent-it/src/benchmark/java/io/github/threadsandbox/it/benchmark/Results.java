package io.github.threadsandbox.it.benchmark;

import io.github.threadsandbox.it.page.Bar;
import io.github.threadsandbox.it.page.Curves;
import io.github.threadsandbox.it.page.Numbers;
import io.github.threadsandbox.it.page.Row;
import io.github.threadsandbox.it.page.Spread;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What one part has measured so far. */
final class Results {
    private final List<Row> rows = new ArrayList<>();
    private final Map<String, Curves> curves = new LinkedHashMap<>();

    /** Rounds of ours and of the alternative, each pair run side by side. */
    void compare(String jdk, String what, List<Double> ours, List<Double> others, String unit, Bar bar) {
        ratio(jdk, what, Spread.ofRatios(ours, others), figure(ours, unit), figure(others, unit), bar);
    }

    /** A ratio that was not measured in rounds, or not of what is shown. */
    void ratio(String jdk, String what, Spread ratio, String ours, String other, Bar bar) {
        add(new Row(jdk, what, ours, other, Optional.of(ratio), bar));
    }

    /** Exact: it was counted. */
    void count(String what, double ours, double other, String unit, Bar bar) {
        double ratio = ours / other;
        ratio("", what, new Spread(ratio, ratio, ratio, 1), number(ours, unit), number(other, unit), bar);
    }

    /** A figure that is compared with nothing. */
    void figure(String jdk, String what, String ours, String other) {
        add(new Row(jdk, what, ours, other, Optional.empty(), Bar.NONE));
    }

    /** A point of a curve. */
    void point(Curves form, String line, double size, double value) {
        Curves known = curves.getOrDefault(form.name(), form);
        TreeMap<String, List<Curves.Point>> lines = new TreeMap<>(known.lines());
        List<Curves.Point> points = new ArrayList<>(lines.getOrDefault(line, List.of()));
        points.add(new Curves.Point(size, value));
        lines.put(line, points);
        curves.put(form.name(), new Curves(known.name(), known.title(), known.across(), lines));
    }

    /** An empty drawing, for {@link #point}. */
    static Curves curves(String name, String title, String across) {
        return new Curves(name, title, across, new TreeMap<>());
    }

    List<Row> rows() {
        return rows;
    }

    List<Curves> curves() {
        return List.copyOf(curves.values());
    }

    private static String figure(List<Double> rounds, String unit) {
        return number(Run.median(rounds), unit);
    }

    private static String number(double value, String unit) {
        return Numbers.plain(value) + (unit.isEmpty() ? "" : " " + unit);
    }

    private void add(Row row) {
        rows.add(row);
        System.out.printf(
                Locale.ROOT,
                "  %-7s %-74s %8s %-8s %s%n",
                row.jdk(),
                row.what(),
                row.ratio().map(ratio -> Numbers.ratio(ratio.median())).orElse(""),
                row.bar(),
                row.ours() + (row.other().isEmpty() ? "" : " / " + row.other()));
    }
}
