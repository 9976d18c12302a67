package io.github.threadsandbox.confine;

import java.util.concurrent.ThreadSandboxMarks;
import java.util.concurrent.atomic.AtomicBoolean;

/** The roles that go with what one thread makes or hands on and another runs: threads, tasks, dependents, pools. */
final class Handed {
    private final ThreadRegister register;
    private final ThreadObserver observer;

    private final Marked carried = new Marked();

    /** The roles of who made a pool; apart from what is carried, which is nothing most of the time. */
    private final Carried makers = new Carried();

    /** Tasks that a pool gave back: their roles stay with them. */
    private final Carried stuck = new Carried();

    /** Executors that confined threads have handed tasks to. */
    private final Carried users = new Carried();

    /** Pools whose queues confined threads have asked for. */
    private final Carried queues = new Carried();

    Handed(ThreadRegister register, ThreadObserver observer) {
        this.register = register;
        this.observer = observer;
    }

    /** Takes what marks tasks. */
    void markBy(ThreadSandboxMarks marks) {
        carried.by(marks);
    }

    /** The roles that came with a piece of work or a thread; null where none were kept. */
    RoleSet rolesWith(Object work) {
        return carried.of(work);
    }

    /** The roles of who made a pool; null where nobody was seen to make it. */
    RoleSet makerOf(Object pool) {
        return makers.of(pool);
    }

    /**
     * The roles of a pool's workers, which one thread starts. Only a clone was made by no constructor since the agent is there: it is
     * of an application's class, whose methods its workers call, and so they are the work of who starts them.
     */
    RoleSet rolesOfWorkers(Object pool, RoleSet starter) {
        RoleSet maker = makers.of(pool);
        if (maker != null) {
            return maker;
        }
        return pool instanceof Cloneable ? starter : RoleSet.NONE;
    }

    /** Whether a pool or a timer was there before the agent was: all that are made since were seen to be made. */
    boolean isOlder(Object owner) {
        return makers.of(owner) == null;
    }

    /** The calling thread made this, or hands it on. */
    void attach(Object work) {
        RoleSet current = register.current();
        if (!current.isEmpty()) {
            attach(work, current);
        }
    }

    void attach(Object work, RoleSet roles) {
        if (!observer.isVirtualThreads(work)) {
            carried.add(work, roles);
        }
    }

    /** The calling thread made a pool; nobody who comes later makes it another's. */
    void made(Object pool) {
        if (makers.of(pool) == null) {
            makers.add(pool, register.current());
        }
    }

    /** A pool that all threads share was made. */
    void madeForAll(Object pool) {
        makers.add(pool, RoleSet.NONE);
    }

    /** The calling thread, a confined one, hands a task to an executor whose workers are not woven. */
    void uses(Object executor) {
        if (users.of(executor) == null) {
            users.add(executor, RoleSet.NONE);
        }
    }

    /** What goes with a task of the calling thread's to a pool; null for nothing. */
    RoleSet rolesFor(Object pool) {
        RoleSet current = register.current();
        if (!current.isEmpty()) {
            return current;
        }
        RoleSet maker = makers.of(pool);
        return (maker == null || maker.isEmpty()) && users.of(pool) == null ? null : current;
    }

    /** See {@link ThreadSandboxHook#keepBeside}. */
    RoleSet keepBeside(Object task, RoleSet roles, boolean othersWait, boolean mayWrap) {
        if (roles == null && !mayWrap) {
            return null;
        }
        RoleSet beside = carried.of(task);
        if (roles == null || roles.isEmpty()) {
            return keepNoneBeside(task, beside, roles != null, mayWrap);
        }
        boolean alone = beside == null ? !othersWait : beside.equals(roles);
        if (!alone && mayWrap) {
            return roles;
        }
        // Were an unconfined thread to hand in the same object at this very moment, it would run confined: never the
        // other way round.
        carried.add(task, roles);
        return null;
    }

    private RoleSet keepNoneBeside(Object task, RoleSet beside, boolean inConfinedPool, boolean mayWrap) {
        if (beside == null || beside.isEmpty()) {
            if (inConfinedPool) {
                carried.add(task, RoleSet.NONE);
            }
            return null;
        }
        return mayWrap && stuck.of(task) == null ? RoleSet.NONE : null;
    }

    /** A pool gives a task back: see {@link ThreadSandboxHook#stick}. */
    boolean stick(Object task) {
        RoleSet beside = carried.of(task);
        if (beside != null && !beside.isEmpty()) {
            stuck.add(task, beside);
        }
        return beside != null;
    }

    /** Whether roles came with any object of this class, from before the first one on. */
    AtomicBoolean came(Class<?> type) {
        return carried.beside().mark(type);
    }

    /** See {@link ThreadSandboxHook#isQueueNew}. */
    boolean isQueueNew(Object pool) {
        RoleSet current = register.current();
        RoleSet earlier = queues.of(pool);
        boolean known = earlier != null && earlier.hasAll(current);
        return !known && !current.isEmpty() && !current.equals(makers.of(pool));
    }

    /**
     * See {@link ThreadSandboxHook#queueGiven}. From now on every task that is submitted there is carried. What waited when nobody confined
     * had the queue is its submitters'; afterwards, what nothing came with may have been put there by hand.
     */
    void queueGiven(Object pool, Object[] waiting) {
        uses(pool);
        if (queues.of(pool) == null) {
            for (Object task : waiting) {
                if (carried.of(task) == null) {
                    attach(task, RoleSet.NONE);
                }
            }
        }
        queues.add(pool, register.current());
    }

    RoleSet rolesInQueue(Object pool) {
        return queues.of(pool);
    }
}
