package io.github.threadsandbox.seccomp;

/** The kernel said no, or did not do what it said; the message names the call, the errno, and what to do. */
public final class SeccompException extends Exception {
    private static final long serialVersionUID = 1L;

    SeccompException(String message) {
        super(message);
    }
}
