package java.util.concurrent;

import java.io.File;
import java.io.PrintStream;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Modifier;
import java.util.Map;
import java.util.Timer;

/**
 * What the woven classes of this package call where work changes hands: the roles of the thread that hands it on go with it,
 * and it runs under them.
 *
 * <p>Lives in {@code java.base}, so that an application's task has no frame of the agent's below it. Public for other packages
 * of {@code java.base}; an application that calls it can do no more than by submitting the same object to a pool.
 */
public final class ThreadSandboxHandOff {
    /**
     * A carrier does nothing but continue virtual threads, which go on where they belong: {@code VirtualThread.runContinuation} is
     * woven. Null where there are no virtual threads.
     */
    private static final Class<?> CARRIER = ofTheJdk("jdk.internal.misc.CarrierThread");

    /** Null where there are no virtual threads. */
    private static final Class<?> VIRTUAL = ofTheJdk("java.lang.BaseVirtualThread");

    /** Of the common pool in JDK 25 ({@code ForkJoinPool.DefaultForkJoinWorkerThreadFactory}); nobody else can make one. */
    private static final Class<?> COMMON_WORKER =
            ofTheJdk("java.util.concurrent.ForkJoinWorkerThread$InnocuousForkJoinWorkerThread");

    /**
     * How {@code java.util.zip} cleans up after a stream that it inflates ({@code ZipFile.releaseInflater} in JDK 17 to 25): on the
     * spot, where the stream is closed.
     */
    private static final Class<?> STREAM_CLEANING = ofTheJdk("java.util.zip.ZipFile$InflaterCleanupAction");

    /** And after an inflater: it frees what native code has of it. */
    private static final Class<?> INFLATER_CLEANING = ofTheJdk("java.util.zip.Inflater$InflaterZStreamRef");

    private static ThreadSandboxHook hook;

    /** Whether a confined thread was ever started: until then no work has roles that came with it. */
    private static volatile boolean used;

    /** Whether work is looked at where it runs: there are confined threads, or classes of tasks with a role of their own. */
    private static volatile boolean watched;

    /** Whether a confined thread ever made a pool: until then an unconfined thread's tasks need no look at theirs. */
    private static volatile boolean confinedPools;

    /**
     * Whether a worker of the JDK's own class was ever confined: until then no such worker's forks have roles to carry. Not
     * volatile: it is set before that worker is started, and only of interest to such workers.
     */
    private static boolean confinedWorkers;

    /**
     * Platform threads that are no workers, forked or helped a pool last, and are not confined; each where its identity says, as long as
     * no other stands there. Whoever waits for a common pool's task helps, and some tasks take nanoseconds. No thread but
     * itself enters it, and {@link #forget} takes it out.
     */
    private static final Thread[] FREE = new Thread[64];

    /** Whether the application ran before the agent came: then there may be pools and timers in code that is not woven. */
    private static volatile boolean beside;

    /** Whether a confined thread ever asked for the queue of a pool that is not its own. */
    private static volatile boolean queuesGiven;

    private ThreadSandboxHandOff() {}

    private static Class<?> ofTheJdk(String name) {
        try {
            return Class.forName(name, false, null);
        } catch (ClassNotFoundException e) {
            return null;
        }
    }

    /** Takes the hook and the bounds of lanes, once. */
    static synchronized void arm(ThreadSandboxHook newHook, int mostLanes, long idleNanos) {
        if (hook != null) {
            throw new IllegalStateException("thread-sandbox: armed already");
        }
        ThreadSandboxLanes.bound(mostLanes, idleNanos);
        ThreadSandboxConcern.settle(newHook);
        newHook.markBy(new ThreadSandboxTaskStatus());
        hook = newHook;
    }

    /** A confined thread is about to be started. */
    static void use() {
        used = true;
        watched = true;
    }

    /** A confined worker of a {@code ForkJoinPool} is about to be started, of the JDK's own classes or of another. */
    static void confinedWorker(Thread worker) {
        if (isWorker(worker.getClass())) {
            confinedWorkers = true;
        }
    }

    /** There is a class whose tasks have a role of their own. */
    static void watch() {
        watched = true;
    }

    /** The role map is another: what was settled of classes is settled anew. */
    static void roleMapChanged() {
        ThreadSandboxConcern.settle(hook);
    }

    /** The agent was attached to an application that runs. */
    static void beside() {
        beside = true;
    }

