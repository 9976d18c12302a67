package java.lang;

/**
 * What the gate calls: the agent's side of woven code. Lives in {@code java.base} and knows {@code java.lang} only.
 *
 * <p>Public because the agent's own class loader extends it. That an application can do so as well changes nothing: the gate
 * calls the one hook that it was made with.
 */
public abstract class ThreadSandboxHook {
    /** For the agent's one implementation. */
    protected ThreadSandboxHook() {}

    /**
     * Starts a thread in place of {@code Thread.start0}. Called inside {@code Thread.start}, which holds the thread's
     * monitor.
     *
     * @param thread the thread to start
     */
    public abstract void start(Thread thread);

    /**
     * Called at the head of {@code Thread.run}.
     *
     * @param thread the thread whose {@code run} was called, on whatever thread called it
     */
    public abstract void run(Thread thread);

    /**
     * Called at the head of {@code Thread.exit}.
     *
     * @param thread the ending thread
     */
    public abstract void exit(Thread thread);

    /**
     * Called when a virtual thread has been made, before anything of it runs.
     *
     * @param thread the virtual thread
     * @param task what it will run
     */
    public abstract void madeVirtual(Thread thread, Runnable task);

    /**
     * Called when a virtual thread is about to be started: by now it has its name.
     *
     * @param thread the virtual thread
     */
    public abstract void startVirtual(Thread thread);

    /**
     * Remembers the calling thread's roles beside an object that stands for work, or for a pool.
     *
     * @param work the object
     */
    public abstract void attach(Object work);

    /**
     * Remembers roles beside an object that stands for work.
     *
     * @param work the object
     * @param roles what {@code currentRoles} or {@code rolesFor} returned
     */
    public abstract void attach(Object work, Object roles);

    /**
     * The roles to be carried with a task that the calling thread hands to a pool: its own; that it has none is carried as well
     * where the pool is a confined thread's, and so its workers are.
     *
     * @param pool the pool
     * @return the agent's own object, or null if there is nothing to carry
     */
    public abstract Object rolesFor(Object pool);

    /**
     * The roles of the calling thread, to be carried with a task.
     *
     * @return the agent's own object, or null for a thread without a role
     */
    public abstract Object currentRoles();

    /**
     * Where a piece of work must run.
     *
     * @param work the object that stands for it
     * @param roles what was carried with it; null to look for what was attached
     * @param own whether the calling thread is a worker whose work this is, and not one that helps or completes
     * @return null if the calling thread may do it; else the roles of the lane that must
     */
    public abstract Object laneFor(Object work, Object roles, boolean own);

    /**
     * Says which roles a lane has, before it is started.
     *
     * @param lane the lane
     * @param roles what {@code laneFor} returned
     */
    public abstract void assignLane(Thread lane, Object roles);
}
