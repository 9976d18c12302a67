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

    private static final Map<String, String> METHODS = Map.of(
            "io/netty/util/concurrent/SingleThreadEventExecutor", "doStartThread()V",
            // One for all, whose thread ends when it has nothing to do, and is started by whoever is next.
            "io/netty/util/concurrent/GlobalEventExecutor", "startThread()V",
            "io/netty/util/HashedWheelTimer", "start()V",
            "org/apache/tomcat/util/threads/ThreadPoolExecutor", "addWorker(Ljava/lang/Runnable;Z)Z",
            "org/eclipse/jetty/util/thread/QueuedThreadPool", "startThread()V",
            "kotlinx/coroutines/scheduling/CoroutineScheduler", "createNewWorker()I",
            // Opens connections until nobody waits for one any more, whoever it was that waited first.
            "com/zaxxer/hikari/pool/HikariPool$PoolEntryCreator", "call()Ljava/lang/Boolean;");

    private static final FrameworkNames POOLS = new FrameworkNames(METHODS.keySet());

    private PoolGrowth() {}

    /** The methods, as Java names them. */
    static Set<String> methods() {
        return METHODS.entrySet().stream()
                .map(method -> method.getKey().replace('/', '.') + "."
                        + method.getValue().substring(0, method.getValue().indexOf('(')))
                .collect(Collectors.toSet());
    }

    static Set<String> pools() {
        return METHODS.keySet();
    }

    static boolean isPool(String className) {
        return POOLS.original(className) != null;
    }

    static boolean startsWorker(String className, String name, String descriptor) {
        String pool = POOLS.original(className);
        return pool != null && (name + descriptor).equals(METHODS.get(pool));
    }
}