    /**
     * An object that stands for work, or for a pool, was made or handed on by this thread.
     *
     * @param work the object
     */
    public static void attach(Object work) {
        // What is null is for the JDK to refuse, a moment later.
        if (used && work != null) {
            hook.attach(work);
        }
    }

    /**
     * At the head of {@code ForkJoinTask.fork}, and before a thread runs a task itself: most are a pool's worker's, and too short to
     * look twice.
     *
     * @param task the task
     */
    static void fork(Object task) {
        Thread thread = Thread.currentThread();
        if (isWorker(thread.getClass()) ? confinedWorkers : !isFree(thread)) {
            forkWhereRolesMayBe(task, thread);
        }
    }

    private static void forkWhereRolesMayBe(Object task, Thread thread) {
        if (used && isConfined(thread)) {
            hook.attach(task);
        }
    }

    /** Whether a class is that of the JDK's own workers, which are not confined as long as {@link #confinedWorkers} says so. */
    private static boolean isWorker(Class<?> type) {
        return type == ForkJoinWorkerThread.class || type == COMMON_WORKER;
    }

    private static boolean isFree(Thread thread) {
        return FREE[placeOf(thread)] == thread;
    }

    private static int placeOf(Thread thread) {
        return System.identityHashCode(thread) & (FREE.length - 1);
    }

    /** Whether the calling thread, this one, is confined. */
    private static boolean isConfined(Thread thread) {
        if (currentRoles() != null) {
            return true;
        }
        if (!isWorker(thread.getClass()) && (VIRTUAL == null || !VIRTUAL.isInstance(thread))) {
            FREE[placeOf(thread)] = thread;
        }
        return false;
    }

    /**
     * A thread begins to run as one, perhaps a native one that helped a pool before that; or it ends.
     *
     * @param thread the thread
     */
    public static void forget(Thread thread) {
        if (isFree(thread)) {
            FREE[placeOf(thread)] = null;
        }
    }

    /**
     * At the head of the {@code run} of a thread whose class overrides {@code Thread.run}, which is woven: there it would have said which
     * of the kernel's threads it is.
     *
     * @param thread the thread; nothing happens on any other
     */
    public static void begin(Thread thread) {
        forget(thread);
        hook.run(thread);
    }

    /**
     * A pool was made by this thread, confined or not.
     *
     * @param pool the pool
     */
    public static void made(Object pool) {
        boolean confined = currentRoles() != null;
        if (confined && beside && !isBeingMade(pool)) {
            return;
        }
        hook.made(pool);
        if (confined) {
            confinedPools = true;
        }
    }

    /**
     * Whether it was a pool's constructor that called {@link #made}: one that was there before the agent must not pass for one that was
     * made since. Neither frames of reflection nor a method handle's are a constructor's.
     */
    private static boolean isBeingMade(Object pool) {
        Class<?> type = pool instanceof ThreadPoolExecutor
                ? ThreadPoolExecutor.class
                : pool instanceof ForkJoinPool ? ForkJoinPool.class : pool instanceof Timer ? Timer.class : null;
        StackTraceElement[] frames = type == null ? null : new Throwable().getStackTrace();
        return type == null
                || frames.length > 2
                        && frames[2].getMethodName().equals("<init>")
                        && frames[2].getClassName().equals(type.getName());
    }

    /**
     * The common pool was made, by whoever came first: it is nobody's.
     *
     * @param pool the pool
     */
    static void madeForAll(Object pool) {
        hook.madeForAll(pool);
    }

    /**
     * At the head of a method that starts a pool's worker.
     *
     * @param pool the pool
     * @param className the class that declares the method
     * @param name the method
     * @param arguments its arguments
     * @return null if the calling thread may do it; else it was done, and this is what the method returned
     */
    public static Object grow(Object pool, String className, String name, Object[] arguments) {
        if (currentRoles() == null) {
            return null;
        }
        Object lane = isGrownByItself(pool) ? null : hook.laneToGrow(pool);
        if (lane == null) {
            return null;
        }
        // An application that calls this by itself could change the array until it is used.
        Object[] carried = arguments.clone();
        for (int i = 0; i < carried.length; i++) {
            if (carried[i] instanceof Runnable
                    && !(carried[i] instanceof ThreadSandboxTask)
                    && !isSeenToBeMade(carried[i])) {
                carried[i] = carry((Runnable) carried[i]);
            }
        }
        ThreadSandboxGrowth growth = ThreadSandboxGrowth.of(pool, className, name, carried);
        try {
            return doneOn(lane, growth);
        } catch (Throwable t) {
            if (pool instanceof ForkJoinPool && !growth.isBegun()) {
                // It counts the worker already: one that this thread starts is confined as this thread is.
                return null;
            }
            throw t;
        }
    }

