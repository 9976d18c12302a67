package io.github.threadsandbox.config;

import com.typesafe.config.ConfigOrigin;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects what is wrong with a file, and what its operator should know. */
final class Report {
    private final Set<String> problems = new LinkedHashSet<>();
    private final List<String> notices = new ArrayList<>();

    void problem(ConfigOrigin origin, String key, String message) {
        problems.add(line(origin, key, message));
    }

    void problem(String line) {
        problems.add(line);
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

    void throwProblems() throws ConfigProblems {
        if (!problems.isEmpty()) {
            throw new ConfigProblems(List.copyOf(problems));
        }
    }

    private static String line(ConfigOrigin origin, String key, String message) {
        String file = origin.filename() != null ? origin.filename() : origin.description();
        String place = origin.lineNumber() > 0 && origin.filename() != null ? file + ":" + origin.lineNumber() : file;
        return place + ": " + key + ": " + message;
    }
}
