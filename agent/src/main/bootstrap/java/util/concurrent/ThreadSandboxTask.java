package java.util.concurrent;

/** A task and the roles of the thread that submitted it. */
final class ThreadSandboxTask implements Runnable {
    private final Runnable task;
    private final Object roles;
    private final boolean counted;

    ThreadSandboxTask(Runnable task, Object roles, boolean counted) {
        this.task = task;
        this.roles = roles;
        this.counted = counted;
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
