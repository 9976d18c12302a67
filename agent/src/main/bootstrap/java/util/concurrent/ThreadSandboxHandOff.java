package java.util.concurrent;

import java.lang.invoke.MethodHandle;

/**
 * What the woven classes of this package call where work changes hands: the roles of the thread that hands it on go with it,
 * and it runs under them.
 *
 * <p>Lives in {@code java.base}, so that an application's task has no frame of the agent's below it. Public for other packages
 * of {@code java.base}; an application that calls it can do no more than by submitting the same object to a pool.
 */
public final class ThreadSandboxHandOff {
    private static ThreadSandboxHook hook;

    /** Whether a confined thread was ever started: until then no work has roles that came with it. */
    private static volatile boolean used;

    /** Whether work is looked at where it runs: there are confined threads, or classes of tasks with a role of their own. */
    private static volatile boolean watched;

    /** Whether a confined thread ever made a pool: until then an unconfined thread's tasks need no look at theirs. */
    private static volatile boolean confinedPools;

    private ThreadSandboxHandOff() {}

    /** Takes the hook and the bounds of lanes, once. */
    static synchronized void arm(ThreadSandboxHook newHook, int mostLanes, long idleNanos) {
        if (hook != null) {
            throw new IllegalStateException("thread-sandbox: armed already");
        }
        ThreadSandboxLanes.bound(mostLanes, idleNanos);
        hook = newHook;
    }

    /** A confined thread is about to be started. */
    static void use() {
        used = true;
        watched = true;
    }

    /** There is a class whose tasks have a role of their own. */
    static void watch() {
        watched = true;
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

    /** A pool was made by this thread. */
    static void made(Object pool) {
        if (used && hook.currentRoles() != null) {
            hook.attach(pool);
            confinedPools = true;
        }
    }

    /** A task that stands in the pool as itself was handed to it. */
    static void attach(Object pool, Object task) {
        Object roles = used && task != null ? rolesFor(pool) : null;
        if (roles != null) {
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
        return used && !servesAll(task) ? hook.keepBeside(task, rolesFor(pool), othersWait, mayWrap) : null;
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
     * What is kept of an action that the JDK will run, and nobody else sees.
     *
     * @param task the action
     * @return the action, or it and the roles of the thread that hands it on
     */
    public static Runnable carry(Runnable task) {
        Object roles = used && task != null ? hook.currentRoles() : null;
        return roles == null ? task : new ThreadSandboxTask(task, roles, false);
    }

    /**
     * A group of asynchronous channels hands its event loops to its pool, and whoever is first makes the group that all share.
     * What they call of an application's is handlers, which carry their own roles.
     */
    private static boolean servesAll(Runnable task) {
        Class<?> type = task.getClass();
        return type.getClassLoader() == null && type.getName().startsWith("sun.nio.ch.AsynchronousChannelGroupImpl$");
    }

    /**
     * In place of {@code task.run()} in a pool's worker.
     *
     * @param task the task
     */
    public static void run(Runnable task) {
        if (!watched) {
            task.run();
            return;
        }
        Runnable inner = task;
        Object roles = null;
        if (task instanceof ThreadSandboxTask) {
            inner = ((ThreadSandboxTask) task).task();
            roles = ((ThreadSandboxTask) task).roles();
        }
        Object lane;
        try {
            lane = hook.laneFor(inner, roles, true, true);
        } catch (Throwable t) {
            refused(inner, t);
            return;
        }
        if (lane == null) {
            inner.run();
        } else {
            ThreadSandboxWork.run(ThreadSandboxLanes.of(hook, lane), inner);
        }
    }

    /** A task that cannot run where it must: who waits for its result hears of it, else the worker does. */
    static void refused(Runnable task, Throwable why) {
        if (!(task instanceof FutureTask)) {
            throw ThreadSandboxWork.<RuntimeException>asItWas(why);
        }
        ((FutureTask<?>) task).setException(why);
    }

    /**
     * In place of {@code task.exec()} in {@code ForkJoinTask.doExec}. A task that nothing was attached to comes from a thread
     * without a role. Whoever is no worker only helps.
     */
    static boolean exec(ForkJoinTask<?> task) {
        if (!watched) {
            return task.exec();
        }
        boolean worker = Thread.currentThread() instanceof ForkJoinWorkerThread;
        Object lane = hook.laneFor(task, null, worker, true);
        return lane == null ? task.exec() : ThreadSandboxWork.exec(ThreadSandboxLanes.of(hook, lane), task);
    }

    /**
     * In place of {@code completion.tryFire(mode)} in {@code CompletableFuture.postComplete}: whoever completes.
     * A completion that nothing was attached to was registered by a thread without a role.
     */
    static CompletableFuture<?> fire(CompletableFuture.Completion completion, int mode) {
        Object lane = used ? hook.laneFor(completion, null, false, false) : null;
        return lane == null
                ? completion.tryFire(mode)
                : ThreadSandboxWork.fire(ThreadSandboxLanes.of(hook, lane), completion, mode);
    }

    /**
     * Whether the body of a method with {@code @SandboxedThread} must not run on the calling thread.
     *
     * @param role the role that the annotation names
     * @return false if the calling thread has the role
     */
    public static boolean isOutside(String role) {
        return hook.laneOf(role) != null;
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
        return ThreadSandboxWork.invoke(ThreadSandboxLanes.of(hook, lane), method, arguments);
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
     * At the head of a task of the JDK's that does nothing but call a handler of somebody's.
     *
     * @param task the task
     * @param handler what it calls
     * @return whether the task was run on a lane, and is done
     */
    public static boolean elsewhere(Runnable task, Object handler) {
        Object lane = used ? hook.laneFor(handler, null, false, false) : null;
        if (lane == null) {
            return false;
        }
        ThreadSandboxWork.run(ThreadSandboxLanes.of(hook, lane), task);
        return true;
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
        Object lane = used ? hook.laneFor(handler, null, true, false) : null;
        if (lane == null) {
            handler.uncaughtException(thread, thrown);
        } else {
            ThreadSandboxWork.run(
                    ThreadSandboxLanes.of(hook, lane), new ThreadSandboxDelivery(handler, thread, thrown));
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
        Object roles = used && target != null ? hook.currentRoles() : null;
        return roles == null ? target : ThreadSandboxCallback.of(hook, target, type, roles);
    }

    /**
     * A confined thread does not do this.
     *
     * @param what it would do, for the exception's message
     */
    public static void refuse(String what) {
        if (used && hook.currentRoles() != null) {
            throw new UnsupportedOperationException("thread-sandbox: a confined thread " + what);
        }
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
}
