package io.github.threadsandbox.confine;

import java.util.function.BiFunction;

/** A thread of the agent's self-test, which takes a role by being asked to. Only the agent's own code can make one. */
public final class ProbeThread extends Thread {
    private final Generation generation;
    private final String role;

    /**
     * Makes probes.
     *
     * @param generation the role map that defines the roles; it need not be in force
     * @return from the role to take and what to run to the thread, not started
     */
    public static BiFunction<String, Runnable, Thread> of(Generation generation) {
        return (role, probe) -> new ProbeThread(generation, role, probe);
    }

    private ProbeThread(Generation generation, String role, Runnable probe) {
        super(null, probe, "thread-sandbox-self-test-" + role, 0, false);
        this.generation = generation;
        this.role = role;
        setDaemon(true);
    }

    Generation generation() {
        return generation;
    }

    String role() {
        return role;
    }
}
