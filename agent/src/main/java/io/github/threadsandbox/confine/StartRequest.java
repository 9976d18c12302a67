package io.github.threadsandbox.confine;

import java.util.concurrent.locks.LockSupport;

/** One thread to be started by a zygote, and the thread that waits for it. */
final class StartRequest {
    private final Thread target;
    private final Thread waiter;
    private Throwable failure;
    private volatile boolean done;

    /** The request before this one in the zygote's stack. */
    StartRequest next;

    /** A request of the calling thread, which waits on {@code waiter}: itself, or what carries it. */
    StartRequest(Thread target, Thread waiter) {
        this.target = target;
        this.waiter = waiter;
    }

    Thread target() {
        return target;
    }

    void finish(Throwable newFailure) {
        failure = newFailure;
        done = true;
        LockSupport.unpark(waiter);
    }

    /**
     * Waits without being interruptible, as {@code Thread.start} is not; an interrupt is kept for later.
     *
     * @return what {@code start0} threw, or null
     */
    Throwable await(ThreadAccess access) {
        boolean interrupted = false;
        while (!done) {
            LockSupport.park();
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            access.interrupt(Thread.currentThread());
        }
        return failure;
    }
}
