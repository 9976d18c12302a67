package java.util.concurrent;

import java.lang.invoke.VarHandle;
import java.lang.ref.WeakReference;
import java.util.Queue;
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
        "org.apache.pekko.actor.RepointableActorRef",
        "akka.actor.RepointableActorRef",
        "io.netty.util.HashedWheelTimer$HashedWheelTimeout",
        "org.jboss.threads.EnhancedQueueExecutor$Task",
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

    private static final Queue<Foreign> FOREIGN = new ConcurrentLinkedQueue<>();

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
        private final boolean foreign;

        /**
         * Whether one of them must perhaps not run where it is: it can have a role, or roles came with some. That is said before the
         * first of them is handed on.
         */
        private final AtomicBoolean lookedAt;

        Kind(Class<?> type, boolean role, boolean alone, boolean madeWork, boolean foreign, AtomicBoolean carried) {
            this.type = type;
            this.role = role;
            this.alone = alone;
            this.madeWork = madeWork;
            this.foreign = foreign;
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

        /**
         * Whether a confined thread defined that class: it may be no framework's, but named like one, and have itself run before its
         * constructor comes to its end. So what nothing came with is nobody's in particular.
         */
        boolean isForeign() {
            return foreign;
        }
    }

    /** A class that a confined thread defined. */
    private static final class Foreign extends WeakReference<ClassLoader> {
        private final String name;

        Foreign(ClassLoader loader, String name) {
            super(loader);
            this.name = name;
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

    static boolean isMadeWork(Class<?> type) {
        return present.get(type).isMadeWork();
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
        Class<?> made = madeWorkOf(type);
        return new Kind(
                type,
                hook.mayHaveRole(type),
                made != null || servesAll(type),
                made != null,
                made != null && isForeign(made),
                hook.carried(type));
    }

    /**
     * What frameworks hand on by whoever is there has the roles of who made it, and its run is woven.
     *
     * @return the framework's class that a task is of; null if it is of none
     */
    private static Class<?> madeWorkOf(Class<?> task) {
        for (Class<?> type = task; type != null; type = type.getSuperclass()) {
            if (isNamed(type.getName(), MADE_WORK)) {
                // A clone was not seen to be made: it has the roles of whoever hands it on, as any other task.
                return Cloneable.class.isAssignableFrom(task) ? null : type;
            }
        }
        return null;
    }

    /** Whether a name is one of a framework's, or ends as one: that may have come inside another's packages. */
    static boolean isNamed(String name, String... frameworks) {
        for (String known : frameworks) {
            if (name.equals(known) || name.endsWith("." + known)) {
                return true;
            }
        }
        return false;
    }

    /** A confined thread defines a class with the name of a framework's: its loader, which another may resemble, and its name. */
    static void foreign(ClassLoader loader, String name) {
        FOREIGN.removeIf(known -> known.refersTo(null));
        FOREIGN.add(new Foreign(loader, name));
    }

    private static boolean isForeign(Class<?> type) {
        for (Foreign known : FOREIGN) {
            if (known.refersTo(type.getClassLoader()) && known.name.equals(type.getName())) {
                return true;
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
