package java.util.concurrent;

/** A task and the roles of the thread that submitted it. */
final class ThreadSandboxTask implements Runnable {
    private final Runnable task;
    private final Object roles;
    private final boolean counted;
    private final boolean own;

    ThreadSandboxTask(Runnable task, Object roles, boolean counted) {
        this(task, roles, counted, true);
    }

    private ThreadSandboxTask(Runnable task, Object roles, boolean counted, boolean own) {
        this.task = task;
        this.roles = roles;
        this.counted = counted;
        this.own = own;
    }

    /** What a thread comes to by completing it, which is not its work as what a pool hands it would be. */
    static ThreadSandboxTask dependent(Runnable task, Object roles) {
        return new ThreadSandboxTask(task, roles, false, false);
    }

    /** Whether what confines the thread that comes to it confines it too. */
    boolean isOwn() {
        return own;
    }

    /** Whether {@link ThreadSandboxWaiting} counts it. */
    boolean isCounted() {
        return counted;
    }

    Runnable task() {
        return task;
    }

    Object roles() {
        return roles;
    }

    @Override
    public void run() {
        // Where a pool of another kind, or a rejection's handler, calls it itself.
        ThreadSandboxHandOff.run(this);
    }

    @Override
    public String toString() {
        return task.toString();
    }

    /** Finds a task in a queue, whatever stands around it there, as the queue itself would: by the task's own equals. */
    static final class Like {
        private final Object task;

        Like(Object task) {
            this.task = task;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof ThreadSandboxTask && task.equals(((ThreadSandboxTask) other).task);
        }

        @Override
        public int hashCode() {
            return task.hashCode();
        }
    }
}
