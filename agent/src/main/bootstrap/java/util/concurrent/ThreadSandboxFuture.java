package java.util.concurrent;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

/** The end of a {@link FutureTask} that could not run where it must. */
final class ThreadSandboxFuture {
    private static final int NEW = 0;
    private static final int COMPLETING = 1;
    private static final int EXCEPTIONAL = 3;

    private static final VarHandle STATE;
    private static final VarHandle OUTCOME;
    private static final VarHandle WAITERS;
    private static final VarHandle COMPLETIONS;

    /** What {@code ExecutorCompletionService} hands to its executor. */
    private static final Class<?> QUEUEING;

    static {
        try {
            MethodHandles.Lookup in = MethodHandles.privateLookupIn(FutureTask.class, MethodHandles.lookup());
            STATE = in.findVarHandle(FutureTask.class, "state", int.class);
            OUTCOME = in.findVarHandle(FutureTask.class, "outcome", Object.class);
            WAITERS = in.findVarHandle(FutureTask.class, "waiters", FutureTask.WaitNode.class);
            QUEUEING = Class.forName("java.util.concurrent.ExecutorCompletionService$QueueingFuture", false, null);
            COMPLETIONS = MethodHandles.privateLookupIn(QUEUEING, MethodHandles.lookup())
                    .findVarHandle(QUEUEING, "completionQueue", BlockingQueue.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private ThreadSandboxFuture() {}

    /**
     * Fails a task. The thread that does it may have fewer roles than the task: a class of an application's is not asked
     * ({@code setException}, {@code done}), and whoever waits hears of it all the same.
     */
    static void fail(FutureTask<?> task, Throwable why) {
        if (isTheJdks(task)) {
            task.setException(why);
        } else if (STATE.compareAndSet(task, NEW, COMPLETING)) {
            OUTCOME.set(task, why);
            STATE.setVolatile(task, EXCEPTIONAL);
            wake(task);
        }
    }

    /** Whether nothing but the JDK's is called when it ends. */
    private static boolean isTheJdks(FutureTask<?> task) {
        Class<?> type = task.getClass();
        return type.getClassLoader() == null
                && (type != QUEUEING
                        || ThreadSandboxQueue.isIndifferent(
                                COMPLETIONS.get(task).getClass()));
    }

    private static void wake(FutureTask<?> task) {
        FutureTask.WaitNode waiting = (FutureTask.WaitNode) WAITERS.getAndSet(task, null);
        for (FutureTask.WaitNode each = waiting; each != null; each = each.next) {
            Thread thread = each.thread;
            if (thread != null) {
                LockSupport.unpark(thread);
            }
        }
    }
}
