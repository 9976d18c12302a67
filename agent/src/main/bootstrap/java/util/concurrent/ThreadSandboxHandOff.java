package java.util.concurrent;

/**
 * What the woven classes of this package call where work changes hands: the roles of the thread that hands it on go with it,
 * and it runs under them.
 *
 * <p>Lives in {@code java.base}, so that an application's task has no frame of the agent's below it. Public for other packages
 * of {@code java.base}; an application that calls it can do no more than by submitting the same object to a pool.
 */
public final class ThreadSandboxHandOff {
    private static ThreadSandboxHook hook;

    /** Whether a confined thread was ever started: until then nothing is looked up. */
    private static volatile boolean used;

    private ThreadSandboxHandOff() {}

    /** Takes the hook, once. */
    static synchronized void arm(ThreadSandboxHook newHook) {
        if (hook != null) {
            throw new IllegalStateException("thread-sandbox: armed already");
        }
        hook = newHook;
    }

    /** A confined thread is about to be started. */
    static void use() {
        used = true;
    }

    /**
     * An object that stands for work, or for a pool, was made or handed on by this thread.
     *
     * @param work the object
     */
    public static void attach(Object work) {
        if (used) {
            hook.attach(work);
        }
    }

    /**
     * What is queued for a task.
     *
     * @param task the task
     * @return the task, or it and the roles of the thread that submits it
     */
    public static Runnable carry(Runnable task) {
        Object roles = used && task != null ? hook.currentRoles() : null;
        if (roles == null) {
            return task;
        }
        if (task instanceof FutureTask || task instanceof ForkJoinTask) {
            // Made for this one submission: its roles are kept beside it, and the queue holds what the caller holds.
            hook.attach(task);
            return task;
        }
        return new ThreadSandboxTask(task, roles);
    }

    /**
     * In place of {@code task.run()} in a pool's worker.
     *
     * @param task the task
     */
    public static void run(Runnable task) {
        if (!used) {
            task.run();
            return;
        }
        Object lane;
        Runnable inner = task;
        if (task instanceof ThreadSandboxTask) {
            inner = ((ThreadSandboxTask) task).task();
            lane = hook.laneFor(task, ((ThreadSandboxTask) task).roles(), true);
        } else {
            lane = hook.laneFor(task, null, true);
        }
        if (lane == null) {
            inner.run();
        } else {
            ThreadSandboxLane.run(hook, lane, inner);
        }
    }

    /**
     * In place of {@code task.exec()} in {@code ForkJoinTask.doExec}. A task that nothing was attached to is the calling
     * thread's own ({@code invoke}) or comes from a thread without a role: it runs here.
     */
    static boolean exec(ForkJoinTask<?> task) {
        Object lane = used ? hook.laneFor(task, null, true) : null;
        return lane == null ? task.exec() : ThreadSandboxLane.exec(hook, lane, task);
    }

    /**
     * In place of {@code completion.tryFire(mode)} in {@code CompletableFuture.postComplete}: whoever completes.
     * A completion that nothing was attached to was registered by a thread without a role.
     */
    static CompletableFuture<?> fire(CompletableFuture.Completion completion, int mode) {
        Object lane = used ? hook.laneFor(completion, null, false) : null;
        return lane == null ? completion.tryFire(mode) : ThreadSandboxLane.fire(hook, lane, completion, mode);
    }
}
