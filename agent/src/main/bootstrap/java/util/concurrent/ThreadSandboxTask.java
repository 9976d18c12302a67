package java.util.concurrent;

/** A task and the roles of the thread that submitted it. */
final class ThreadSandboxTask implements Runnable {
    private final Runnable task;
    private final Object roles;

    ThreadSandboxTask(Runnable task, Object roles) {
        this.task = task;
        this.roles = roles;
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
}
