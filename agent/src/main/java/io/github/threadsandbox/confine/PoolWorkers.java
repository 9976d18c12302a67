package io.github.threadsandbox.confine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.ThreadPoolExecutor;

/**
 * Tells a pool's worker from a thread that is work. A worker inherits nothing from whoever happened to be there when the pool
 * grew: what it is handed carries its own roles, and the pool is its maker's.
 *
 * <p>Only what nobody can dress up as: the JDK's own worker object in a plain {@code Thread}, or the JDK's own
 * {@code ForkJoinWorkerThread}. A thread of an application's own class, whatever it runs, is work.
 */
final class PoolWorkers {
    private final Class<?> workerType;
    private final VarHandle executor;
    private final VarHandle forkJoinPool;

    PoolWorkers(MethodHandles.Lookup javaBase) throws ReflectiveOperationException {
        workerType = Class.forName("java.util.concurrent.ThreadPoolExecutor$Worker", false, null);
        executor = MethodHandles.privateLookupIn(workerType, javaBase)
                .findVarHandle(workerType, "this$0", ThreadPoolExecutor.class);
        forkJoinPool = MethodHandles.privateLookupIn(ForkJoinWorkerThread.class, javaBase)
                .findVarHandle(ForkJoinWorkerThread.class, "pool", ForkJoinPool.class);
    }

    /** The pool whose worker this thread is, or null. */
    Object poolOf(Thread thread, Runnable task) {
        if (thread.getClass() == Thread.class) {
            return workerType.isInstance(task) ? executor.get(task) : null;
        }
        boolean ofTheJdk =
                thread instanceof ForkJoinWorkerThread && thread.getClass().getClassLoader() == null;
        return ofTheJdk ? forkJoinPool.get(thread) : null;
    }
}
