package io.github.threadsandbox.confine;

/** What the agent knows of one thread: what it must look like to the kernel, and where it came from. */
public interface KnownThread {
    /**
     * The kernel's id.
     *
     * @return gettid(2); 0 where the thread has not run {@code Thread.run}: it has not come that far, or its class overrides
     *     it
     */
    int tid();

    /**
     * The roles that confine it.
     *
     * @return their names with {@code +} between them; empty for a thread without a role
     */
    String roles();

    /**
     * The last generation of role maps that has all these roles as they are.
     *
     * @return its number; {@code Integer.MAX_VALUE} if the present one has, and for a thread without a role
     */
    int until();

    /**
     * Whether its start, and with it its confinement, is done.
     *
     * @return false while it may be either way
     */
    boolean settled();

    /**
     * Whether the JVM still runs it.
     *
     * @return {@code Thread.isAlive}
     */
    boolean alive();

    /**
     * Its name.
     *
     * @return the present one
     */
    String name();

    /**
     * The name that the JVM gave to the kernel.
     *
     * @return the one that it started with
     */
    String nameAtStart();

    /**
     * Where it comes from, for people.
     *
     * @return who started it, its class, its task's class
     */
    String origin();
}
