package io.github.threadsandbox.weave;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where frameworks' pools start their workers, which are often threads of the framework's own class, and so work, or make what
 * all share. Each is done on a thread with the roles of the pool's maker. {@code ThreadSandboxGrowth} knows the same methods.
 */
final class PoolGrowth {
    static final GateCall.Target GROW = new GateCall.Target(
            "java/util/concurrent/ThreadSandboxHandOff",
            "grow",
            "(Ljava/lang/Object;Ljava/lang/String;Ljava/lang/String;[Ljava/lang/Object;)Ljava/lang/Object;");

    static final GateCall.Target MADE =
            new GateCall.Target("java/util/concurrent/ThreadSandboxHandOff", "made", "(Ljava/lang/Object;)V");

    private static final Map<String, Set<String>> METHODS = Map.of(
            "io/netty/util/concurrent/SingleThreadEventExecutor", Set.of("doStartThread()V"),
            // One for all, whose thread ends when it has nothing to do, and is started by whoever is next.
            "io/netty/util/concurrent/GlobalEventExecutor", Set.of("startThread()V"),
            "io/netty/util/HashedWheelTimer", Set.of("start()V"),
            "org/apache/tomcat/util/threads/ThreadPoolExecutor", Set.of("addWorker(Ljava/lang/Runnable;Z)Z"),
            "org/eclipse/jetty/util/thread/QueuedThreadPool", Set.of("startThread()V"),
            "kotlinx/coroutines/scheduling/CoroutineScheduler", Set.of("createNewWorker()I"),
            // JBoss Threads 3, and 2; and the thread that hands scheduled tasks to the others.
            "org/jboss/threads/EnhancedQueueExecutor",
                    Set.of(
                            "doStartThread(Lorg/jboss/threads/EnhancedQueueExecutor$Task;)Z",
                            "doStartThread(Ljava/lang/Runnable;)Z",
                            "startScheduleThread()V"),
            // Makes another pool of one worker, on whichever thread has something to do.
            "reactor/core/scheduler/BoundedElasticScheduler",
                    Set.of("createBoundedExecutorService()"
                            + "Lreactor/core/scheduler/BoundedElasticScheduler$BoundedScheduledExecutorService;"),
            // Opens connections until nobody waits for one any more, whoever it was that waited first.
            "com/zaxxer/hikari/pool/HikariPool$PoolEntryCreator", Set.of("call()Ljava/lang/Boolean;"));

    private static final FrameworkNames POOLS = new FrameworkNames(METHODS.keySet());

    private PoolGrowth() {}

    /** The methods, as Java names them. */
    static Set<String> methods() {
        return METHODS.entrySet().stream()
                .flatMap(pool -> pool.getValue().stream()
                        .map(method ->
                                pool.getKey().replace('/', '.') + "." + method.substring(0, method.indexOf('('))))
                .collect(Collectors.toSet());
    }

    static Set<String> pools() {
        return METHODS.keySet();
    }

    static boolean isPool(String className) {
        return POOLS.knows(className);
    }

    static boolean startsWorker(String className, String name, String descriptor) {
        String pool = POOLS.original(className);
        return pool != null && METHODS.get(pool).contains(name + descriptor);
    }
}
