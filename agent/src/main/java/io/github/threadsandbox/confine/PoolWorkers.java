package io.github.threadsandbox.confine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Set;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;

/**
 * Tells a shared thread from one that is work. <b>Work inherits its submitter's roles; a pool's worker inherits nothing from
 * whoever happened to be there when the pool grew; a plain thread is work.</b> What a worker is handed carries its own roles.
 * A pool's worker is its maker's, and the JDK's own shared threads are nobody's.
 *
 * <p>Only what nobody can dress up as: the JDK's own worker object in a plain {@code Thread}, or the JDK's own thread class or
 * task class, told by its name and by the boot loader or the platform loader, to which an application adds no classes. A thread of an application's
 * own class, whatever it runs, is work.
 *
 * <p>A class of the JDK's stands here if what it runs of an application's comes to it by a road that is woven, or if it runs
 * none. Not here, because it is work: what copies a file, serves a port, or tells listeners.
 */
final class PoolWorkers {
    /** Owns the JDK's shared threads; nothing is ever carried with it. */
    private static final Object THE_JDK = new Object();

    /** Classes of threads. */
    private static final Set<String> THREADS = Set.of(
            "java.util.TimerThread",
            "jdk.internal.net.http.HttpClientImpl$SelectorManager",
            "jdk.internal.net.http.common.SSLFlowDelegate$Monitor",
            "jdk.jfr.internal.ShutdownHook");

    /** Classes of tasks, in a plain {@code Thread} or the JDK's own {@code InnocuousThread}; nested ones count. */
    private static final Set<String> TASKS = Set.of(
            "jdk.internal.ref.CleanerImpl",
            "sun.net.www.http.KeepAliveCache",
            "sun.net.www.http.KeepAliveStreamCleaner",
            "sun.nio.fs.LinuxWatchService$Poller",
            "sun.nio.ch.EPollPort$EventHandlerTask",
            "sun.nio.ch.AsynchronousChannelGroupImpl",
            "sun.nio.ch.Poller",
            "java.lang.VirtualThread",
            "java.lang.ProcessHandleImpl",
            "sun.java2d.Disposer");

    /** Classes of the factories of pools that the JDK makes for itself. */
    private static final Set<String> FACTORIES = Set.of(
            "sun.nio.ch.ThreadPool",
            "java.util.concurrent.CompletableFuture$Delayer$DaemonThreadFactory",
            "jdk.internal.net.http.HttpClientImpl$DefaultThreadFactory");

    private static final ClassLoader PLATFORM = ClassLoader.getPlatformClassLoader();

    private final Class<?> innocuousThread;
    private final Class<?> workerType;
    private final VarHandle executor;
    private final VarHandle factory;
    private final VarHandle forkJoinPool;

    /** Of a {@code ForkJoinPool} that schedules (JDK 25); else null. */
    private final Class<?> delayScheduler;

    private final VarHandle delayedPool;

    PoolWorkers(MethodHandles.Lookup javaBase) throws ReflectiveOperationException {
        innocuousThread = Class.forName("jdk.internal.misc.InnocuousThread", false, null);
        workerType = Class.forName("java.util.concurrent.ThreadPoolExecutor$Worker", false, null);
        executor = MethodHandles.privateLookupIn(workerType, javaBase)
                .findVarHandle(workerType, "this$0", ThreadPoolExecutor.class);
        factory = MethodHandles.privateLookupIn(ThreadPoolExecutor.class, javaBase)
                .findVarHandle(ThreadPoolExecutor.class, "threadFactory", ThreadFactory.class);
        forkJoinPool = MethodHandles.privateLookupIn(ForkJoinWorkerThread.class, javaBase)
                .findVarHandle(ForkJoinWorkerThread.class, "pool", ForkJoinPool.class);
        delayScheduler = delayScheduler();
        delayedPool = delayScheduler == null
                ? null
                : MethodHandles.privateLookupIn(delayScheduler, javaBase)
                        .findVarHandle(delayScheduler, "pool", ForkJoinPool.class);
    }

    private static Class<?> delayScheduler() {
        try {
            return Class.forName("java.util.concurrent.DelayScheduler", false, null);
        } catch (ClassNotFoundException e) {
            return null;
        }
    }

    /** The pool whose worker a virtual thread is that runs this, or null. */
    Object poolOf(Object task) {
        return workerType.isInstance(task) ? executor.get(task) : null;
    }

    /** What this thread is a worker of, a pool or the JDK; or null. */
    Object ownerOf(Thread thread, Runnable task) {
        Class<?> type = thread.getClass();
        if (!isOfTheJdk(type)) {
            return null;
        }
        if (thread instanceof ForkJoinWorkerThread) {
            return forkJoinPool.get(thread);
        }
        if (type == delayScheduler) {
            // It hands what is due to its pool, and so calls the pool's factory of workers.
            return delayedPool.get(thread);
        }
        if (type == Thread.class) {
            if (workerType.isInstance(task)) {
                ThreadPoolExecutor pool = (ThreadPoolExecutor) executor.get(task);
                return isOneOf(FACTORIES, factory.get(pool)) ? THE_JDK : pool;
            }
            return isOneOf(TASKS, task) ? THE_JDK : null;
        }
        if (type == innocuousThread) {
            // Only the JDK's own pools have such workers.
            return workerType.isInstance(task) || isOneOf(TASKS, task) ? THE_JDK : null;
        }
        return THREADS.contains(type.getName()) ? THE_JDK : null;
    }

    /** Whether this is one of the JDK's own shared threads, or of the pool that everybody shares. */
    boolean isShared(Thread thread, Runnable task) {
        Object owner = ownerOf(thread, task);
        return owner == THE_JDK || (owner instanceof ForkJoinPool && owner == ForkJoinPool.commonPool());
    }

    /** Whether this is what one of the JDK's own shared threads runs. */
    boolean isShared(Object task) {
        return isOneOf(TASKS, task);
    }

    /** Told by its loader, to which an application adds no classes. */
    static boolean isOfTheJdk(Class<?> type) {
        ClassLoader loader = type.getClassLoader();
        return loader == null || loader == PLATFORM;
    }

    private static boolean isOneOf(Set<String> classes, Object object) {
        if (object == null || !isOfTheJdk(object.getClass())) {
            return false;
        }
        String name = object.getClass().getName();
        int nested = name.indexOf('$');
        return classes.contains(name) || (nested > 0 && classes.contains(name.substring(0, nested)));
    }
}
