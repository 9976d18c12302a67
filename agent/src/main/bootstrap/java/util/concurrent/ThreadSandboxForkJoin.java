package java.util.concurrent;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * The end of a {@link ForkJoinTask}. An application's own class has a say in it: {@code cancel} is any task's to override, and
 * {@code onExceptionalCompletion} a {@link CountedCompleter}'s. The pool's worker, or whoever ends the pool, calls them, where
 * the task itself ran on a lane or did not run at all.
 */
final class ThreadSandboxForkJoin {
    /** As {@link ForkJoinTask} has them, whatever a subclass makes of them. */
    private static final MethodHandle CANCEL;

    private static final MethodHandle COMPLETE_EXCEPTIONALLY;

    /** Tells nobody but who waits: {@code onExceptionalCompletion} is not called. It returns something else on each JDK. */
    private static final MethodHandle SET_THROWN;

    static {
        try {
            Class<?> type = ForkJoinTask.class;
            MethodHandles.Lookup in = MethodHandles.privateLookupIn(type, MethodHandles.lookup());
            CANCEL = in.findSpecial(type, "cancel", MethodType.methodType(boolean.class, boolean.class), type);
            COMPLETE_EXCEPTIONALLY = in.findSpecial(
                    type, "completeExceptionally", MethodType.methodType(void.class, Throwable.class), type);
            SET_THROWN = setThrown(in).asType(MethodType.methodType(void.class, type, Throwable.class));
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private ThreadSandboxForkJoin() {}

    private static MethodHandle setThrown(MethodHandles.Lookup in) throws ReflectiveOperationException {
        try {
            return in.findVirtual(
                    ForkJoinTask.class, "trySetThrown", MethodType.methodType(boolean.class, Throwable.class));
        } catch (NoSuchMethodException e) {
            return in.findVirtual(
                    ForkJoinTask.class, "trySetThrown", MethodType.methodType(int.class, Throwable.class));
        }
    }

    /** In place of {@code task.exec()}, on a lane: an exception ends the task here, and not on the thread that waits. */
    static boolean exec(ForkJoinTask<?> task) {
        if (!(task instanceof CountedCompleter)) {
            return task.exec();
        }
        try {
            return task.exec();
        } catch (Throwable t) {
            try {
                COMPLETE_EXCEPTIONALLY.invokeExact((ForkJoinTask<?>) task, t);
            } catch (Throwable handlers) {
                // Of the task's own handler, or for want of room: whoever waits hears of the first.
                fail((CountedCompleter<?>) task, t);
            }
            return false;
        }
    }

    /** Ends a task that could not run, and all that it is part of, and calls nothing of theirs. */
    static void fail(CountedCompleter<?> task, Throwable why) {
        for (CountedCompleter<?> each = task; each != null; each = each.completer) {
            try {
                SET_THROWN.invokeExact((ForkJoinTask<?>) each, why);
            } catch (Throwable t) {
                throw ThreadSandboxWork.<RuntimeException>asItWas(t);
            }
        }
    }

    /** In place of {@code task.cancel(mayInterrupt)} where a pool ends: it is called under the roles that came with the task. */
    static boolean cancel(Future<?> task, boolean mayInterrupt) {
        if (!(task instanceof ForkJoinTask) || task.getClass().getClassLoader() == null) {
            return task.cancel(mayInterrupt);
        }
        Cancellation cancellation = new Cancellation((ForkJoinTask<?>) task, mayInterrupt);
        try {
            ThreadSandboxHandOff.runUnderRolesOf(task, cancellation);
        } catch (Throwable t) {
            if (!((ForkJoinTask<?>) task).isDone()) {
                cancellation.byTheJdk();
            }
        }
        return true;
    }

    private static final class Cancellation implements Runnable {
        private final ForkJoinTask<?> task;
        private final boolean mayInterrupt;

        Cancellation(ForkJoinTask<?> task, boolean mayInterrupt) {
            this.task = task;
            this.mayInterrupt = mayInterrupt;
        }

        @Override
        public void run() {
            task.cancel(mayInterrupt);
        }

        /** Without the class's own method: there is no thread for it. */
        void byTheJdk() {
            try {
                boolean ignored = (boolean) CANCEL.invokeExact((ForkJoinTask<?>) task, mayInterrupt);
            } catch (Throwable t) {
                throw ThreadSandboxWork.<RuntimeException>asItWas(t);
            }
        }
    }
}
