package io.github.threadsandbox.it.probe;

import io.github.threadsandbox.SandboxedThread;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/** Calls a method with a role, which is done on a lane; each time the stack ends at another of the agent's places. */
public final class LaneFaults {
    private static final int MOST_PLACES = 1_000;

    /** A lane leaves after one second without work. */
    private static final int SECONDS_TO_LEAVE = 10;

    private LaneFaults() {}

    /**
     * Prints at how many places the stack ended, after which of them the thread is interrupted no more, and which lanes do not leave.
     *
     * @param arguments none
     * @throws Throwable if the agent has no places to fail at
     */
    public static void main(String[] arguments) throws Throwable {
        confined();
        Set<String> interruptsLost = new LinkedHashSet<>();
        int places = 0;
        String where;
        do {
            Thread.currentThread().interrupt();
            Faults.STACK.invoke(++places);
            try {
                confined();
            } catch (StackOverflowError | IllegalStateException e) {
                // The injected one, or what came of it.
            }
            where = (String) Faults.STOP.invoke();
            // Where it is interrupted again, the stack that it takes was there all the time.
            if (!Thread.interrupted() && !where.contains("Thread.interrupt on")) {
                interruptsLost.add(where);
            }
            // The lane is idle again, or another one is.
            confined();
        } while (where != null && places < MOST_PLACES);
        Kernel.print("places", places);
        Kernel.print("interruptsLost", interruptsLost);
        Kernel.print("lanes", lanesThatStay());
    }

    @SandboxedThread("compute")
    private static void confined() {
        Thread.onSpinWait();
    }

    private static Set<String> lanesThatStay() throws InterruptedException {
        Set<String> lanes = new TreeSet<>();
        for (int second = 0; second < SECONDS_TO_LEAVE; second++) {
            lanes.clear();
            for (Thread thread : Thread.getAllStackTraces().keySet()) {
                if (thread.getName().startsWith("thread-sandbox-lane-")) {
                    lanes.add(thread.getName());
                }
            }
            if (lanes.isEmpty()) {
                break;
            }
            TimeUnit.SECONDS.sleep(1);
        }
        return lanes;
    }
}
