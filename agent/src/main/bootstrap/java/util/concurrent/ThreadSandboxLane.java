package java.util.concurrent;

/**
 * A thread that does one piece of work under the roles it came from, while the thread that was to do it waits: so the pool's
 * order, results, exceptions and shutdown stay the pool's own. Started by the roles' zygote.
 */
final class ThreadSandboxLane extends Thread implements ForkJoinPool.ManagedBlocker {
    private final Runnable runnable;
    private final ForkJoinTask<?> task;
    private final CompletableFuture.Completion completion;
    private final int mode;
    private Object result;
    private Throwable thrown;
    private boolean interruptLeft;

    private ThreadSandboxLane(
            Runnable runnable, ForkJoinTask<?> task, CompletableFuture.Completion completion, int mode) {
        super(Thread.currentThread().getName() + " (lane)");
        this.runnable = runnable;
        this.task = task;
        this.completion = completion;
        this.mode = mode;
    }

    static void run(ThreadSandboxHook hook, Object roles, Runnable runnable) {
        new ThreadSandboxLane(runnable, null, null, 0).through(hook, roles);
    }

    static boolean exec(ThreadSandboxHook hook, Object roles, ForkJoinTask<?> task) {
        return (Boolean) new ThreadSandboxLane(null, task, null, 0).through(hook, roles);
    }

    static CompletableFuture<?> fire(
            ThreadSandboxHook hook, Object roles, CompletableFuture.Completion completion, int mode) {
        return (CompletableFuture<?>) new ThreadSandboxLane(null, null, completion, mode).through(hook, roles);
    }

    private Object through(ThreadSandboxHook hook, Object roles) {
        hook.assignLane(this, roles);
        start();
        boolean waiting = true;
        while (waiting) {
            try {
                // Lets a ForkJoinPool put another worker in the place of this one.
                ForkJoinPool.managedBlock(this);
                waiting = false;
            } catch (InterruptedException e) {
                // Whoever interrupts the worker means the work.
                interrupt();
            }
        }
        if (interruptLeft) {
            Thread.currentThread().interrupt();
        }
        if (thrown != null) {
            throw ThreadSandboxLane.<RuntimeException>asItWas(thrown);
        }
        return result;
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> T asItWas(Throwable thrown) throws T {
        throw (T) thrown;
    }

    @Override
    public void run() {
        if (Thread.currentThread() != this) {
            return;
        }
        try {
            if (runnable != null) {
                runnable.run();
            } else if (task != null) {
                result = task.exec();
            } else {
                result = completion.tryFire(mode);
            }
        } catch (Throwable t) {
            thrown = t;
        }
        interruptLeft = isInterrupted();
    }

    @Override
    public boolean block() throws InterruptedException {
        join();
        return true;
    }

    @Override
    public boolean isReleasable() {
        return !isAlive();
    }
}
