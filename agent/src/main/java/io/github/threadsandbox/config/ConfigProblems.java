package io.github.threadsandbox.config;

import java.util.List;
import java.util.stream.Collectors;

/** A role map that cannot be used: everything that is wrong with it. */
public final class ConfigProblems extends Exception {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // The lists are immutable ones of the JDK.
    private final List<Problem> problems;

    @SuppressWarnings("serial")
    private final List<String> notices;

    ConfigProblems(List<Problem> problems, List<String> notices) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining(System.lineSeparator())));
        this.problems = List.copyOf(problems);
        this.notices = List.copyOf(notices);
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
