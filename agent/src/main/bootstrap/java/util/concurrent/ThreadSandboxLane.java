package java.util.concurrent;

import java.util.concurrent.locks.LockSupport;

/**
 * A thread of some roles, started by their zygote, that does one piece of work after the other for threads of other roles,
 * which wait; idle in between, until it leaves.
 */
final class ThreadSandboxLane extends ThreadSandboxBorrower {
    private final ThreadSandboxLanes lanes;
    private volatile ThreadSandboxWork work;
    private ThreadSandboxWork current;
    private volatile Thread worker = this;

    ThreadSandboxLane(ThreadSandboxLanes lanes, ThreadGroup group, String name) {
        super(group, name);
        this.lanes = lanes;
    }

    static Object inheritedFromCaller() {
        return inheritedFrom(Thread.currentThread());
    }

    static Object scopedOf() {
        return scopedOfCaller();
    }

    /** Gives work to this lane, which is idle or not started yet. */
    void give(ThreadSandboxWork newWork) {
        newWork.givenTo(this);
        work = newWork;
        LockSupport.unpark(this);
    }

    @Override
    public void run() {
        if (Thread.currentThread() != this) {
            return;
        }
        try {
            lanes.register(this);
            boolean more = true;
            while (more && awaitWork()) {
                ThreadSandboxWork mine = work;
                work = null;
                more = perform(mine);
            }
        } finally {
            lanes.left(this);
            ThreadSandboxWork never = work;
            if (never != null) {
                never.abandon();
            }
        }
    }

    /** The thread whose work this is at the moment, and which waits. */
    Thread worker() {
        return worker;
    }

    /**
     * Does one piece of work. Whatever happens, the thread that waits for it goes on, and hears of what kept the work from
     * being done.
     *
     * @return whether this lane can do more
     */
    private boolean perform(ThreadSandboxWork mine) {
        boolean idle = false;
        current = mine;
        try {
            prepare(mine);
            mine.perform();
        } catch (Throwable t) {
            mine.refuse(t);
        }
        ClassLoader left = mine.loader();
        try {
            left = getContextClassLoader();
            tidy(mine);
            // Idle before the waiting thread goes on: its next piece of work finds this lane.
            lanes.idle(this);
            idle = true;
        } catch (Throwable t) {
            // The heap is full, and something of the work may be left: this lane takes no more.
        }
        mine.finish(left);
        return idle;
    }

    private void prepare(ThreadSandboxWork mine) {
        worker = mine.waiter();
        lookLike(mine.priority(), mine.daemon());
        bind(mine.scoped());
        if (lanes.shares()) {
            share(mine.waiter(), mine.loader());
        } else {
            inherit(mine.inheritable(), mine.loader());
        }
    }

    private void tidy(ThreadSandboxWork mine) {
        current = null;
        if (lanes.shares()) {
            giveBack(mine.waiter());
        }
        forget();
        worker = this;
    }

    /**
     * Whether this lane runs a method for a role. Where the operator lets work run unconfined that cannot be confined, the lane
     * has not the role, and must not look for another lane for ever.
     */
    boolean invokesFor(String role) {
        return current != null && current.isFor(role);
    }

    /** Whether there is work; false once this lane has waited long enough, and leaves. */
    private boolean awaitWork() {
        long end = 0;
        while (true) {
            // Woken without work, it is told that some is on its way.
            for (int i = 1; work == null && i < ThreadSandboxWork.TURNS; i++) {
                ThreadSandboxWork.turn(i);
            }
            if (work != null) {
                return true;
            }
            long now = System.nanoTime();
            end = end == 0 ? now + lanes.idleNanos() : end;
            if (end - now <= 0 && lanes.leave(this)) {
                return false;
            }
            // Interrupts are for work, and this lane has none.
            Thread.interrupted();
            LockSupport.parkNanos(Math.max(end - now, 1_000_000));
        }
    }
}
