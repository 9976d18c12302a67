package io.github.threadsandbox.confine;

import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.FutureTask;

/**
 * Looks through the JDK's own wrappers to the task that somebody wrote: a FutureTask holds a Callable, which may be an adapter
 * of a Runnable; a ForkJoinTask an adapted one; what {@code CompletableFuture.supplyAsync} submits, a Supplier.
 */
final class TaskAccess {
    /** More than anybody puts around a task; the JDK's own come to six. One that is read from a stream may have itself in it. */
    static final int MOST = 1 << 10;

    private static final String PACKAGE = FutureTask.class.getPackageName();

    /** What the wrappers of {@code java.util.concurrent} call the field that holds the task. */
    private static final Set<String> FIELDS = Set.of("callable", "runnable", "task", "fn");

    private static final Set<String> TYPES = Set.of(
            "java.lang.Runnable",
            "java.util.concurrent.Callable",
            "java.util.function.Supplier",
            "java.util.function.Function",
            "java.util.function.BiFunction",
            "java.util.function.Consumer",
            "java.util.function.BiConsumer");

    /** One type for all, so that each is called as it is: a VarHandle that is no constant is slow unless its own type is used. */
    private static final MethodType GETTER = methodType(Object.class, Object.class);

    /** What reads the task of a wrapper, one for each field that may hold it; none for any other class. */
    private final ClassValue<MethodHandle[]> inner;

    private final ThreadAccess threads;

    TaskAccess(ThreadAccess threads, MethodHandles.Lookup javaBase) throws ReflectiveOperationException {
        this.threads = threads;
        inner = new ClassValue<>() {
            @Override
            protected MethodHandle[] computeValue(Class<?> type) {
                return holders(type, javaBase);
            }
        };
        if (inner.get(FutureTask.class).length == 0) {
            throw new NoSuchFieldException("FutureTask.callable");
        }
    }

    private static MethodHandle[] holders(Class<?> type, MethodHandles.Lookup javaBase) {
        List<MethodHandle> found = new ArrayList<>();
        for (Class<?> c = type; c != null && found.isEmpty(); c = c.getSuperclass()) {
            if (c.getClassLoader() != null || !c.getPackageName().equals(PACKAGE)) {
                continue;
            }
            for (Field field : c.getDeclaredFields()) {
                // The fields of a lambda have no names of their own: a pool of a thread for each task has one around
                // each.
                if ((c.isHidden() || FIELDS.contains(field.getName()))
                        && !Modifier.isStatic(field.getModifiers())
                        && TYPES.contains(field.getType().getName())) {
                    try {
                        found.add(MethodHandles.privateLookupIn(c, javaBase)
                                .unreflectGetter(field)
                                .asType(GETTER));
                    } catch (IllegalAccessException e) {
                        throw new IllegalStateException("thread-sandbox: cannot read " + field.getName());
                    }
                }
            }
        }
        return found.toArray(MethodHandle[]::new);
    }

    boolean isWrapper(Class<?> type) {
        return Thread.class.isAssignableFrom(type) || inner.get(type).length > 0;
    }

    /** What is in the JDK's own wrappers; never null for a task that is not. */
    Object unwrap(Object task) {
        return last(task, false);
    }

    /** The innermost task: a thread that is handed on as a task runs its own. */
    Object innermost(Object task) {
        return last(task, true);
    }

    private Object last(Object task, boolean throughThreads) {
        Object found = task;
        for (int i = 0; i < MOST; i++) {
            Object next = throughThreads ? within(found) : held(found);
            if (next == null) {
                return found;
            }
            found = next;
        }
        return found;
    }

    /** The task that this one runs, if it is a wrapper, of whatever class; else null. */
    Object within(Object task) {
        return task instanceof Thread thread ? threads.task(thread) : held(task);
    }

    private Object held(Object wrapper) {
        for (MethodHandle holder : inner.get(wrapper.getClass())) {
            Object next = read(holder, wrapper);
            if (next != null) {
                return next;
            }
        }
        return null;
    }

    private static Object read(MethodHandle holder, Object wrapper) {
        try {
            return (Object) holder.invokeExact(wrapper);
        } catch (Throwable t) {
            throw new IllegalStateException(
                    "thread-sandbox: bug: task: " + t.getClass().getName());
        }
    }
}
