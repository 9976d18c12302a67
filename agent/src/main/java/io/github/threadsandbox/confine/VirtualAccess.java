package io.github.threadsandbox.confine;

import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;

/**
 * What the agent reads of the JDK's virtual threads: their scheduler, and which threads are carriers (JDK 21 to 25,
 * {@code VirtualThread} and {@code jdk.internal.misc.CarrierThread}).
 */
final class VirtualAccess {
    private static final MethodType FIELD = methodType(Object.class, Object.class);

    /** From here on a ForkJoinPool has a timer thread, started when first needed. */
    private static final int TIMERS_SINCE = 25;

    /** What whoever made an access first has found; the same for all. */
    private static volatile VirtualAccess found;

    private static void found(VirtualAccess access) {
        found = access;
    }

    /** Asked whenever a virtual thread is made, started or goes on: compiled code reads by a constant handle as by itself. */
    private static final class Constants {
        private static final Class<?> TYPE = found.type;
        private static final Class<?> CARRIER = found.carrierType;
        private static final VarHandle CARRIER_POOL = found.carrierPool;
        private static final MethodHandle SCHEDULER = found.scheduler;
        private static final MethodHandle TASK = found.task;
    }

    private final Class<?> type;
    private final Class<?> carrierType;
    private final VarHandle carrierPool;
    private final MethodHandle scheduler;
    private final MethodHandle continuation;
    private final MethodHandle task;
    private final VarHandle carrierThread;
    private final VarHandle defaultScheduler;
    private final Class<?> timerType;
    private final MethodHandle timerPool;

    private VirtualAccess(MethodHandles.Lookup javaBase, Class<?> type) throws ReflectiveOperationException {
        this.type = type;
        MethodHandles.Lookup in = MethodHandles.privateLookupIn(type, javaBase);
        scheduler = in.findGetter(type, "scheduler", Executor.class).asType(methodType(Executor.class, Thread.class));
        continuation =
                in.findGetter(type, "runContinuation", Runnable.class).asType(methodType(Runnable.class, Thread.class));
        carrierThread = in.findVarHandle(type, "carrierThread", Thread.class);
        defaultScheduler = in.findStaticVarHandle(type, "DEFAULT_SCHEDULER", ForkJoinPool.class);
        carrierType = Class.forName("jdk.internal.misc.CarrierThread", false, null);
        if (!ForkJoinWorkerThread.class.isAssignableFrom(carrierType)) {
            throw new NoSuchFieldException(carrierType.getName() + " is no worker of a pool");
        }
        carrierPool = MethodHandles.privateLookupIn(ForkJoinWorkerThread.class, javaBase)
                .findVarHandle(ForkJoinWorkerThread.class, "pool", ForkJoinPool.class);
        task = task(in, javaBase);
        if (Runtime.version().feature() >= TIMERS_SINCE) {
            timerType = Class.forName("java.util.concurrent.DelayScheduler", false, null);
            timerPool = MethodHandles.privateLookupIn(timerType, javaBase)
                    .findGetter(timerType, "pool", ForkJoinPool.class)
                    .asType(methodType(Executor.class, Thread.class));
        } else {
            timerType = null;
            timerPool = null;
        }
        found(this);
    }

    /**
     * The task of a virtual thread that has not run yet stands in a field of an anonymous class, whose name is javac's:
     * null where it is not found.
     */
    private MethodHandle task(MethodHandles.Lookup in, MethodHandles.Lookup javaBase) {
        try {
            Class<?> continuationType = Class.forName("jdk.internal.vm.Continuation", false, null);
            Class<?> wrapper = Class.forName("java.lang.VirtualThread$VThreadContinuation$1", false, null);
            MethodHandle target = MethodHandles.privateLookupIn(continuationType, javaBase)
                    .findGetter(continuationType, "target", Runnable.class);
            MethodHandle held = MethodHandles.privateLookupIn(wrapper, javaBase)
                    .findGetter(wrapper, "val$task", Runnable.class)
                    .asType(FIELD);
            return MethodHandles.filterReturnValue(
                            MethodHandles.filterReturnValue(in.findGetter(type, "cont", continuationType), target)
                                    .asType(methodType(Object.class, Thread.class)),
                            held)
                    .asType(methodType(Object.class, Thread.class));
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }

    /**
     * Finds it all.
     *
     * @throws ReflectiveOperationException if this JDK has no virtual threads, or other ones
     */
    static VirtualAccess of(MethodHandles.Lookup javaBase) throws ReflectiveOperationException {
        return new VirtualAccess(javaBase, Class.forName("java.lang.VirtualThread", false, null));
    }

    boolean isVirtual(Object thread) {
        return thread.getClass() == Constants.TYPE;
    }

    /** The scheduler whose virtual threads this carrier runs; null for a thread that is none of the JDK's carriers. */
    Executor schedulerOfCarrier(Thread thread) {
        return thread.getClass() == Constants.CARRIER
                ? (ForkJoinPool) Constants.CARRIER_POOL.get((ForkJoinWorkerThread) thread)
                : null;
    }

    /** The scheduler whose timer this thread is, before it runs; null for any other thread. */
    Executor schedulerOfTimer(Thread thread) {
        if (thread.getClass() != timerType) {
            return null;
        }
        try {
            return (Executor) timerPool.invokeExact(thread);
        } catch (Throwable t) {
            throw bug(t);
        }
    }

    Executor scheduler(Thread virtual) {
        try {
            return (Executor) Constants.SCHEDULER.invokeExact(virtual);
        } catch (Throwable t) {
            throw bug(t);
        }
    }

    /** What a virtual thread is mounted on; null where it is not. */
    Thread carrier(Thread virtual) {
        return (Thread) carrierThread.get(virtual);
    }

    /** What a scheduler is given to let the thread go on. */
    Runnable continuation(Thread virtual) {
        try {
            return (Runnable) continuation.invokeExact(virtual);
        } catch (Throwable t) {
            throw bug(t);
        }
    }

    /** What a virtual thread that has not run yet will run; null if that cannot be told. */
    Object task(Thread virtual) {
        try {
            return Constants.TASK == null ? null : (Object) Constants.TASK.invokeExact(virtual);
        } catch (ClassCastException e) {
            return null;
        } catch (Throwable t) {
            throw bug(t);
        }
    }

    /** The JDK's own scheduler. To be called where {@code VirtualThread} is initialised. */
    ForkJoinPool defaultScheduler() {
        return (ForkJoinPool) defaultScheduler.get();
    }

    private static IllegalStateException bug(Throwable t) {
        return new IllegalStateException(
                "thread-sandbox: bug: virtual thread: " + t.getClass().getName());
    }
}