    /** Whether a pool's workers are of the JDK's own classes, which are known where they are started. */
    private static boolean isGrownByItself(Object pool) {
        return pool instanceof ForkJoinPool
                && ((ForkJoinPool) pool).getFactory().getClass().getClassLoader() == null;
    }

    /** What a method returned that was called on a lane; null if there is none to call. */
    private static Object doneOn(Object lane, ThreadSandboxGrowth growth) {
        if (growth == null) {
            return null;
        }
        // An interrupt of this thread does not mean the worker.
        boolean interrupted = Thread.interrupted();
        try {
            ThreadSandboxWork.run(ThreadSandboxLanes.of(hook, lane), growth);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        return growth.result();
    }

    /**
     * Whom a thread stands for, where an executor asks whether a thread is its own: its worker waits while a lane does its work.
     *
     * @param thread a thread
     * @return the thread that a lane does the work of; else the same thread
     */
    public static Thread standsFor(Thread thread) {
        return thread instanceof ThreadSandboxLane ? ((ThreadSandboxLane) thread).worker() : thread;
    }

    /**
     * A task was handed to a timer.
     *
     * @param timer the timer
     * @param task the task
     */
    public static void attachToTimer(Object timer, Object task) {
        if (task != null && isOlder(timer) && hook.rolesAround(task) != null) {
            hook.refuseOlder(task, "a Timer");
        }
        attach(task);
    }

    /** Whether a pool's or a timer's workers may be in code that is not woven. */
    static boolean isOlder(Object owner) {
        return beside && watched && hook.isOlder(owner);
    }

    /**
     * What goes into the queue of a pool that was there before the agent was.
     *
     * @param mayWrap whether a wrapper can stand in it
     * @return the task, or it and its roles
     */
    static Runnable around(BlockingQueue<?> queue, Runnable task, boolean mayWrap) {
        Object roles = task instanceof ThreadSandboxTask
                        || ThreadSandboxConcern.of(task).isAlone()
                ? null
                : hook.rolesAround(task);
        if (roles != null && !mayWrap) {
            hook.refuseOlder(task, "a pool with a " + queue.getClass().getName());
            return task;
        }
        return roles == null ? task : new ThreadSandboxTask(task, roles, false);
    }

    /**
     * At the head of a scheduled task's {@code run}, which the worker of an older pool calls itself.
     *
     * @param task the task
     * @return whether it was run on a lane, and is done
     */
    public static boolean scheduledElsewhere(Runnable task) {
        Object lane = beside && watched ? hook.laneFor(task, null, true, true) : null;
        if (lane == null) {
            return false;
        }
        ThreadSandboxWork.run(ThreadSandboxLanes.of(hook, lane), task);
        return true;
    }

    /** Whether what a scheduled pool was handed is its own class's, whose {@code run} is woven, and not what a subclass made of it. */
    private static boolean isScheduled(Object task) {
        return isOfTheJdk(task.getClass(), "java.util.concurrent.ScheduledThreadPoolExecutor$ScheduledFutureTask");
    }

    /** Whether this is the class of that name that comes with the JDK, and none of an application's. */
    private static boolean isOfTheJdk(Class<?> type, String name) {
        return type.getClassLoader() == null && type.getName().equals(name);
    }

    /**
     * For how long a name that was not found is remembered as unknown, for all threads: not at all, if it was a confined
     * thread that looked. Its role may have denied it.
     *
     * @param seconds what the JDK's settings say
     * @return what holds for the calling thread; 0 for not at all
     */
    public static int unknownFor(int seconds) {
        return currentRoles() != null ? 0 : seconds;
    }

    /** A task that stands in the pool as itself was handed to it. */
    static void attach(Object pool, Object task) {
        if (task != null
                && pool instanceof ScheduledThreadPoolExecutor
                && isOlder(pool)
                && !isScheduled(task)
                && hook.rolesAround(task) != null) {
            hook.refuseOlder(task, "a ScheduledThreadPoolExecutor");
        }
        Object roles = used && task != null ? rolesFor(pool) : null;
        if (roles != null
                && !hook.isScheduler(pool)
                && !ThreadSandboxConcern.of(task).isAlone()) {
            hook.attach(task, roles);
        }
    }

    private static Object rolesFor(Object pool) {
        return confinedPools ? hook.rolesFor(pool) : hook.currentRoles();
    }

    /** The roles of the calling thread, or null. */
    static Object currentRoles() {
        return used ? hook.currentRoles() : null;
    }

    /**
     * The roles of the calling thread are kept beside a task that it hands to a pool.
     *
     * @param pool the pool
     * @param task the task
     * @param othersWait whether a thread without a role has handed in the same object, and it waits still
     * @param mayWrap whether a wrapper can stand in its place
     * @return null if that is enough; else the roles that must go with this one submission
     */
    static Object keepBeside(Object pool, Runnable task, boolean othersWait, boolean mayWrap) {
        if (!used) {
            return null;
        }
        Object roles = rolesFor(pool);
        return (roles == null && !mayWrap) || ThreadSandboxConcern.of(task).isAlone()
                ? null
                : hook.keepBeside(task, roles, othersWait, mayWrap);
    }

    /** A worker that waited for a task is being woken for this one. */
    static void expect(Object pool, Object task) {
        try {
            Object lane = hook.likelyLane(pool, task);
            if (lane != null) {
                ThreadSandboxLanes.expect(lane);
            }
        } catch (StackOverflowError | OutOfMemoryError e) {
            // The task is handed over, whatever becomes of the hint.
        }
    }

    /** At the head of {@code getQueue}: from now on this thread may put tasks into the queue by hand. */
    static void queueGiven(ThreadPoolExecutor pool, BlockingQueue<?> ofTheJdk) {
        if (!used || !hook.isQueueNew(pool)) {
            return;
        }
        confinedPools = true;
        queuesGiven = true;
        // First what waits there, then whether it was given to anybody: only if not, nothing of it was put there by
        // hand.
        hook.queueGiven(pool, ofTheJdk == null ? new Object[0] : ofTheJdk.toArray());
    }

    /** The roles with which a task that nothing came with is taken out of a pool's queue; null for those of the worker. */
    static Object rolesOutOfQueue(ThreadPoolExecutor pool, Runnable task) {
        return queuesGiven && !hook.isCarried(task) ? hook.rolesInQueue(pool) : null;
    }

    /** Whether roles are kept beside a task. */
    static boolean isCarried(Object task) {
        return used && hook.isCarried(task);
    }

    /** From now on a task keeps its roles, whoever hands it on; false if it has none. */
    static boolean stick(Object task) {
        return used && hook.stick(task);
    }

    /**
     * What is kept of an action that the JDK will run, and nobody else sees. The cleaning of what inflates stays as it is: only
     * {@code java.util.zip} can make it, and it calls nothing of an application's. Each class that is read from a jar
     * with deflated entries needs it, the agent's own where its jar is such a one: it must not need the agent in turn.
     *
     * @param task the action
     * @return the action, or it and the roles of the thread that hands it on
     */
    public static Runnable carry(Runnable task) {
        Object roles = used && task != null && !isInflatersCleaning(task.getClass()) ? hook.currentRoles() : null;
        return roles == null ? task : new ThreadSandboxTask(task, roles, false);
    }

    /**
     * A listener with the roles of the calling thread, or none: whoever completes what it listens to hands it on.
     *
     * @param direct whether it runs on that very thread, whose work it is not
     */
    static Runnable listener(Runnable listener, boolean direct) {
        if (!used) {
            return listener;
        }
        Object roles = rolesOrNone();
        return direct ? ThreadSandboxTask.dependent(listener, roles) : new ThreadSandboxTask(listener, roles, false);
    }

    /** A task of the calling thread's, with its roles or none, on its way to an executor that is called under others. */
    static Runnable submittedTo(Runnable task) {
        if (task instanceof ThreadSandboxTask || ThreadSandboxConcern.of(task).isAlone()) {
            return task;
        }
        return new ThreadSandboxTask(task, rolesOrNone(), false);
    }

    /** What goes with the calling thread's work where that it has no roles must be said. */
    private static Object rolesOrNone() {
        Object current = hook.currentRoles();
        return current == null ? hook.noRoles() : current;
    }

    private static boolean isInflatersCleaning(Class<?> type) {
        return type == STREAM_CLEANING || type == INFLATER_CLEANING;
    }

    /** What goes with a task to an executor of an application's own class; null for nothing. */
    static Object rolesTo(Object executor) {
        // The JDK's own pools look after their tasks themselves, whatever a subclass does before.
        if (!used || executor instanceof ThreadPoolExecutor || executor instanceof ForkJoinPool) {
            return null;
        }
        Object roles = hook.currentRoles();
        if (roles == null) {
            return confinedPools ? hook.rolesFor(executor) : null;
        }
        hook.uses(executor);
        confinedPools = true;
        return roles;
    }

    static ThreadSandboxHook hook() {
        return hook;
    }

    /**
     * In place of {@code task.run()} in a pool's worker.
     *
     * @param task the task
     */
    public static void run(Runnable task) {
        run(task, null);
    }

    /**
     * The same, where {@link ThreadSandboxWaiting} counts what is run.
     *
     * @param counted the task, if it is counted; else null
     */
    static void run(Runnable task, Runnable counted) {
        if (!watched) {
            uncount(counted);
            task.run();
            return;
        }
        Runnable inner = task;
        Object roles = null;
        boolean own = true;
        if (task instanceof ThreadSandboxTask) {
            inner = ((ThreadSandboxTask) task).task();
            roles = ((ThreadSandboxTask) task).roles();
            own = ((ThreadSandboxTask) task).isOwn();
        }
        ThreadSandboxLanes lanes;
        try {
            lanes = lanes(hook.laneFor(inner, roles, own, own));
            uncount(counted);
        } catch (Throwable t) {
            ThreadSandboxRefusal.run(inner, t);
            return;
        }
        if (lanes == null) {
            inner.run();
        } else {
            ThreadSandboxWork.run(lanes, inner);
        }
    }

    private static void uncount(Runnable task) {
        if (task != null) {
            ThreadSandboxWaiting.remove(task);
        }
    }

    private static ThreadSandboxLanes lanes(Object lane) {
        return lane == null ? null : ThreadSandboxLanes.of(hook, lane);
    }

    /**
     * In place of {@code task.exec()} in {@code ForkJoinTask.doExec}. A task that nothing was attached to comes from a thread
     * without a role. Whoever is no worker only helps. Most forks take nanoseconds, so most is left to another method: a task
     * certainly runs where it is if its class gives it no role, it has no mark, and nothing is kept beside any task of that
     * class. What is handed to a confined thread's pool is carried always, with no roles at least. A worker of another class
     * than the JDK's own may be a confined thread's work.
     */
    static boolean exec(ForkJoinTask<?> task) {
        return !watched
                        || !ThreadSandboxTaskStatus.isMarked(task)
                                && ThreadSandboxConcern.isUnconcerned(task)
                                && isWorkerOrFree(Thread.currentThread())
                ? task.exec()
                : execWhereItMust(task);
    }

    private static boolean isWorkerOrFree(Thread thread) {
        return isWorker(thread.getClass()) || isFree(thread);
    }

    private static boolean execWhereItMust(ForkJoinTask<?> task) {
        ThreadSandboxLanes lanes;
        try {
            lanes = isLookedAt(task, Thread.currentThread()) ? lanesOf(task) : null;
        } catch (Throwable t) {
            return ThreadSandboxRefusal.exec(task, t);
        }
        return lanes == null ? task.exec() : ThreadSandboxWork.exec(lanes, task);
    }

    /** A thread that helps without being a worker may be confined: then it must not run what is nobody's. */
    private static boolean isLookedAt(ForkJoinTask<?> task, Thread thread) {
        Class<?> type = thread.getClass();
        return type != CARRIER
                && (ThreadSandboxTaskStatus.isMarked(task)
                        || !ThreadSandboxConcern.isUnconcerned(task) && ThreadSandboxConcern.isLookedAt(task)
                        || !isWorker(type) && isConfined(thread));
    }

    private static ThreadSandboxLanes lanesOf(ForkJoinTask<?> task) {
        if (!ThreadSandboxConcern.of(task).mayHaveRole() && (!used || hook.runsHere(task))) {
            return null;
        }
        boolean worker = Thread.currentThread() instanceof ForkJoinWorkerThread;
        return lanes(worker ? hook.laneOfMaker(task, true) : hook.laneFor(task, null, false, true));
    }

    /**
     * In place of {@code completion.tryFire(mode)} in {@code CompletableFuture.postComplete}: whoever completes.
     * A completion that nothing was attached to was registered by a thread without a role.
     */
    static CompletableFuture<?> fire(CompletableFuture.Completion completion, int mode) {
        ThreadSandboxLanes lanes;
        try {
            lanes = used ? lanes(hook.laneFor(completion, null, false, false)) : null;
        } catch (Throwable t) {
            return ThreadSandboxRefusal.fire(completion, mode, t);
        }
        return lanes == null ? completion.tryFire(mode) : ThreadSandboxWork.fire(lanes, completion, mode);
    }

    /**
     * Whether the body of a method with {@code @SandboxedThread} must not run on the calling thread.
     *
     * @param role the role that the annotation names
     * @return false if the calling thread has the role
     */
    public static boolean isOutside(String role) {
        Thread thread = Thread.currentThread();
        boolean onLane = thread instanceof ThreadSandboxLane && ((ThreadSandboxLane) thread).invokesFor(role);
        return !onLane && hook.laneOf(role) != null;
    }

    /**
     * Runs a method on a lane, as a direct call would: returns what it returns, throws what it throws.
     *
     * @param role the role that the annotation names
     * @param method the method; called on the lane, it finds that the thread has the role
     * @param arguments its arguments, the object first
     * @return its result, boxed
     * @throws Throwable what the method throws
     */
    public static Object invoke(String role, MethodHandle method, Object[] arguments) throws Throwable {
        Object lane = hook.laneOf(role);
        if (lane == null) {
            return method.invokeWithArguments(arguments);
        }
        return ThreadSandboxWork.invoke(ThreadSandboxLanes.of(hook, lane), role, method, arguments);
    }

    /**
     * In place of {@code subscription.consume()} in {@code SubmissionPublisher}: whoever publishes makes the subscriber's task,
     * and the subscriber is of the thread that subscribed it.
     */
    static void consume(SubmissionPublisher.BufferedSubscription<?> subscription) {
        Object lane = used ? hook.laneFor(subscription, null, false, false) : null;
        if (lane == null) {
            subscription.consume();
        } else {
            ThreadSandboxWork.run(ThreadSandboxLanes.of(hook, lane), new ThreadSandboxDelivery(subscription));
        }
    }

    /**
     * At the head of a task that has the roles of who made it, or does nothing but call a handler of somebody's.
     *
     * @param task the task
     * @param handler what it calls, or the task
     * @return whether the task was run on a lane, and is done
     */
    public static boolean elsewhere(Runnable task, Object handler) {
        if (!used) {
            return false;
        }
        // What has no mark is an unconfined thread's: so a confined one that calls this by itself is not heard.
        boolean known =
                task == handler ? isSeenToBeMade(task) : isOfTheJdk(task.getClass(), "jdk.internal.misc.Signal$1");
        Object lane = known ? hook.laneOfMaker(handler, false) : null;
        if (lane == null) {
            return false;
        }
        ThreadSandboxWork.run(ThreadSandboxLanes.of(hook, lane), task);
        return true;
    }

    /**
     * Where a framework's task is made. It is an unconfined thread's if nothing comes with it, but where a confined thread may have
     * defined its class.
     *
     * @param task the task
     */
    public static void madeWork(Object task) {
        if (currentRoles() != null) {
            hook.attach(task);
        } else if (used && ThreadSandboxConcern.of(task).isForeign()) {
            hook.attach(task, hook.noRoles());
        }
    }

    /**
     * At the head of a method by which a framework begins, on a thread of its own, what has the roles of who made it: an actor.
     *
     * @param work what is begun
     * @param className the class that declares the method
     * @param name the method
     * @param arguments its arguments
     * @return null if the calling thread may do it; else it was done, and this is what the method returned
     */
    public static Object begin(Object work, String className, String name, Object[] arguments) {
        Object lane = used && isSeenToBeMade(work) ? hook.laneOfMaker(work, false) : null;
        return lane == null ? null : doneOn(lane, ThreadSandboxGrowth.of(work, className, name, arguments.clone()));
    }

    private static boolean isSeenToBeMade(Object task) {
        ThreadSandboxConcern.Kind kind = ThreadSandboxConcern.of(task);
        return kind.isMadeWork() && (!kind.isForeign() || isCarried(task));
    }

    /** A class with the name of a framework's is about to be defined by this thread. */
    static void defines(ClassLoader loader, String name) {
        if (currentRoles() != null) {
            ThreadSandboxConcern.foreign(loader, name);
        }
    }

    /**
     * Where {@code ObjectStreamClass.newInstance} returns: no constructor says who made what is read from a stream.
     *
     * @param object the object
     * @return the object
     */
    public static Object revived(Object object) {
        if (object != null
                && currentRoles() != null
                && ThreadSandboxConcern.of(object).isMadeWork()) {
            hook.attach(object);
        }
        return object;
    }

    /**
     * At the head of {@code sun.reflect.ReflectionFactory.newConstructorForSerialization}, by which objects come to be without a
     * constructor of their class.
     *
     * @param type the class
     */
    public static void refuseRevival(Object type) {
        if (used && ThreadSandboxConcern.isMadeWork((Class<?>) type)) {
            refuse("makes no " + ((Class<?>) type).getName() + " without its constructor");
        }
    }

    /**
     * In place of {@code handler.uncaughtException(thread, thrown)} on a thread that ends by an exception. A thread group is its
     * threads' handler, and may be of a confined thread's class.
     *
     * @param handler the thread's handler
     * @param thread the thread
     * @param thrown what ended it
     */
    public static void uncaught(Thread.UncaughtExceptionHandler handler, Thread thread, Throwable thrown) {
        Object lane = used ? hook.laneForBoth(handler) : null;
        if (lane == null) {
            handler.uncaughtException(thread, thrown);
        } else {
            ThreadSandboxWork.run(
                    ThreadSandboxLanes.of(hook, lane), new ThreadSandboxDelivery(handler, thread, thrown));
        }
    }

    /**
     * In place of {@code thrown.printStackTrace(to)} for a thread that ends by an exception which nobody handles: what work on a lane threw
     * is asked for its text under that lane's roles.
     *
     * @param thrown what ended the thread
     * @param to where it is printed
     */
    public static void print(Throwable thrown, PrintStream to) {
        Object lane = used && thrown != null ? hook.laneForBoth(thrown) : null;
        if (lane == null) {
            thrown.printStackTrace(to);
        } else {
            ThreadSandboxWork.run(ThreadSandboxLanes.of(hook, lane), new ThreadSandboxDelivery(thrown, to));
        }
    }

    /**
     * What is kept of an object that the JDK will call back on a thread of its own choice.
     *
     * @param target the object
     * @param type the interface by which it is called
     * @return the object, or one that calls it under the roles of the thread that hands it over
     */
    public static Object callback(Object target, Class<?> type) {
        Object roles = used && target != null && !isPolicy(target) ? hook.currentRoles() : null;
        if (roles == null) {
            return target;
        }
        if (!isForAll(type)) {
            // The proxy's calls come from java.base: who calls this by itself must reach nothing by them that is closed
            // to it.
            throw new IllegalArgumentException("thread-sandbox: not an interface for everybody: " + type.getName());
        }
        return ThreadSandboxCallback.of(hook, target, type, roles);
    }

    private static boolean isForAll(Class<?> type) {
        return Modifier.isPublic(type.getModifiers()) && type.getModule().isExported(type.getPackageName());
    }

    /** The JDK's own policies run a rejected task, if they do, as whoever handed it in, and nothing of who set them. */
    private static boolean isPolicy(Object handler) {
        Class<?> type = handler.getClass();
        return handler instanceof RejectedExecutionHandler
                && type.getClassLoader() == null
                && type.getNestHost() == ThreadPoolExecutor.class;
    }

    /**
     * What the JDK gives back of an object that {@link #callback} kept.
     *
     * @param kept what was kept
     * @return the object itself to threads of the roles under which it is called, which call it as they would without; to all
     *     others what was kept, as they may keep it and call it later
     */
    public static Object given(Object kept) {
        Object roles = used && kept != null ? hook.currentRoles() : null;
        return roles == null ? kept : ThreadSandboxCallback.seenUnder(kept, roles);
    }

    /**
     * A confined thread does not do this.
     *
     * @param what it would do, for the exception's message
     */
    public static void refuse(String what) {
        if (currentRoles() != null) {
            throw new UnsupportedOperationException("thread-sandbox: a confined thread " + what);
        }
    }

    /**
     * The JVM calls finalizers on a thread of its own, and nothing tells whose they are: what a confined thread makes has
     * none, and it has none called.
     *
     * @param object what would be finalized, or does it
     * @return whether the calling thread is unconfined
     */
    public static boolean mayFinalize(Object object) {
        return currentRoles() == null;
    }

    /**
     * A confined thread gives no push promises' handler.
     *
     * @param handler what it gives, or null
     */
    public static void refusePush(Object handler) {
        if (handler != null) {
            refuse("takes no push promises, for nothing could keep their handlers confined: use sendAsync without");
        }
    }

    /**
     * Whether an image stream is closed when the JVM ends, if nobody has closed it: not a confined thread's. That cannot be on a lane,
     * for the hook has a lock meanwhile that closing needs.
     *
     * @param action what would close it
     * @return whether the calling thread is unconfined
     */
    public static boolean mayCloseAtExit(Object action) {
        return currentRoles() == null;
    }

    /**
     * Whether {@code HttpURLConnection} may keep a connection. A confined thread's whose socket may be of an application's class is closed
     * at once: the JDK's own threads would read what is left there, and close it.
     *
     * @param by the factory of its socket, if it has one of its own; or what is to be read to the end, whoever made it
     * @return whether nothing of a confined thread's is called
     */
    public static boolean mayKeepConnection(Object by) {
        return by == null || currentRoles() == null || isFactoryOfTheJdk(by.getClass());
    }

    private static boolean isFactoryOfTheJdk(Class<?> type) {
        return type.getClassLoader() == null && type.getName().startsWith("sun.security.ssl.");
    }

    /**
     * A confined thread sets no option of the running JVM: a heap dump is written by a thread of the JVM's own, wherever
     * {@code HeapDumpPath} says.
     *
     * @param command an operation of the bean {@code DiagnosticCommand}
     */
    public static void refuseFlag(Object command) {
        if ("vmSetFlag".equals(command)) {
            refuse("sets no option of the JVM, whose own threads would go by it");
        }
    }

    /**
     * At the head of {@code DeleteOnExitHook.add}: the JDK deletes what it keeps there on the thread that ends the JVM. What a
     * confined thread wants to have deleted is kept apart.
     *
     * @param path the file's
     * @return whether the JDK may keep it
     */
    public static boolean mayDeleteAtExit(Object path) {
        Object roles = currentRoles();
        if (roles == null) {
            return true;
        }
        ThreadSandboxDeletions.add(roles, (String) path);
        return false;
    }

    /**
     * At the head of {@code DeleteOnExitHook.runHooks}, the last that the JVM does: deletes what confined threads wanted to have
     * deleted, under their roles.
     */
    public static void deleteAtExit() {
        if (!isJdksDeletion(StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
                .getCallerClass())) {
            return;
        }
        for (Map.Entry<Object, ThreadSandboxDeletions> own :
                ThreadSandboxDeletions.take().entrySet()) {
            try {
                Object lane = hook.laneFor(own.getValue(), own.getKey(), false, false);
                runOn(lane, own.getValue());
            } catch (Throwable t) {
                // Not deleted, for want of a thread of its roles; the others' files are.
                System.err.println("thread-sandbox: files that a confined thread marked with deleteOnExit stay: " + t);
            }
        }
    }

    /**
     * In place of {@code file.delete()} in {@code DeleteOnExitHook.runHooks}: what unconfined threads wanted to have deleted is,
     * when a confined thread ends the JVM.
     *
     * @param file the file
     * @return what nobody asks for
     */
    public static boolean deleteAtExit(File file) {
        if (!isJdksDeletion(StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
                .getCallerClass())) {
            return false;
        }
        ThreadSandboxDelivery deletion = new ThreadSandboxDelivery(file);
        Object lane = used ? hook.laneFor(deletion, null, false, false) : null;
        runOn(lane, deletion);
        return true;
    }

    /**
     * Starts a shutdown hook. The {@code start} of an application's class is its maker's and its adder's code, as its {@code run} is.
     *
     * @param thread the hook
     */
    public static void startHook(Thread thread) {
        // For others, a confined thread among them, start is the way.
        boolean asked = isOfTheJdk(
                StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
                        .getCallerClass(),
                "java.lang.ThreadSandboxGate");
        if (!asked || thread.getClass().getClassLoader() == null) {
            thread.start();
        } else {
            runUnderRolesOf(thread, new ThreadSandboxDelivery(thread));
        }
    }

    /** Runs what belongs to a piece of work: under the roles that came with that, or none. */
    static void runUnderRolesOf(Object work, Runnable task) {
        runOn(used ? hook.laneFor(work, null, false, false) : null, task);
    }

    private static void runOn(Object lane, Runnable task) {
        if (lane == null) {
            task.run();
        } else {
            ThreadSandboxWork.run(ThreadSandboxLanes.of(hook, lane), task);
        }
    }

    /** Deletes for others; so nobody else calls it, by reflection neither, whose frames are not looked at. */
    private static boolean isJdksDeletion(Class<?> caller) {
        return isOfTheJdk(caller, "java.io.DeleteOnExitHook");
    }
}
