package io.github.threadsandbox.start;

import java.util.List;

/** The JVM must not start; the message is for its operator, a line for each problem. */
public final class StartException extends Exception {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // The list is an immutable one of the JDK.
    private final List<String> problems;

    StartException(List<String> problems) {
        super("  " + String.join(System.lineSeparator() + "  ", problems));
        this.problems = List.copyOf(problems);
    }

    /** Each by itself. */
    List<String> problems() {
        return problems;
    }

    StartException(String problem) {
        this(List.of(problem));
    }
}
