package io.github.threadsandbox.confine;

import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.List;

/**
 * Tells what a virtual thread submits of itself, to go on after it was parked, from work that somebody hands on. It belongs to
 * the virtual thread, never to whoever unparks it.
 *
 * <p>Only the JDK's own: a lambda of {@code java.lang.VirtualThread} (its class is hidden and in that class's nest, which
 * nobody else can make), plain or in the wrapper that a pool of the JDK puts around it.
 */
final class ContinuationTasks {
    /** Wrappers of a Runnable: what {@code ForkJoinPool.execute}, {@code ForkJoinTask.adapt} and {@code schedule} make. */
    private static final List<String> WRAPPERS = List.of(
            "java.util.concurrent.ForkJoinTask$RunnableExecuteAction",
            "java.util.concurrent.ForkJoinTask$AdaptedRunnableAction",
            "java.util.concurrent.DelayScheduler$ScheduledForkJoinTask");

    private record Wrapper(Class<?> type, MethodHandle runnable) {}

    private final List<Wrapper> wrappers = new ArrayList<>();
    private final TaskAccess tasks;
    private final ClassValue<Boolean> continuations;

    ContinuationTasks(TaskAccess tasks, MethodHandles.Lookup javaBase) throws ReflectiveOperationException {
        this.tasks = tasks;
        Class<?> virtual = Class.forName("java.lang.VirtualThread", false, null);
        continuations = new ClassValue<>() {
            @Override
            protected Boolean computeValue(Class<?> type) {
                return type.isHidden() && type.getNestHost() == virtual;
            }
        };
        for (String name : WRAPPERS) {
            Class<?> type;
            try {
                type = Class.forName(name, false, null);
            } catch (ClassNotFoundException e) {
                // Delayed tasks of a ForkJoinPool came with JDK 25.
                continue;
            }
            MethodHandle runnable = MethodHandles.privateLookupIn(type, javaBase)
                    .findGetter(type, "runnable", Runnable.class)
                    .asType(methodType(Object.class, Object.class));
            wrappers.add(new Wrapper(type, runnable));
        }
    }

    boolean contain(Object work) {
        Object inner = unwrap(work);
        return inner != null && continuations.get(inner.getClass());
    }

    private Object unwrap(Object work) {
        for (Wrapper wrapper : wrappers) {
            if (work.getClass() == wrapper.type()) {
                try {
                    return (Object) wrapper.runnable().invokeExact(work);
                } catch (Throwable t) {
                    throw new IllegalStateException(
                            "thread-sandbox: bug: task: " + t.getClass().getName());
                }
            }
        }
        return tasks.unwrap(work);
    }
}
