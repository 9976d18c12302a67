package java.util.concurrent;

import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What there is to know of the tasks of a class, looked up once for each class: most can have no role of their own, and forks are
 * too short to look twice.
 */
final class ThreadSandboxConcern extends ClassValue<ThreadSandboxConcern.Kind> {
    private static final String[] MADE_WORK = {
        "kotlinx.coroutines.DispatchedTask",
        "scala.concurrent.impl.Promise$Transformation",
        "scala.concurrent.impl.CallbackRunnable",
        "org.apache.pekko.dispatch.Mailbox",
        "akka.dispatch.Mailbox",
        "io.netty.util.HashedWheelTimer$HashedWheelTimeout",
        "okhttp3.internal.connection.RealCall$AsyncCall",
        "okhttp3.internal.NamedRunnable",
        "io.grpc.internal.SerializingExecutor",
        "io.reactivex.rxjava3.internal.operators.flowable.FlowableObserveOn$BaseObserveOnSubscriber",
        "io.reactivex.rxjava3.internal.operators.observable.ObservableObserveOn$ObserveOnObserver",
        "io.reactivex.rxjava3.internal.operators.single.SingleObserveOn$ObserveOnSingleObserver",
        "io.reactivex.rxjava3.internal.operators.maybe.MaybeObserveOn$ObserveOnMaybeObserver",
        "io.reactivex.rxjava3.internal.operators.completable.CompletableObserveOn$ObserveOnCompletableObserver",
        "reactor.core.publisher.FluxPublishOn$PublishOnSubscriber",
        "reactor.core.publisher.FluxPublishOn$PublishOnConditionalSubscriber",
        "reactor.core.publisher.MonoPublishOn$PublishOnSubscriber",
        "com.github.benmanes.caffeine.cache.BoundedLocalCache$PerformCleanupTask"
    };

    private static volatile ThreadSandboxConcern present;

    /**
     * What was looked up last, by whichever thread: a worker's tasks come in rows of one class, and some take nanoseconds. Only of
     * class loaders that stay for good: this would keep another.
     */
    private static Kind last;

    private final ThreadSandboxHook hook;

    private ThreadSandboxConcern(ThreadSandboxHook hook) {
        this.hook = hook;
    }

    /** The tasks of one class. */
    static final class Kind {
        private final Class<?> type;
        private final boolean role;
        private final boolean alone;
        private final boolean madeWork;

        /**
         * Whether one of them must perhaps not run where it is: it can have a role, or roles came with some. That is said before the
         * first of them is handed on.
         */
        private final AtomicBoolean lookedAt;

        Kind(Class<?> type, boolean role, boolean alone, boolean madeWork, AtomicBoolean carried) {
            this.type = type;
            this.role = role;
            this.alone = alone;
            this.madeWork = madeWork;
            this.lookedAt = role ? new AtomicBoolean(true) : carried;
        }

        /** Whether they can have a role of their own. */
        boolean mayHaveRole() {
            return role;
        }

        /** Whether they look after their roles themselves, whoever hands them on. */
        boolean isAlone() {
            return alone;
        }

        /** Whether they have the roles of who made them, and their run is woven. */
        boolean isMadeWork() {
            return madeWork;
        }
    }

    /** There is a role map, the first or another: every class is looked up anew. */
    static void settle(ThreadSandboxHook hook) {
        present = new ThreadSandboxConcern(hook);
        last = null;
    }

    static Kind of(Object task) {
        return present.get(task.getClass());
    }

    /** Whether it is known already that a task can run where it is: few instructions, and no other method's. */
    static boolean isUnconcerned(Object task) {
        Kind kind = last;
        return kind != null && kind.type == task.getClass() && !kind.lookedAt.getPlain();
    }

    /** Whether a task must perhaps not run where it is. */
    static boolean isLookedAt(Object task) {
        ThreadSandboxConcern now = present;
        Kind kind = now.get(task.getClass());
        ClassLoader loader = kind.type.getClassLoader();
        if (loader == null || loader == ClassLoader.getSystemClassLoader()) {
            last = kind;
            VarHandle.fullFence();
            if (now != present) {
                // Another role map came meanwhile.
                last = null;
            }
        }
        return kind.lookedAt.get();
    }

    @Override
    protected Kind computeValue(Class<?> type) {
        boolean madeWork = isMadeWork(type);
        return new Kind(type, hook.mayHaveRole(type), madeWork || servesAll(type), madeWork, hook.carried(type));
    }

    /**
     * What frameworks hand on by whoever is there has the roles of who made it, and its run is woven. A framework may have come
     * inside another's packages.
     */
    private static boolean isMadeWork(Class<?> task) {
        for (Class<?> type = task; type != null; type = type.getSuperclass()) {
            String name = type.getName();
            for (String made : MADE_WORK) {
                if (name.equals(made) || name.endsWith("." + made)) {
                    // A clone was not seen to be made: it has the roles of whoever hands it on, as any other task.
                    return !Cloneable.class.isAssignableFrom(task);
                }
            }
        }
        return false;
    }

    /**
     * A group of asynchronous channels hands its event loops to its pool, and whoever is first makes the group that all share.
     * What they call of an application's is handlers, which carry their own roles.
     */
    private static boolean servesAll(Class<?> type) {
        return type.getClassLoader() == null && type.getName().startsWith("sun.nio.ch.AsynchronousChannelGroupImpl$");
    }
}
