package io.github.threadsandbox.confine;

import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.util.Set;
import java.util.concurrent.FutureTask;

/**
 * Looks through the JDK's own wrappers to the task that somebody wrote: a FutureTask holds a Callable, which may be an adapter
 * of a Runnable; a ForkJoinTask an adapted one; what {@code CompletableFuture.supplyAsync} submits, a Supplier.
 */
final class TaskAccess {
    private static final int DEPTH = 4;
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

    /** What reads the task of a wrapper; null for any other class. */
    private final ClassValue<MethodHandle> inner;

    TaskAccess(MethodHandles.Lookup javaBase) throws ReflectiveOperationException {
        inner = new ClassValue<>() {
            @Override
            protected MethodHandle computeValue(Class<?> type) {
                return holder(type, javaBase);
            }
        };
        if (inner.get(FutureTask.class) == null) {
            throw new NoSuchFieldException("FutureTask.callable");
        }
    }

    private static MethodHandle holder(Class<?> type, MethodHandles.Lookup javaBase) {
        for (Class<?> c = type; c != null; c = c.getSuperclass()) {
            if (c.getClassLoader() != null || !c.getPackageName().equals(PACKAGE)) {
                continue;
            }
            for (Field field : c.getDeclaredFields()) {
                if (FIELDS.contains(field.getName())
                        && TYPES.contains(field.getType().getName())) {
                    try {
                        return MethodHandles.privateLookupIn(c, javaBase)
                                .unreflectGetter(field)
                                .asType(GETTER);
                    } catch (IllegalAccessException e) {
                        throw new IllegalStateException("thread-sandbox: cannot read " + field.getName());
                    }
                }
            }
        }
        return null;
    }

    boolean isWrapper(Class<?> type) {
        return inner.get(type) != null;
    }

    /** The innermost task; never null for a task that is not. */
    Object unwrap(Object task) {
        Object found = task;
        for (int i = 0; i < DEPTH; i++) {
            MethodHandle holder = inner.get(found.getClass());
            Object next = holder == null ? null : read(holder, found);
            if (next == null) {
                return found;
            }
            found = next;
        }
        return found;
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
