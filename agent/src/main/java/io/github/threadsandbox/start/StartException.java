package io.github.threadsandbox.start;

import java.util.List;

/** The JVM must not start; the message is for its operator, a line for each problem. */
public final class StartException extends Exception {
    private static final long serialVersionUID = 1L;

    StartException(List<String> problems) {
        super("  " + String.join(System.lineSeparator() + "  ", problems));
    }

    StartException(String problem) {
        this(List.of(problem));
    }
}
