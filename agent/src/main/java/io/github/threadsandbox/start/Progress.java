package io.github.threadsandbox.start;

/** How far arming has come, for whoever reads why it went no further. */
final class Progress {
    private String reached = "runs unconfined";
    private boolean begun;

    /** From here on something is in force that cannot be taken back. */
    void base() {
        begun = true;
        reached = "runs under the base filter alone, no thread has a role";
    }

    /** From here on threads take their roles, not yet proven. */
    void roles() {
        reached = "runs with roles that are not proven to confine";
    }

    /** Every role was seen to confine. */
    void proven() {
        reached = "runs with its roles, but is not looked at";
    }

    /** Whether the JVM is not as it was. */
    boolean begun() {
        return begun;
    }

    @Override
    public String toString() {
        return reached;
    }
}
