package io.github.threadsandbox.config;

import com.typesafe.config.ConfigOrigin;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects what is wrong with a file, and what its operator should know. */
final class Report {
    private final Set<Problem> problems = new LinkedHashSet<>();
    private final List<String> notices = new ArrayList<>();

    /** A line and where it belongs; 0 for what is about a whole file. */
    private record Problem(String file, int line, String text) {}

    void problem(ConfigOrigin origin, String key, String message) {
        problems.add(new Problem(file(origin), Math.max(0, origin.lineNumber()), line(origin, key, message)));
    }

    void problem(String line) {
        problems.add(new Problem("", 0, line));
    }

    void notice(ConfigOrigin origin, String key, String message) {
        notices.add(line(origin, key, message));
    }

    void notice(String line) {
        notices.add(line);
    }

    List<String> notices() {
        return notices;
    }

    /** Throws what was reported, in the order of the files' lines. */
    void throwProblems() throws ConfigProblems {
        if (!problems.isEmpty()) {
            throw new ConfigProblems(problems.stream()
                    .sorted(Comparator.comparing(Problem::file).thenComparing(Problem::line))
                    .map(Problem::text)
                    .toList());
        }
    }

    private static String file(ConfigOrigin origin) {
        return origin.filename() != null ? origin.filename() : origin.description();
    }

    private static String line(ConfigOrigin origin, String key, String message) {
        String place = origin.lineNumber() > 0 && origin.filename() != null
                ? file(origin) + ":" + origin.lineNumber()
                : file(origin);
        return place + ": " + key + ": " + message;
    }
}
