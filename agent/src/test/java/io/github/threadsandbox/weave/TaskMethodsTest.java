package io.github.threadsandbox.weave;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ScheduledExecutorService;
import net.bytebuddy.jar.asm.Type;
import org.junit.jupiter.api.Test;

class TaskMethodsTest {
    private static final String KOTLIN = "kotlinx/coroutines/scheduling/CoroutineScheduler";
    private static final String GUAVA = "com/google/common/util/concurrent/AbstractFuture";
    private static final String PEKKO = "org/apache/pekko/actor/LightArrayRevolverScheduler";

    @Test
    void takesEveryTaskOfTheJdksInterfaces() {
        Set<String> taken = new TreeSet<>();
        for (Method method : ScheduledExecutorService.class.getMethods()) {
            boolean takes = method.getParameterCount() > 0
                    && List.of(Runnable.class, Callable.class, Collection.class)
                            .contains(method.getParameterTypes()[0]);
            assertEquals(
                    takes ? 1 : 0,
                    TaskMethods.taskVariable("a/Pool", method.getName(), Type.getMethodDescriptor(method)),
                    method::toString);
            if (takes) {
                taken.add(method.getName() + " " + TaskMethods.carries("a/Pool", method.getName()));
            }
        }
        assertEquals(
                Set.of(
                        "execute carryToExecutor",
                        "invokeAll carryToService",
                        "invokeAny carryToService",
                        "schedule carryToScheduled",
                        "scheduleAtFixedRate carryToScheduled",
                        "scheduleWithFixedDelay carryToScheduled",
                        "submit carryToService"),
                taken);
    }

    @Test
    void takesOnlyWhatTheHandOffCanCarry() {
        assertEquals(0, TaskMethods.taskVariable("a/Pool", "execute", "(Ljava/util/concurrent/Callable;)V"));
        assertEquals(0, TaskMethods.taskVariable("a/Pool", "schedule", "(Ljava/util/concurrent/Callable;)V"));
        assertEquals(0, TaskMethods.taskVariable("a/Pool", "submit", "(Ljava/util/Collection;)V"));
        assertEquals(0, TaskMethods.taskVariable("a/Pool", "run", "(Ljava/lang/Runnable;)V"));
        assertEquals(0, TaskMethods.taskVariable("a/Pool", "execute", "(JLjava/lang/Runnable;)V"));
        assertEquals(1, TaskMethods.taskVariable("a/Pool", "tryExecute", "(Ljava/lang/Runnable;)Z"));
    }

    @Test
    void findsTheTaskOfClassesWithAnEntryOfTheirOwn() {
        assertEquals(
                1,
                TaskMethods.taskVariable(
                        KOTLIN, "dispatch", "(Ljava/lang/Runnable;Lkotlinx/coroutines/scheduling/TaskContext;Z)V"));
        assertEquals(
                5,
                TaskMethods.taskVariable(
                        PEKKO,
                        "schedule",
                        "(JJLjava/lang/Runnable;Lscala/concurrent/ExecutionContext;)Lorg/apache/pekko/actor/Cancellable;"));
        assertEquals(0, TaskMethods.taskVariable(KOTLIN, "dispatch", "(J)V"));
        assertEquals("carryTo", TaskMethods.carries(KOTLIN, "dispatch"));
        assertTrue(TaskMethods.isOther(KOTLIN));
        assertFalse(TaskMethods.isOther("a/Pool"));
        assertFalse(TaskMethods.isOther(KOTLIN, "createNewWorker"));
    }

    @Test
    void knowsFutures() {
        assertTrue(TaskMethods.isFuture(GUAVA));
        assertTrue(TaskMethods.isFuture("a/" + GUAVA));
        assertFalse(TaskMethods.isFuture("a/Future"));
    }

    @Test
    void seesNamesAndDescriptorsInAConstantPool() {
        assertTrue(isName("invokeAny"));
        assertFalse(isName("invokeAnything"));
        assertTrue(isDescriptor("(Ljava/lang/Runnable;)V"));
        assertTrue(isDescriptor("(Ljava/util/Collection;JLjava/util/concurrent/TimeUnit;)Ljava/util/List;"));
        assertFalse(isDescriptor("(Ljava/lang/Object;)V"));
        // None of the three may be shorter.
        assertEquals("(Ljava/lang/Runnable;".length(), TaskMethods.SHORTEST_DESCRIPTOR);
        assertFalse(isDescriptor("(Ljava/lang/Runnable;"));
    }

    private static boolean isName(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return TaskMethods.isName(bytes, 0, bytes.length);
    }

    /** At the end of a file, as short as it may be. */
    private static boolean isDescriptor(String text) {
        byte[] bytes = Arrays.copyOf(text.getBytes(StandardCharsets.US_ASCII), text.length() + 40);
        return TaskMethods.isDescriptor(bytes, 0, text.length());
    }
}
