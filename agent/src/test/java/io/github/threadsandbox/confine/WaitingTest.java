package io.github.threadsandbox.confine;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the hand-off knows of tasks that wait in queues: {@code java.util.concurrent.ThreadSandboxWaiting}. */
class WaitingTest {
    /** Some fifth of the places has one of them then, and few have two. */
    private static final int LOST = 4_000;

    private static final int ASKED = 1_000;

    @Test
    void onlyWhatWaitsIsHeldAgainstATask() throws ReflectiveOperationException {
        Object task = new Object();
        assertTrue(mark(task));
        call("add", task);
        assertFalse(mark(task));
        call("add", task);
        call("remove", task);
        assertFalse(mark(task));
        call("remove", task);
        call("remove", task);
        assertTrue(mark(task));
    }

    /** A queue of an application's loses them: {@code getQueue().drainTo}. */
    @Test
    void whatLeftItsQueueUnseenIsNotTakenForOthers() throws ReflectiveOperationException {
        List<Object> lost = new ArrayList<>();
        for (int i = 0; i < LOST; i++) {
            lost.add(new Object());
            call("add", lost.get(i));
        }
        int marked = 0;
        for (int i = 0; i < ASKED; i++) {
            marked += mark(new Object()) ? 1 : 0;
        }
        int found = marked;
        assertTrue(found > ASKED * 9 / 10, () -> found + " of " + ASKED);
        // What was never counted takes nothing of theirs away.
        for (int i = 0; i < ASKED; i++) {
            call("remove", new Object());
        }
        long known = 0;
        for (Object task : lost) {
            known += mark(task) ? 0 : 1;
        }
        assertTrue(known > LOST * 9 / 10, known + " of " + LOST);
        for (Object task : lost) {
            call("remove", task);
        }
    }

    /** Whether a thread with a role may mark a task as its own; and undoes it. */
    private static boolean mark(Object task) throws ReflectiveOperationException {
        boolean marked = (boolean) call("markIfNone", task);
        if (marked) {
            call("marked", task);
        }
        return marked;
    }

    private static Object call(String method, Object task) throws ReflectiveOperationException {
        Method found =
                Class.forName("java.util.concurrent.ThreadSandboxWaiting").getDeclaredMethod(method, Object.class);
        found.setAccessible(true);
        return found.invoke(null, task);
    }
}
