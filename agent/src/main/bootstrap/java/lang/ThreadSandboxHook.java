package java.lang;

/**
 * What the gate calls: the agent's side of woven code. Lives in {@code java.base} and knows {@code java.lang} only.
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
     * Called at the head of {@code Thread.run}, on the thread itself or on whatever thread calls it.
     *
     * @param thread the thread whose {@code run} was called
     */
    public abstract void run(Thread thread);

    /**
     * Called at the head of {@code Thread.exit}, on the ending thread.
     *
     * @param thread the ending thread
     */
    public abstract void exit(Thread thread);

    /**
     * Called when a virtual thread is made, before anything of it runs.
     *
     * @param thread the virtual thread
     * @param task what it will run
     */
    public abstract void virtual(Thread thread, Runnable task);
}
