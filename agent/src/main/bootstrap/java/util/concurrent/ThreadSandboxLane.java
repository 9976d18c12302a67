package java.util.concurrent;

import java.util.concurrent.locks.LockSupport;

/**
 * A thread of some roles, started by their zygote, that does one piece of work after the other for threads of other roles,
 * which wait; idle in between, until it leaves.
 */
final class ThreadSandboxLane extends ThreadSandboxBorrower {
    /** A lane that is called again within this time waits awake after its work, and lets others have the processor meanwhile. */
    private static final long SOON_NANOS = 8_000;

    private final ThreadSandboxLanes lanes;
    private volatile ThreadSandboxWork work;
    private ThreadSandboxWork current;
    private volatile Thread worker = this;

    /** Whether work is on its way, by a worker that is being woken. */
    private volatile boolean expected;

    private volatile boolean parked;

    /** Whether its work is done, and it is not among the idle ones yet: then it waits for nothing but to be. */
    private volatile boolean returning;

    /** When somebody had to wake this lane for its next work; 0 if it came without. */
    private volatile long calledAt;

    /** Whether the last work came so soon after the one before that waiting for it awake was worth it. */
    private boolean soon;

    ThreadSandboxLane(ThreadSandboxLanes lanes, ThreadGroup group, String name) {
        super(group, name);
        this.lanes = lanes;
    }

    /**
     * What the work inherits of the thread that will wait for it.
     *
     * @param lends whether what could run its code is part of that
     */
    static Object inheritedFromCaller(boolean lends) {
        Object all = inheritedFrom(Thread.currentThread());
        return lends ? all : withoutCode(all);
    }

    static Object scopedOf() {
        return scopedOfCaller();
    }

    /** Gives work to this lane, which is idle, and to be woken, or not started yet. */
    void give(ThreadSandboxWork newWork) {
        newWork.givenTo(this);
        work = newWork;
    }

    /** Work is on its way to this lane, which is idle. */
    void expect() {
        expected = true;
        wake();
    }

    /** Has this lane look for work, if it is parked. */
    void wake() {
        // Parked is said before work is looked for: either this sees it, or the lane sees the work.
        if (parked) {
            if (calledAt == 0) {
                calledAt = System.nanoTime();
            }
            LockSupport.unpark(this);
        }
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

    /** Whether this lane will be idle in a moment, whatever its thread waits for. */
    boolean isReturning() {
        return returning;
    }

    /** This lane is among the idle ones. */
    void returned() {
        returning = false;
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
        returning = true;
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
        if (mine.shares()) {
            share(mine.waiter(), mine.loader());
        } else {
            inherit(mine.inheritable(), mine.loader());
        }
    }

    private void tidy(ThreadSandboxWork mine) {
        current = null;
        if (mine.shares()) {
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
        long since = System.nanoTime();
        calledAt = 0;
        int turns = soon ? ThreadSandboxWork.TURNS : 0;
        while (!comesWithin(turns)) {
            long left = since + lanes.idleNanos() - System.nanoTime();
            if (left <= 0 && lanes.leave(this)) {
                return false;
            }
            // Interrupts are for work, and this lane has none.
            Thread.interrupted();
            parked = true;
            if (work == null && !expected) {
                LockSupport.parkNanos(Math.max(left, 1_000_000));
            }
            parked = false;
            turns = expected ? ThreadSandboxWork.TURNS : 0;
            expected = false;
        }
        // What was said of this work is not for the next.
        expected = false;
        long called = calledAt;
        soon = called == 0 || called - since < SOON_NANOS;
        return true;
    }

    private boolean comesWithin(int turns) {
        for (int i = 1; work == null && i < turns; i++) {
            ThreadSandboxWork.turn(i);
        }
        return work != null;
    }
}
