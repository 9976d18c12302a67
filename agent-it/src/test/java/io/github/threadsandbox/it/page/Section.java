package io.github.threadsandbox.it.page;

import java.util.List;
import java.util.Optional;

/**
 * One part of the benchmark.
 *
 * @param name as {@code -Dbenchmark.only} takes it
 * @param title for people
 * @param about what is measured how, a few sentences
 * @param rows what came of it
 * @param curves what is drawn against a number
 * @param problem why rows are missing, if they are
 * @param seconds how long it took
 */
public record Section(
        String name,
        String title,
        String about,
        List<Row> rows,
        List<Curves> curves,
        Optional<String> problem,
        long seconds) {
    /** Copies the lists. */
    public Section {
        rows = List.copyOf(rows);
        curves = List.copyOf(curves);
    }

    /** Whether there are ratios to draw. */
    boolean hasRatios() {
        return rows.stream().anyMatch(row -> row.ratio().isPresent());
    }
}
