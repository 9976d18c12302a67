package io.github.threadsandbox.weave;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.bytebuddy.jar.asm.Type;

/**
 * The methods by which executors of an application's own classes take tasks: those of {@code Executor},
 * {@code ExecutorService} and {@code ScheduledExecutorService}, and those of frameworks that go past them.
 */
final class TaskMethods {
    private static final String RUNNABLE = "(Ljava/lang/Runnable;";
    private static final String CALLABLE = "(Ljava/util/concurrent/Callable;";
    private static final String TASKS = "(Ljava/util/Collection;";

    /** In the hand-off: the woven code looks whether the object is what declares the method. */
    private static final String EXECUTOR = "carryToExecutor";

    private static final String SERVICE = "carryToService";
    private static final String SCHEDULED = "carryToScheduled";

    /** What each method's descriptor may begin with, and who carries its task. {@code tryExecute} is Jetty's, the next two are XNIO's. */
    private static final Map<String, Way> NAMES = Map.of(
            "execute", new Way(EXECUTOR, RUNNABLE),
            "tryExecute", new Way(EXECUTOR, RUNNABLE),
            "executeAfter", new Way(EXECUTOR, RUNNABLE),
            "executeAtInterval", new Way(EXECUTOR, RUNNABLE),
            "submit", new Way(SERVICE, RUNNABLE, CALLABLE),
            "invokeAll", new Way(SERVICE, TASKS),
            "invokeAny", new Way(SERVICE, TASKS),
            "schedule", new Way(SCHEDULED, RUNNABLE, CALLABLE + "J"),
            "scheduleAtFixedRate", new Way(SCHEDULED, RUNNABLE),
            "scheduleWithFixedDelay", new Way(SCHEDULED, RUNNABLE));

    private record Way(String carries, List<String> first) {
        Way(String carries, String... first) {
            this(carries, List.of(first));
        }

        boolean takes(String descriptor) {
            return first.stream().anyMatch(descriptor::startsWith);
        }
    }

    /** Classes that are no executors, or have another entry, and the start of the names of the methods that take tasks. */
    private static final Map<String, String> OTHERS = Map.of(
            // Reached by Dispatchers.Default and Dispatchers.IO, which do not call its execute.
            "kotlinx/coroutines/scheduling/CoroutineScheduler", "dispatch",
            // The order of a context's blocking work.
            "io/vertx/core/impl/TaskQueue", "execute",
            // An actor system's timer.
            "org/apache/pekko/actor/LightArrayRevolverScheduler", "schedule",
            "akka/actor/LightArrayRevolverScheduler", "schedule",
            // Guava's futures: a listener is its registrar's, whoever completes.
            "com/google/common/util/concurrent/AbstractFuture", "addListener",
            "com/google/common/util/concurrent/ExecutionList", "add");

    private static final FrameworkNames FUTURES = new FrameworkNames(Set.of(
            "com/google/common/util/concurrent/AbstractFuture", "com/google/common/util/concurrent/ExecutionList"));

    private static final FrameworkNames OTHER_NAMES = new FrameworkNames(OTHERS.keySet());

    private static final Texts NAME_TEXTS = new Texts(NAMES.keySet());
    /** What takes a task has a longer one. */
    static final int SHORTEST_DESCRIPTOR = RUNNABLE.length();

    private static final byte[][] DESCRIPTOR_BYTES = {
        RUNNABLE.getBytes(StandardCharsets.US_ASCII),
        CALLABLE.getBytes(StandardCharsets.US_ASCII),
        TASKS.getBytes(StandardCharsets.US_ASCII)
    };

    private TaskMethods() {}

    /** The variable of an instance method that holds the task it takes, or 0 for a method that takes none. */
    static int taskVariable(String className, String name, String descriptor) {
        if (isOther(className, name)) {
            int variable = 1;
            for (Type parameter : Type.getArgumentTypes(descriptor)) {
                if (parameter.getDescriptor().equals("Ljava/lang/Runnable;")) {
                    return variable;
                }
                variable += parameter.getSize();
            }
            return 0;
        }
        Way way = NAMES.get(name);
        return way != null && way.takes(descriptor) ? 1 : 0;
    }

    /** The hand-off's method that carries the task. */
    static String carries(String className, String name) {
        return isOther(className, name) ? "carryTo" : NAMES.get(name).carries();
    }

    /** Whether a class's listeners are run by whoever completes it; their methods take the executor behind the listener. */
    static boolean isFuture(String className) {
        return FUTURES.knows(className);
    }

    /** Whether a class takes tasks by this method without being an executor. */
    static boolean isOther(String className, String name) {
        String other = OTHER_NAMES.original(className);
        return other != null && name.startsWith(OTHERS.get(other));
    }

    static boolean isOther(String className) {
        return OTHER_NAMES.knows(className);
    }

    static Set<String> names() {
        return NAMES.keySet();
    }

    static Set<String> others() {
        return OTHERS.keySet();
    }

    static boolean isName(byte[] file, int at, int length) {
        return NAME_TEXTS.has(file, at, length);
    }

    static boolean isDescriptor(byte[] file, int at, int length) {
        for (byte[] descriptor : DESCRIPTOR_BYTES) {
            if (length > descriptor.length && Texts.isAt(file, at, descriptor)) {
                return true;
            }
        }
        return false;
    }
}
