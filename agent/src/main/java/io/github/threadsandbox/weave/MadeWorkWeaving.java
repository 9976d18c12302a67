package io.github.threadsandbox.weave;

import java.util.Set;
import java.util.stream.Collectors;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.utility.OpenedClassReader;

/**
 * Work that frameworks hand on by whoever happens to be there: who resumes a coroutine, completes a future, sends a message. It
 * has the roles of who made it. {@code ThreadSandboxHandOff} knows these classes by the same names, and puts nothing around
 * them.
 */
final class MadeWorkWeaving {
    static final FrameworkNames NAMES = new FrameworkNames(Set.of(
            // Its timer's thread, or whatever executor the timer has, runs it.
            "io/netty/util/HashedWheelTimer$HashedWheelTimeout",
            // A coroutine from one suspension to the next: made by the thread that it runs on.
            "kotlinx/coroutines/DispatchedTask",
            // A pool of JBoss Threads starts a worker with the task that needed it.
            "org/jboss/threads/EnhancedQueueExecutor$Task",
            // What map, flatMap or foreach registers with a future (Scala 2.13 and 3; 2.12).
            "scala/concurrent/impl/Promise$Transformation",
            "scala/concurrent/impl/CallbackRunnable",
            // An actor: its messages are run by it, whoever sends them.
            "org/apache/pekko/dispatch/Mailbox",
            "akka/dispatch/Mailbox",
            // One that an actor system makes: its guardian gives it its mailbox, and begins it.
            "org/apache/pekko/actor/RepointableActorRef",
            "akka/actor/RepointableActorRef",
            // A call that waits for its turn is handed on by whoever ends another (OkHttp 4 and 5; 3).
            "okhttp3/internal/connection/RealCall$AsyncCall",
            "okhttp3/internal/NamedRunnable",
            // What a call's callbacks come to, from whatever thread the answer does.
            "io/grpc/internal/SerializingExecutor",
            // Subscribers, of whoever subscribed them, on a scheduler to which the publisher hands them on.
            "io/reactivex/rxjava3/internal/operators/flowable/FlowableObserveOn$BaseObserveOnSubscriber",
            "io/reactivex/rxjava3/internal/operators/observable/ObservableObserveOn$ObserveOnObserver",
            "io/reactivex/rxjava3/internal/operators/single/SingleObserveOn$ObserveOnSingleObserver",
            "io/reactivex/rxjava3/internal/operators/maybe/MaybeObserveOn$ObserveOnMaybeObserver",
            "io/reactivex/rxjava3/internal/operators/completable/CompletableObserveOn$ObserveOnCompletableObserver",
            "reactor/core/publisher/FluxPublishOn$PublishOnSubscriber",
            "reactor/core/publisher/FluxPublishOn$PublishOnConditionalSubscriber",
            "reactor/core/publisher/MonoPublishOn$PublishOnSubscriber",
            // One for each cache, handed on by whoever uses the cache.
            "com/github/benmanes/caffeine/cache/BoundedLocalCache$PerformCleanupTask"));

    private static final GateCall.Target MADE =
            new GateCall.Target("java/util/concurrent/ThreadSandboxHandOff", "madeWork", "(Ljava/lang/Object;)V");

    private static final Set<String> ACTORS =
            Set.of("org/apache/pekko/actor/RepointableActorRef", "akka/actor/RepointableActorRef");

    private static final FrameworkNames ACTOR_NAMES = new FrameworkNames(ACTORS);

    /** What a guardian calls to have an actor begin. */
    private static final String POINT = "point";

    private static final GateCall.Target BEGIN = new GateCall.Target(
            "java/util/concurrent/ThreadSandboxHandOff",
            "begin",
            "(Ljava/lang/Object;Ljava/lang/String;Ljava/lang/String;[Ljava/lang/Object;)Ljava/lang/Object;");

    private MadeWorkWeaving() {}

    /** The methods by which such work begins, as Java names them. */
    static Set<String> beginnings() {
        return ACTORS.stream()
                .map(actor -> actor.replace('/', '.') + "." + POINT)
                .collect(Collectors.toUnmodifiableSet());
    }

    static byte[] rewrite(byte[] classFile) {
        ClassReader reader = OpenedClassReader.of(classFile);
        boolean actor = ACTOR_NAMES.knows(reader.getClassName());
        return MethodRewrite.of(reader, (next, access, name, descriptor) -> {
            if (name.equals("<init>")) {
                return GateCall.whenMade(next, MADE, () -> {}, 0);
            }
            if (actor && name.equals(POINT) && descriptor.startsWith("(Z)L")) {
                return GateCall.doneElsewhere(next, reader.getClassName(), name, descriptor, BEGIN, () -> {});
            }
            return (name + descriptor).equals("run()V")
                    ? GateCall.onLane(next, task -> task.visitVarInsn(Opcodes.ALOAD, 0), () -> {})
                    : next;
        });
    }
}
