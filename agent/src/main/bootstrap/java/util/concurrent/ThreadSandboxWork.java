package java.util.concurrent;

import java.lang.invoke.MethodHandle;
import java.util.concurrent.locks.LockSupport;

/**
 * One piece of work that a lane does for the thread that made this object, and waits: so order, results, exceptions,
 * cancellation and shutdown stay those of the pool that the waiting thread belongs to.
 */
final class ThreadSandboxWork implements ForkJoinPool.ManagedBlocker {
    /** Turns of waiting before a thread parks: some twenty microseconds, about as long as it takes to wake one. */
    static final int TURNS = Runtime.getRuntime().availableProcessors() > 1 ? 1 << 8 : 0;

    /** Every so many turns the processor is offered to others. */
    private static final int YIELD = 1 << 2;

    private static final int RUN = 0;
    private static final int EXEC = 1;
    private static final int FIRE = 2;
    private static final int INVOKE = 3;

    private final ThreadSandboxLanes lanes;
    private final int kind;
    private final Thread waiter = Thread.currentThread();
    private final Object what;
    private final Object[] arguments;
    private final int mode;
    private String role;
    private final int priority = waiter.getPriority();
    private final boolean daemon = waiter.isDaemon();
    private final ClassLoader loader;
    private final boolean shares;
    private final Object inheritable;
    private final Object scoped;
    private boolean interrupted;
    private volatile ThreadSandboxLane lane;
    private volatile boolean done;
    private volatile boolean parked;
    private Object result;
    private Throwable thrown;
    private boolean refused;

    /** Whether nobody waits for it. */
    private boolean left;

    private ClassLoader loaderLeft;
    private boolean interruptLeft;

    private ThreadSandboxWork(ThreadSandboxLanes lanes, int kind, Object what, int mode, Object[] arguments) {
        this.lanes = lanes;
        this.kind = kind;
        this.what = what;
        this.mode = mode;
        this.arguments = arguments;
        this.loader = waiter.getContextClassLoader();
        this.scoped = ThreadSandboxLane.scopedOf();
        boolean lends = lanes.lends();
        this.shares = lends && lanes.shares();
        this.inheritable = shares ? null : ThreadSandboxLane.inheritedFromCaller(lends);
    }

    static void run(ThreadSandboxLanes lanes, Runnable task) {
        ThreadSandboxWork work = null;
        try {
            work = new ThreadSandboxWork(lanes, RUN, task, 0, null);
            work.through();
        } catch (Throwable t) {
            if (isDone(work)) {
                throw t;
            }
            ThreadSandboxRefusal.run(task, t);
        }
    }

    static boolean exec(ThreadSandboxLanes lanes, ForkJoinTask<?> task) {
        ThreadSandboxWork work = null;
        try {
            work = new ThreadSandboxWork(lanes, EXEC, task, 0, null);
            return (Boolean) work.through();
        } catch (Throwable t) {
            if (isDone(work) && !(task instanceof CountedCompleter)) {
                throw t;
            }
            return ThreadSandboxRefusal.exec(task, t);
        }
    }

    static CompletableFuture<?> fire(ThreadSandboxLanes lanes, CompletableFuture.Completion completion, int mode) {
        ThreadSandboxWork work = null;
        try {
            if (mode < 0 && !(lanes.lends() && lanes.shares()) && isOfHttpClient(completion)) {
                new ThreadSandboxWork(lanes, FIRE, completion, 0, null).leave();
                return null;
            }
            work = new ThreadSandboxWork(lanes, FIRE, completion, mode, null);
            return (CompletableFuture<?>) work.through();
        } catch (Throwable t) {
            if (isDone(work)) {
                throw t;
            }
            return ThreadSandboxRefusal.fire(completion, mode, t);
        }
    }

    /** Whether what was thrown is the work's own; else it was kept from running: no lane was started, or the lane could not. */
    private static boolean isDone(ThreadSandboxWork work) {
        return work != null && work.lane != null && !work.refused;
    }

    static Object invoke(ThreadSandboxLanes lanes, String role, MethodHandle method, Object[] arguments) {
        ThreadSandboxWork work = new ThreadSandboxWork(lanes, INVOKE, method, 0, arguments);
        work.role = role;
        return work.through();
    }

    /** Whether this is a method that runs for a role. */
    boolean isFor(String someRole) {
        return someRole.equals(role);
    }

    /** One turn of waiting. Whoever waits for the result may be waiting for this processor as well, and comes first. */
    static void turn(int i) {
        if (i % YIELD == 0) {
            Thread.yield();
        } else {
            Thread.onSpinWait();
        }
    }

    /**
     * Whether this is a dependent of the JDK's {@code HttpClient}, whose {@code Stream.completeResponse} completes under a lock
     * that its dependent takes as well where a body handler throws: whoever waited for it would wait for ever.
     */
    private static boolean isOfHttpClient(CompletableFuture.Completion completion) {
        Object one = completion instanceof CompletableFuture.CoCompletion
                ? ((CompletableFuture.CoCompletion) completion).base
                : completion;
        if (!(one instanceof CompletableFuture.UniCompletion)) {
            return false;
        }
        CompletableFuture<?> dependent = ((CompletableFuture.UniCompletion<?, ?>) one).dep;
        return dependent != null
                && "java.net.http".equals(dependent.getClass().getModule().getName());
    }

