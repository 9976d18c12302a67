package io.github.threadsandbox.confine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;

/** Looks through the JDK's own wrappers to the task that somebody wrote: a thread runs a FutureTask that holds a Callable. */
final class TaskAccess {
    private static final int DEPTH = 4;

    private final VarHandle callable;
    private final Class<?> adapterType;
    private final VarHandle adapted;

    TaskAccess(MethodHandles.Lookup javaBase) throws ReflectiveOperationException {
        callable = MethodHandles.privateLookupIn(FutureTask.class, javaBase)
                .findVarHandle(FutureTask.class, "callable", Callable.class);
        adapterType = Class.forName("java.util.concurrent.Executors$RunnableAdapter", false, null);
        adapted =
                MethodHandles.privateLookupIn(adapterType, javaBase).findVarHandle(adapterType, "task", Runnable.class);
    }

    /** The innermost task; never null for a task that is not. */
    Object unwrap(Object task) {
        Object inner = task;
        for (int i = 0; i < DEPTH; i++) {
            Object next;
            if (inner instanceof FutureTask<?> future) {
                next = callable.get(future);
            } else if (adapterType.isInstance(inner)) {
                next = adapted.get(inner);
            } else {
                return inner;
            }
            if (next == null) {
                return inner;
            }
            inner = next;
        }
        return inner;
    }
}
