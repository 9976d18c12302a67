package io.github.threadsandbox.it.benchmark;

/** A part cannot be measured on this machine: the message says what to install. */
final class MissingTool extends Exception {
    private static final long serialVersionUID = 1L;

    MissingTool(String message) {
        super(message);
    }
}
