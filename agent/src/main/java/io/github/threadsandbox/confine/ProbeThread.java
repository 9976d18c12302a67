package io.github.threadsandbox.confine;

/** A thread of the agent's self-test, which takes a role by being asked to. Only the agent's own code can make one. */
public final class ProbeThread extends Thread {
    private final String role;

    /**
     * A probe.
     *
     * @param role the role to take
     * @param probe what it runs
     */
    public ProbeThread(String role, Runnable probe) {
        super(null, probe, "thread-sandbox-self-test-" + role, 0, false);
        this.role = role;
        setDaemon(true);
    }

    String role() {
        return role;
    }
}
