package java.util.concurrent;

import java.util.List;

/**
 * What woven {@code ThreadPoolExecutor} calls where a task goes into its queue or comes out of it.
 *
 * <p>The queue holds the task that the application handed in: its order, {@code getQueue}, {@code remove}, hooks and
 * handlers are the application's business. The roles are kept beside the task, by its identity. Only where one and the same
 * object is handed in by threads of different roles does an object stand in the queue that says which of them it is
 * ({@link ThreadSandboxTask}); it is taken off before hooks, handlers and lists see it. A queue that compares or knows its
 * elements (a priority queue, an application's own) never gets one: there such an object runs under the roles of all.
 */
final class ThreadSandboxQueue {
    private static volatile boolean wrapped;

    private ThreadSandboxQueue() {}

    /** At the head of {@code execute}. */
    static void submitted(Runnable task) {
        if (isPlain(task) && ThreadSandboxHandOff.currentRoles() == null) {
            ThreadSandboxWaiting.add(task);
        }
    }

    /** A future is made for one submission and runs once. */
    private static boolean isPlain(Runnable task) {
        return task != null && !(task instanceof Future) && !(task instanceof ThreadSandboxTask);
    }

    /** In place of {@code workQueue.offer(command)} in {@code execute}. */
    static boolean offer(BlockingQueue<Object> queue, Object task, ThreadPoolExecutor pool) {
        boolean mayWrap = isIndifferent(queue.getClass());
        if (ThreadSandboxHandOff.isOlder(pool)) {
            wrapped = true;
            return queue.offer(ThreadSandboxHandOff.around(queue, (Runnable) task, mayWrap));
        }
        boolean offered = queue.offer(carry(pool, (Runnable) task, mayWrap));
        if (offered && mayWrap && ThreadSandboxLanes.any() && queue.size() <= 1) {
            ThreadSandboxHandOff.expect(pool, task);
        }
        return offered;
    }

    /** At the head of {@code addWorker}: a new worker's first task does not go through the queue. */
    static Runnable first(ThreadPoolExecutor pool, Runnable task) {
        return task == null ? null : carry(pool, task, true);
    }

    /** Whether a queue neither compares its elements nor looks at them. */
    static boolean isIndifferent(Class<?> queue) {
        return queue == LinkedBlockingQueue.class
                || queue == ArrayBlockingQueue.class
                || queue == SynchronousQueue.class
                || queue == LinkedBlockingDeque.class
                || queue == LinkedTransferQueue.class;
    }

    private static Runnable carry(ThreadPoolExecutor pool, Runnable task, boolean mayWrap) {
        boolean plain = isPlain(task);
        boolean confined = plain && ThreadSandboxHandOff.currentRoles() != null;
        boolean marking = confined && ThreadSandboxWaiting.markIfNone(task);
        Object roles;
        try {
            roles = ThreadSandboxHandOff.keepBeside(pool, task, confined && !marking, plain && mayWrap);
        } finally {
            if (marking) {
                ThreadSandboxWaiting.marked(task);
            }
        }
        if (roles != null) {
            wrapped = true;
            return new ThreadSandboxTask(task, roles, plain && !confined);
        }
        if (plain && !confined && ThreadSandboxHandOff.isCarried(task)) {
            // It runs under the roles beside it, and nobody else's submission is taken for it.
            ThreadSandboxWaiting.remove(task);
        }
        return task;
    }

    /** At the head of {@code getQueue}. */
    static void given(ThreadPoolExecutor pool, BlockingQueue<?> queue) {
        Class<?> type = queue.getClass();
        boolean ofTheJdk = isIndifferent(type)
                || type == PriorityBlockingQueue.class
                || type == ScheduledThreadPoolExecutor.DelayedWorkQueue.class;
        ThreadSandboxHandOff.queueGiven(pool, ofTheJdk ? queue : null);
    }

    /**
     * What {@code getTask} returned. A task that nobody handed to the pool was put there by hand, by a thread that may be
     * confined. The scheduled ones that the pool makes itself were handed to it.
     */
    static Runnable taken(Runnable task, ThreadPoolExecutor pool) {
        if (task == null
                || task instanceof ThreadSandboxTask
                || task instanceof RunnableScheduledFuture
                        && task.getClass().getNestHost() == ScheduledThreadPoolExecutor.class) {
            return task;
        }
        try {
            Object roles = ThreadSandboxHandOff.rolesOutOfQueue(pool, task);
            return roles == null ? task : new ThreadSandboxTask(task, roles, false);
        } catch (Throwable t) {
            return ThreadSandboxRefusal.inPlaceOf(task, t);
        }
    }

    /** The application's task, for {@code beforeExecute} and {@code afterExecute}. */
    static Runnable bare(Runnable task) {
        return task instanceof ThreadSandboxTask ? ((ThreadSandboxTask) task).task() : task;
    }

    /** In place of {@code task.run()} in {@code runWorker}. */
    static void run(Runnable task) {
        if (task instanceof ThreadSandboxTask) {
            if (((ThreadSandboxTask) task).isCounted()) {
                ThreadSandboxWaiting.remove(bare(task));
            }
            ThreadSandboxHandOff.run(task, null);
        } else {
            // Counted until it is decided where it runs: else a thread with a role could mark it as its own before
            // that.
            boolean counted = isPlain(task) && !ThreadSandboxHandOff.isCarried(task);
            ThreadSandboxHandOff.run(task, counted ? task : null);
        }
    }

    /** At the head of {@code reject}: from here the task goes to a handler, and who knows where. */
    static void rejected(Runnable task) {
        takenOut(task);
    }

    /** In place of {@code workQueue.remove(task)} in {@code remove}. */
    static boolean remove(BlockingQueue<?> queue, Object task) {
        boolean removed = queue.remove(task)
                || wrapped && isIndifferent(queue.getClass()) && queue.remove(new ThreadSandboxTask.Like(task));
        if (removed && task instanceof Runnable) {
            takenOut((Runnable) task);
        }
        return removed;
    }

    /** Where {@code drainQueue} returns. */
    static List<Runnable> drained(List<Runnable> tasks) {
        for (int i = 0; i < tasks.size(); i++) {
            Runnable task = tasks.get(i);
            if (task instanceof ThreadSandboxTask) {
                tasks.set(i, bare(task));
            }
            takenOut(bare(task));
        }
        return tasks;
    }

    /** Who hands it on from now on does so for whoever handed it in. */
    private static void takenOut(Runnable task) {
        if (isPlain(task) && !ThreadSandboxHandOff.stick(task)) {
            ThreadSandboxWaiting.remove(task);
        }
    }
}
