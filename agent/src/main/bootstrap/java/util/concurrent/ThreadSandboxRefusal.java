package java.util.concurrent;

/**
 * Work that cannot run where it must: the heap is full, no lane can be started, the JVM does not let a thread be confined. It does
 * not run at all, and whoever waits for its result hears why; where nobody can, the worker does.
 */
final class ThreadSandboxRefusal {
    private static final Runnable NOTHING = new Nothing();

    private ThreadSandboxRefusal() {}

    private static final class Nothing implements Runnable {
        @Override
        public void run() {
            // It was refused before it came here.
        }
    }

    /** What a worker runs in the place of a task that it was about to take. */
    static Runnable inPlaceOf(Runnable task, Throwable why) {
        run(task, why);
        return NOTHING;
    }

    /** In place of {@code task.run()}. */
    static void run(Runnable task, Throwable why) {
        if (task instanceof FutureTask) {
            ThreadSandboxFuture.fail((FutureTask<?>) task, why);
        } else if (!fails(task, why)) {
            throw ThreadSandboxWork.<RuntimeException>asItWas(why);
        }
    }

    /** In place of {@code task.exec()}, which returns whether the task is done; what is thrown there completes the task. */
    static boolean exec(ForkJoinTask<?> task, Throwable why) {
        if (task instanceof CountedCompleter) {
            ThreadSandboxForkJoin.fail((CountedCompleter<?>) task, why);
        } else if (!fails(task, why)) {
            throw ThreadSandboxWork.<RuntimeException>asItWas(why);
        }
        return false;
    }

    /** In place of {@code completion.tryFire(NESTED)}: the caller completes what depends on the future that is returned. */
    static CompletableFuture<?> fire(CompletableFuture.Completion completion, int mode, Throwable why) {
        CompletableFuture<?> future = dependentOf(completion);
        if (future == null) {
            // It wakes a thread that waits, and runs nobody's code.
            return completion.tryFire(mode);
        }
        future.completeThrowable(why);
        return future;
    }

    /** Completes the future that a task was to complete; false if there is none, or none any more. */
    static boolean fails(Object task, Throwable why) {
        CompletableFuture<?> future = dependentOf(task);
        if (future == null) {
            return false;
        }
        future.completeThrowable(why);
        future.postComplete();
        return true;
    }

    private static CompletableFuture<?> dependentOf(Object task) {
        if (task instanceof CompletableFuture.AsyncSupply) {
            return ((CompletableFuture.AsyncSupply<?>) task).dep;
        }
        if (task instanceof CompletableFuture.AsyncRun) {
            return ((CompletableFuture.AsyncRun) task).dep;
        }
        Object dependent =
                task instanceof CompletableFuture.CoCompletion ? ((CompletableFuture.CoCompletion) task).base : task;
        return dependent instanceof CompletableFuture.UniCompletion
                ? ((CompletableFuture.UniCompletion<?, ?>) dependent).dep
                : null;
    }
}
