package io.github.threadsandbox.weave;

/** A class of the JDK is not as the agent knows it, or could not be woven. */
public final class WeaveException extends Exception {
    private static final long serialVersionUID = 1L;

    WeaveException(String message) {
        super(message);
    }
}
