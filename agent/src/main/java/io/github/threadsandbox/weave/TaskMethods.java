package io.github.threadsandbox.weave;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import net.bytebuddy.jar.asm.Type;

/**
 * The methods by which executors of an application's own classes take tasks: {@code Executor} and
 * {@code ScheduledExecutorService}, whose other methods come down to these, and those of frameworks that go past them.
 */
final class TaskMethods {
    private static final String RUNNABLE = "(Ljava/lang/Runnable;";
    private static final String CALLABLE = "(Ljava/util/concurrent/Callable;J";

    /** What each is declared in: the woven code looks whether the object is one. {@code tryExecute} is Jetty's. */
    private static final Set<String> NAMES =
            Set.of("execute", "tryExecute", "schedule", "scheduleAtFixedRate", "scheduleWithFixedDelay");

    /** Classes that are no executors, or have another entry, and the start of the names of the methods that take tasks. */
    private static final Map<String, String> OTHERS = Map.of(
            // Reached by Dispatchers.Default and Dispatchers.IO, which do not call its execute.
            "kotlinx/coroutines/scheduling/CoroutineScheduler", "dispatch",
            // The order of a context's blocking work.
            "io/vertx/core/impl/TaskQueue", "execute",
            // An actor system's timer.
            "org/apache/pekko/actor/LightArrayRevolverScheduler", "schedule",
            "akka/actor/LightArrayRevolverScheduler", "schedule");

    private static final byte[][] NAME_BYTES =
            NAMES.stream().map(name -> name.getBytes(StandardCharsets.US_ASCII)).toArray(byte[][]::new);
    private static final byte[][] DESCRIPTOR_BYTES = {
        RUNNABLE.getBytes(StandardCharsets.US_ASCII), CALLABLE.getBytes(StandardCharsets.US_ASCII)
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
        boolean first = descriptor.startsWith(RUNNABLE) || descriptor.startsWith(CALLABLE);
        return NAMES.contains(name) && first ? 1 : 0;
    }

    /** Whether a class takes tasks by this method without being an executor. */
    static boolean isOther(String className, String name) {
        String start = OTHERS.get(className);
        return start != null && name.startsWith(start);
    }

    static boolean isOther(String className) {
        return OTHERS.containsKey(className);
    }

    static boolean isName(byte[] file, int at, int length) {
        for (byte[] name : NAME_BYTES) {
            if (length == name.length && ClassFileScan.startsWith(file, at, name)) {
                return true;
            }
        }
        return false;
    }

    static boolean isDescriptor(byte[] file, int at, int length) {
        for (byte[] descriptor : DESCRIPTOR_BYTES) {
            if (length > descriptor.length && ClassFileScan.startsWith(file, at, descriptor)) {
                return true;
            }
        }
        return false;
    }
}
