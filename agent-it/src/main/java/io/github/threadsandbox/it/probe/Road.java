package io.github.threadsandbox.it.probe;

import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A way that work takes; what it says at its end is printed. */
interface Road {
    Object go() throws Exception;

    static void print(String name, Road road) {
        try {
            Kernel.print(name, road.go());
        } catch (Exception e) {
            Kernel.print(name, e);
        }
    }

    /** What a task that runs again and again can do, the second time. */
    static String secondRun(ScheduledExecutorService scheduled) throws InterruptedException {
        LinkedBlockingQueue<String> seen = new LinkedBlockingQueue<>();
        Future<?> every = scheduled.scheduleAtFixedRate(() -> seen.add(Kernel.open()), 1, 1, TimeUnit.MILLISECONDS);
        seen.take();
        String second = seen.take();
        every.cancel(false);
        return second;
    }
}
