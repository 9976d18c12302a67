package io.github.threadsandbox.config;

import com.typesafe.config.ConfigOrigin;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Collects what is wrong with a role map, and what its operator should know. */
final class Report {
    /** Behind the file in an origin's description: {@code file: 3}, or {@code file: 3-5}. */
    private static final Pattern LINES = Pattern.compile(": ([0-9]+)(-[0-9]+)?$");

    private static final String MERGED = "merge of ";

    private final String roleMap;
    private final Set<Problem> problems = new LinkedHashSet<>();
    private final Set<Problem> notices = new LinkedHashSet<>();
    private final List<String> unresolved = new ArrayList<>();
    private final Set<String> files = new HashSet<>();
    private boolean incomplete;

    /** For the role map in a file; nothing for the built-in one. */
    Report(Optional<Path> file) {
        this.roleMap = file.map(Path::toString).orElse("reference.conf");
    }

    void problem(ConfigOrigin origin, String key, String message) {
        // What follows from a value that could not be had is no problem of its own.
        if (unresolved.stream().noneMatch(missing -> isWithin(missing, key) || isWithin(key, missing))) {
            problems.add(at(origin, key, message));
        }
    }

    void problem(String file, int line, String message) {
        problems.add(new Problem(file, line, "", message));
    }

    /** A file of the role map, which origins name. */
    void file(String file) {
        files.add(file);
    }

    /** The value of a key could not be had, and that was said: what follows from it is not. */
    void unresolved(String key) {
        unresolved.add(key);
    }

    /** Whether nothing is wrong with a key, nor with what is within it. */
    boolean isSound(String key) {
        return unresolved.stream().noneMatch(missing -> isWithin(missing, key) || isWithin(key, missing))
                && problems.stream().noneMatch(problem -> isWithin(problem.key(), key));
    }

    /** Part of the role map could not be read, so that what it does not hold may yet be there. */
    void incomplete() {
        incomplete = true;
    }

    boolean isIncomplete() {
        return incomplete;
    }

    void notice(ConfigOrigin origin, String key, String message) {
        notices.add(at(origin, key, message));
    }

    void notice(String file, String message) {
        notices.add(new Problem(file, 0, "", message));
    }

    List<String> notices() {
        return sorted(notices).stream().map(Problem::toString).toList();
    }

    /** Throws what was reported, in the order of the files' lines. */
    void throwProblems() throws ConfigProblems {
        if (!problems.isEmpty()) {
            throw new ConfigProblems(sorted(problems), notices());
        }
    }

    /** Where something stands, for messages about something else: {@code roles.conf:12}. */
    String place(ConfigOrigin origin) {
        String file = fileOf(origin).orElse(roleMap);
        return file.substring(file.lastIndexOf('/') + 1) + (origin.lineNumber() > 0 ? ":" + origin.lineNumber() : "");
    }

    /** Where something stands, as a problem with it begins: the file as it was named, and the line. */
    String line(ConfigOrigin origin) {
        return at(origin, "", "").place();
    }

    private static List<Problem> sorted(Set<Problem> lines) {
        return lines.stream()
                .sorted(Comparator.comparing(Problem::file).thenComparing(Problem::line))
                .toList();
    }

    private static boolean isWithin(String key, String outer) {
        return key.startsWith(outer)
                && (key.length() == outer.length() || ".[".indexOf(key.charAt(outer.length())) >= 0);
    }

    /** The file of the role map that something comes from; nothing for what comes from elsewhere. */
    Optional<String> fileOf(ConfigOrigin origin) {
        return Optional.of(LINES.matcher(described(origin)).replaceFirst("")).filter(files::contains);
    }

    /** Of a value that was put together, as {@code ${class-path}"/b"}, Typesafe Config names every part: the last one here. */
    private static String described(ConfigOrigin origin) {
        String description = origin.description();
        return description.startsWith(MERGED) ? description.substring(description.lastIndexOf(',') + 1) : description;
    }

    private static int lineOf(ConfigOrigin origin) {
        if (origin.lineNumber() > 0) {
            return origin.lineNumber();
        }
        Matcher line = LINES.matcher(described(origin));
        return line.find() ? Integer.parseInt(line.group(1)) : 0;
    }

    private Problem at(ConfigOrigin origin, String key, String message) {
        Optional<String> file = fileOf(origin);
        if (file.isPresent()) {
            return new Problem(file.get(), lineOf(origin), key, message);
        }
        // A value from ${NAME} has the environment for its origin, and no line.
        boolean environment = origin.description().contains("env variables");
        return new Problem(roleMap, 0, key, (environment ? "from the environment: " : "") + message);
    }
}
