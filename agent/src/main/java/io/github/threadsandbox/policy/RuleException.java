package io.github.threadsandbox.policy;

/** A rule that cannot be understood; the message says what is wrong and what to write. */
public final class RuleException extends Exception {
    private static final long serialVersionUID = 1L;

    RuleException(String message) {
        super(message);
    }
}
