package io.github.threadsandbox.landlock;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** The named sets of paths, {@code ${name}} in a role map: {@code sets.txt}, each part with its reason. */
public final class PathSets {
    private static final Map<String, PathSet> ALL = read();

    private PathSets() {}

    /**
     * A named set.
     *
     * @param name without its braces
     * @param purpose what it is for
     * @param parts what it holds
     */
    public record PathSet(String name, String purpose, List<Part> parts) {}

    /**
     * A part of a named set.
     *
     * @param path absolute; or {@code <name>} for what only a machine or a JVM knows
     * @param reason why it is there
     */
    public record Part(String path, String reason) {}

    /**
     * The sets' names.
     *
     * @return sorted
     */
    public static SortedSet<String> names() {
        return new TreeSet<>(ALL.keySet());
    }

    /**
     * Every set.
     *
     * @return in the order of the file
     */
    public static List<PathSet> all() {
        return List.copyOf(ALL.values());
    }

    private static Map<String, PathSet> read() {
        Map<String, PathSet> sets = new LinkedHashMap<>();
        List<Part> parts = new ArrayList<>();
        for (String line : text().split("\n", -1)) {
            int hash = line.indexOf('#');
            if (hash == 0 || line.isBlank()) {
                continue;
            }
            String text = (hash < 0 ? line : line.substring(0, hash)).strip();
            String reason = hash < 0 ? "" : line.substring(hash + 1).strip();
            if (line.charAt(0) != ' ') {
                parts = new ArrayList<>();
                sets.put(text, new PathSet(text, reason, parts));
            } else {
                parts.add(new Part(text, reason));
            }
        }
        return sets;
    }

    private static String text() {
        try (InputStream in =
                PathSets.class.getClassLoader().getResourceAsStream("io/github/threadsandbox/landlock/sets.txt")) {
            if (in == null) {
                throw new IllegalStateException("bug: the agent's jar lacks landlock/sets.txt");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read landlock/sets.txt from the agent's jar", e);
        }
    }
}
