package io.github.threadsandbox.it.torture;

import io.github.threadsandbox.it.Jdk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What came of a matrix, as README has it; in {@code agent-it/target/torture/MATRIX.md} as far as it is known. */
final class Table {
    private static final Path FILE = Where.results().resolve("MATRIX.md");

    private final List<String> rows = new ArrayList<>(List.of(
            "| JDK | collector | cases | crashes | hangs | poisoned | wrong |", "|---|---|---|---|---|---|---|"));

    void add(Jdk jdk, Collector collector, Tally tally) throws IOException {
        int[] columns = tally.columns();
        add(String.format(
                "| %s | %s | %d | %d | %d | %d | %d |",
                jdk.version(), collector, columns[0], columns[1], columns[2], columns[3], columns[4]));
    }

    void addMissing(Jdk jdk, Collector collector) throws IOException {
        add(String.format("| %s | %s | not in this JDK | | | | |", jdk.version(), collector));
    }

    private void add(String row) throws IOException {
        rows.add(row);
        Files.createDirectories(FILE.getParent());
        Files.write(FILE, rows);
    }

    @Override
    public String toString() {
        return String.join("\n", rows);
    }
}