    /** Gives this to a lane, and waits for nothing. */
    private void leave() {
        left = true;
        if (!lanes.tryGive(this) && lanes.give(this)) {
            waiter.interrupt();
        }
    }

    private Object through() {
        try {
            interrupted = Thread.interrupted();
            giveAndAwait();
        } catch (Throwable t) {
            if (interrupted) {
                // No lane has it, and so nobody else was interrupted.
                waiter.interrupt();
            }
            throw t;
        }
        if (shares && loaderLeft != loader) {
            waiter.setContextClassLoader(loaderLeft);
        }
        if (interruptLeft || (refused && interrupted)) {
            waiter.interrupt();
        }
        if (thrown != null) {
            // Its class may be the work's own, whose methods are the work's as well.
            lanes.attachTo(thrown);
            throw ThreadSandboxWork.<RuntimeException>asItWas(thrown);
        }
        return result;
    }

    private void giveAndAwait() {
        if (lanes.tryGive(this)) {
            for (int i = 1; i < TURNS && !done; i++) {
                turn(i);
            }
        }
        while (!done) {
            try {
                if (Thread.currentThread() instanceof ForkJoinWorkerThread && !(what instanceof ThreadSandboxGrowth)) {
                    // Lets its pool put another worker in the place of this one.
                    ForkJoinPool.managedBlock(this);
                } else {
                    // Without that class, which would be initialised here: for good not at all, where the stack ends.
                    // And no worker is started for the sake of one that starts another.
                    block();
                }
            } catch (RejectedExecutionException | InterruptedException e) {
                // The pool has no more threads to put there or, from JDK 22 on, is being stopped.
                block();
            } catch (VirtualMachineError e) {
                if (lane == null) {
                    throw e;
                }
                // The lane is at work: this thread stays until that is done.
                awaitLane();
            }
        }
    }

    @SuppressWarnings("unchecked")
    static <T extends Throwable> T asItWas(Throwable thrown) throws T {
        throw (T) thrown;
    }

    @Override
    public boolean block() {
        if (lane == null) {
            interrupted |= lanes.give(this);
        }
        awaitLane();
        return true;
    }

    private void awaitLane() {
        while (!done) {
            if (Thread.interrupted()) {
                // Whoever interrupts the waiting thread means the work.
                interruptLane();
            } else {
                // Said before it is looked whether the work is done: either that is seen here, or this is in finish.
                parked = true;
                if (!done) {
                    LockSupport.park();
                }
                parked = false;
            }
        }
    }

    private synchronized void interruptLane() {
        if (done) {
            interruptLeft = true;
        } else {
            interrupted = true;
            lane.interrupt();
        }
    }

    @Override
    public boolean isReleasable() {
        return done;
    }

    /** Whoever has given this work to a lane says so before the lane sees it. */
    void givenTo(ThreadSandboxLane newLane) {
        lane = newLane;
    }

    int priority() {
        return priority;
    }

    boolean daemon() {
        return daemon;
    }

    ClassLoader loader() {
        return loader;
    }

    /** Whether the lane uses the waiting thread's own thread-locals. */
    boolean shares() {
        return shares;
    }

    Object inheritable() {
        return inheritable;
    }

    Object scoped() {
        return scoped;
    }

    Thread waiter() {
        return waiter;
    }

    /** The work itself, on the lane. */
    void perform() {
        synchronized (this) {
            // One that was meant for earlier work is not for this.
            Thread.interrupted();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        try {
            switch (kind) {
                case RUN:
                    ((Runnable) what).run();
                    break;
                case EXEC:
                    result = ThreadSandboxForkJoin.exec((ForkJoinTask<?>) what);
                    break;
                case FIRE:
                    result = ((CompletableFuture.Completion) what).tryFire(mode);
                    break;
                default:
                    result = ((MethodHandle) what).invokeWithArguments(arguments);
            }
        } catch (Throwable t) {
            thrown = t;
        }
    }

    /** The work could not be begun. */
    void refuse(Throwable why) {
        refused = true;
        thrown = why;
    }

    /** The lane ended before it came to this work. */
    void abandon() {
        refuse(new IllegalStateException("thread-sandbox: refused: the lane that was to run this has ended"));
        finish(loader);
    }

    /** The last that the lane does of it. */
    void finish(ClassLoader loaderOfLane) {
        loaderLeft = loaderOfLane;
        if (left && refused) {
            ThreadSandboxRefusal.fails(what, thrown);
        }
        synchronized (this) {
            interruptLeft = Thread.interrupted();
            done = true;
        }
        if (parked) {
            LockSupport.unpark(waiter);
        }
    }
}
