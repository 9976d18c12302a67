package io.github.threadsandbox.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A role map that cannot be used: everything that is wrong with it. */
public final class ConfigProblems extends Exception {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // The lists are immutable ones of the JDK.
    private final List<Problem> problems;

    @SuppressWarnings("serial")
    private final List<String> notices;

    private final transient Map<Path, String> files;

    ConfigProblems(List<Problem> problems, List<String> notices) {
        this(problems, notices, Map.of());
    }

    private ConfigProblems(List<Problem> problems, List<String> notices, Map<Path, String> files) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining(System.lineSeparator())));
        this.problems = List.copyOf(problems);
        this.notices = List.copyOf(notices);
        this.files = Map.copyOf(files);
    }

    /** The same, found in these files. */
    ConfigProblems of(Map<Path, String> read) {
        ConfigProblems same = new ConfigProblems(problems, notices, read);
        same.setStackTrace(getStackTrace());
        return same;
    }

    /**
     * What was read.
     *
     * @return the text of each file
     */
    public Map<Path, String> files() {
        return files;
    }

    /**
     * The problems.
     *
     * @return in the order of the files' lines
     */
    public List<Problem> problems() {
        return problems;
    }

    /**
     * What is not wrong, but probably not meant.
     *
     * @return each {@code file:line: key: what is odd}
     */
    public List<String> notices() {
        return notices;
    }
}
