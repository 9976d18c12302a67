package io.github.threadsandbox.confine;

/** Whether a confined thread was ever started: from the first one on, work that changes hands is looked at. */
final class FirstUse {
    private final Runnable whenUsed;
    private volatile boolean used;

    FirstUse(Runnable whenUsed) {
        this.whenUsed = whenUsed;
    }

    /** A confined thread, or a carrier of confined virtual threads, is about to be started. */
    void use() {
        if (!used) {
            // First what it brings about: where that fails, the next thread tries again.
            whenUsed.run();
            used = true;
        }
    }

    boolean used() {
        return used;
    }
}
