package java.util.concurrent;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * What woven executors of an application's own classes call where they take tasks: roles go around the tasks, for nothing else of
 * such an executor is known.
 *
 * <p>Public for those classes, as {@link ThreadSandboxHandOff} is.
 */
public final class ThreadSandboxExecutors {
    private static final String GUAVA = "com.google.common.util.concurrent.";

    private ThreadSandboxExecutors() {}

    /**
     * What an executor of an application's own class takes for a task: its queue and its workers are not woven, so the roles go
     * around the task. From the first task of a confined thread on, those of others go with none: what drains the queue may have
     * been handed on by the confined thread.
     *
     * @param executor the executor
     * @param task the task
     * @return the task, or it and the roles of the thread that submits it
     */
    public static Runnable carryTo(Object executor, Runnable task) {
        Object roles = task == null ? null : ThreadSandboxHandOff.rolesTo(executor);
        if (roles == null
                || task instanceof ThreadSandboxTask
                        && ((ThreadSandboxTask) task).roles().equals(roles)) {
            return task;
        }
        return ThreadSandboxConcern.of(task).isAlone() ? task : new ThreadSandboxTask(task, roles, false);
    }

    /**
     * The same for a task that returns something.
     *
     * @param <V> what it returns
     * @param executor the executor
     * @param task the task
     * @return the task, or it and the roles of the thread that submits it
     */
    public static <V> Callable<V> carryTo(Object executor, Callable<V> task) {
        Object roles =
                task == null || task instanceof ThreadSandboxCall ? null : ThreadSandboxHandOff.rolesTo(executor);
        return roles == null ? task : new ThreadSandboxCall<>(ThreadSandboxHandOff.hook(), task, roles);
    }

    /**
     * A listener that is registered with a future of Guava's, and run by whoever completes it. What such a future registers of its
     * own, to be completed by another, it looks for: that stays as it is, for it runs nothing but that future's listeners.
     *
     * @param future the future
     * @param executor what the listener is to be handed to
     * @param listener the listener
     * @return the listener, or it and the roles, or none, of the thread that registers it
     */
    public static Runnable carryListener(Object future, Object executor, Runnable listener) {
        return listener == null || executor == null || isGuavas(listener.getClass(), future)
                ? listener
                : ThreadSandboxHandOff.listener(
                        listener,
                        ThreadSandboxConcern.isNamed(executor.getClass().getName(), GUAVA + "DirectExecutor"));
    }

    /**
     * The same for a listener that is no task, but an object of an interface of the framework's.
     *
     * @param listener the listener
     * @param type the interface, which it may have
     * @return the listener, or what calls it under the roles of the thread that registers it
     */
    public static Object carryListener(Object listener, Class<?> type) {
        return type.isInstance(listener) ? ThreadSandboxHandOff.callback(listener, type) : listener;
    }

    /**
     * What a future knows a listener by that it is to drop.
     *
     * @param registered its one listener, or all of them
     * @param listener the listener that was registered
     * @return what was put around it, where that is registered; else the listener
     */
    public static Object carriedListener(Object registered, Object listener) {
        Object[] all = registered instanceof Collection
                ? ((Collection<?>) registered).toArray()
                : registered instanceof Object[] ? (Object[]) registered : new Object[] {registered};
        for (Object one : all) {
            if (ThreadSandboxCallback.isAround(one, listener)) {
                return one;
            }
        }
        return listener;
    }

    /** Of the future's own class by its nest, to which others add hidden classes alone (JEP 371). */
    private static boolean isGuavas(Class<?> listener, Object future) {
        Class<?> host = listener.getNestHost();
        return !listener.isHidden()
                && host.isInstance(future)
                && ThreadSandboxConcern.isNamed(host.getName(), GUAVA + "AbstractFuture");
    }

    /**
     * The same, where a class has such a method and may be no executor.
     *
     * @param executor perhaps an executor
     * @param task the task
     * @return the task, or it and the roles of the thread that submits it
     */
    public static Runnable carryToExecutor(Object executor, Runnable task) {
        return executor instanceof Executor ? carryTo(executor, task) : task;
    }

    /**
     * The same for {@code ScheduledExecutorService}.
     *
     * @param executor perhaps an executor
     * @param task the task
     * @return the task, or it and the roles of the thread that submits it
     */
    public static Runnable carryToScheduled(Object executor, Runnable task) {
        return executor instanceof ScheduledExecutorService ? carryTo(executor, task) : task;
    }

    /**
     * The same for {@code ScheduledExecutorService}.
     *
     * @param <V> what the task returns
     * @param executor perhaps an executor
     * @param task the task
     * @return the task, or it and the roles of the thread that submits it
     */
    public static <V> Callable<V> carryToScheduled(Object executor, Callable<V> task) {
        return executor instanceof ScheduledExecutorService ? carryTo(executor, task) : task;
    }

    /**
     * The same for {@code ExecutorService}.
     *
     * @param executor perhaps an executor
     * @param task the task
     * @return the task, or it and the roles of the thread that submits it
     */
    public static Runnable carryToService(Object executor, Runnable task) {
        return executor instanceof ExecutorService ? carryTo(executor, task) : task;
    }

    /**
     * The same for {@code ExecutorService}.
     *
     * @param <V> what the task returns
     * @param executor perhaps an executor
     * @param task the task
     * @return the task, or it and the roles of the thread that submits it
     */
    public static <V> Callable<V> carryToService(Object executor, Callable<V> task) {
        return executor instanceof ExecutorService ? carryTo(executor, task) : task;
    }

    /**
     * The same for {@code ExecutorService.invokeAll} and {@code invokeAny}.
     *
     * @param executor perhaps an executor
     * @param tasks the tasks
     * @return the tasks, or as many with the roles of the thread that submits them
     */
    public static Collection<?> carryToService(Object executor, Collection<?> tasks) {
        if (tasks == null || !(executor instanceof ExecutorService) || ThreadSandboxHandOff.rolesTo(executor) == null) {
            return tasks;
        }
        List<Object> all = new ArrayList<>(tasks.size());
        for (Object task : tasks) {
            all.add(task instanceof Callable ? carryTo(executor, (Callable<?>) task) : task);
        }
        return all;
    }
}
