package io.github.threadsandbox.config;

import java.util.List;

/** A role map that cannot be used: everything that is wrong with it. */
public final class ConfigProblems extends Exception {
    private static final long serialVersionUID = 1L;

    /** Each {@code file:line: key: what is wrong: what to write}. */
    @SuppressWarnings("serial") // The list is an immutable one of the JDK.
    private final List<String> problems;

    ConfigProblems(List<String> problems) {
        super(String.join(System.lineSeparator(), problems));
        this.problems = List.copyOf(problems);
    }

    /**
     * The problems.
     *
     * @return each a line that names file, line, key, what is wrong and what to write
     */
    public List<String> problems() {
        return problems;
    }
}
