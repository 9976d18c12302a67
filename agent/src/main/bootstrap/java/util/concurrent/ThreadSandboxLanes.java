package java.util.concurrent;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;

/**
 * The lanes of one set of roles: kept for the next piece of work, and bounded.
 *
 * <p>A lane that waits (for another piece of work, perhaps, which needs a lane as well) does not count against the bound, and
 * where every lane has been busy for long, one more is started: nothing waits for ever for want of a lane.
 */
final class ThreadSandboxLanes {
    private static final ConcurrentHashMap<Object, ThreadSandboxLanes> ALL = new ConcurrentHashMap<>();

    /** How often a thread that waits for a lane looks whether lanes wait themselves: nobody tells it. */
    private static final long LOOK_MILLIS = 20;

    /** After this time without a lane that has become free, one is started beyond the bound. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** Whether there ever was a lane. */
    private static volatile boolean any;

    private static int most;
    private static long idleNanos;

    private final ThreadSandboxHook hook;
    private final Object roles;
    private final boolean shares;
    private final ArrayList<ThreadSandboxLane> lanes = new ArrayList<>();
    private final ArrayDeque<ThreadSandboxLane> idle = new ArrayDeque<>();
    private long started;
    private long lastFree = System.nanoTime();

    private ThreadSandboxLanes(ThreadSandboxHook hook, Object roles) {
        this.hook = hook;
        this.roles = roles;
        this.shares = hook.sharesContext(roles);
    }

    /** Sets the bounds, once, before the first lane. */
    static void bound(int newMost, long newIdleNanos) {
        most = newMost;
        idleNanos = newIdleNanos;
    }

    static ThreadSandboxLanes of(ThreadSandboxHook hook, Object roles) {
        ThreadSandboxLanes known = ALL.get(roles);
        if (known != null) {
            return known;
        }
        any = true;
        ThreadSandboxLanes made = new ThreadSandboxLanes(hook, roles);
        ThreadSandboxLanes earlier = ALL.putIfAbsent(roles, made);
        return earlier == null ? made : earlier;
    }

    /** What work on such a lane threw is remembered with the lane's roles; without any, it is as what any other thread throws. */
    void attachTo(Throwable thrown) {
        if (!roles.equals(hook.noRoles())) {
            hook.attach(thrown, roles);
        }
    }

    /** Whether there ever was a lane, of any roles. */
    static boolean any() {
        return any;
    }

    /**
     * Work is on its way to a lane of these roles, by a worker that is being woken: where one is idle, it wakes at the same
     * time.
     */
    static void expect(Object roles) {
        ThreadSandboxLanes known = ALL.get(roles);
        if (known != null) {
            ThreadSandboxLane next = known.next();
            if (next != null) {
                next.expect();
            }
        }
    }

    private synchronized ThreadSandboxLane next() {
        return idleIn(Thread.currentThread().getThreadGroup());
    }

    /** Whether the calling thread lends what could run its code: a lane without its roles would run it less confined. */
    boolean lends() {
        return hook.lendsTo(roles);
    }

    /** Whether the work uses the waiting thread's own thread-locals, where that lends them. */
    boolean shares() {
        return shares;
    }

    long idleNanos() {
        return idleNanos;
    }

    /** Gives work to a lane, idle or new; false if the bound does not let it. */
    boolean tryGive(ThreadSandboxWork work) {
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        ThreadSandboxLane lane;
        synchronized (this) {
            lane = idleIn(group);
            if (lane != null) {
                idle.remove(lane);
                boolean given = false;
                try {
                    lane.give(work);
                    given = true;
                } finally {
                    if (!given) {
                        // The stack ends here: neither idle nor at work, this lane would be lost for good.
                        idle.addLast(lane);
                    }
                }
                lane.wake();
                return true;
            }
            if (!mayGrow()) {
                return false;
            }
            lane = grow(group);
        }
        boolean runs = false;
        try {
            hook.assignLane(lane, roles);
            lane.give(work);
            lane.start();
            runs = true;
        } finally {
            if (!runs) {
                work.givenTo(null);
                left(lane);
            }
        }
        return true;
    }

    /**
     * Gives work to a lane, when there is one.
     *
     * @return whether the calling thread was interrupted meanwhile
     */
    boolean give(ThreadSandboxWork work) {
        boolean interrupted = false;
        while (!tryGive(work)) {
            try {
                synchronized (this) {
                    if (idleIn(Thread.currentThread().getThreadGroup()) == null) {
                        wait(LOOK_MILLIS);
                    }
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        return interrupted;
    }

    /** The lane that was idle last, of those in a thread group: what the work starts is in that group. */
    private ThreadSandboxLane idleIn(ThreadGroup group) {
        for (Iterator<ThreadSandboxLane> last = idle.descendingIterator(); last.hasNext(); ) {
            ThreadSandboxLane lane = last.next();
            if (lane.getThreadGroup() == group) {
                return lane;
            }
        }
        return null;
    }

    private boolean mayGrow() {
        int busy = -idle.size();
        if (lanes.size() + busy < most) {
            return true;
        }
        for (ThreadSandboxLane lane : lanes) {
            Thread.State state = lane.getState();
            if (lane.isReturning() || state != Thread.State.WAITING && state != Thread.State.BLOCKED) {
                busy++;
            }
        }
        return busy < most || System.nanoTime() - lastFree > PATIENCE_NANOS;
    }

    private ThreadSandboxLane grow(ThreadGroup group) {
        ThreadSandboxLane lane = new ThreadSandboxLane(this, group, "thread-sandbox-lane-" + roles + "-" + ++started);
        lastFree = System.nanoTime();
        // At last: it counts only if the caller has it.
        lanes.add(lane);
        return lane;
    }

    /** On the lane, when it begins: its kernel id is noted. */
    void register(ThreadSandboxLane lane) {
        hook.run(lane);
    }

    synchronized void idle(ThreadSandboxLane lane) {
        idle.addLast(lane);
        lane.returned();
        lastFree = System.nanoTime();
        notify();
    }

    /** Whether a lane that has waited long enough may leave: not if it was given work just now. */
    synchronized boolean leave(ThreadSandboxLane lane) {
        return idle.remove(lane);
    }

    synchronized void left(ThreadSandboxLane lane) {
        lanes.remove(lane);
        idle.remove(lane);
        lastFree = System.nanoTime();
        notify();
    }
}
