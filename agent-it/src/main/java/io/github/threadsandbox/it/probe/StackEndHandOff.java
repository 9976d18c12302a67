package io.github.threadsandbox.it.probe;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A confined thread hands work on where its stack ends; then another does, and one without a role, with stack enough. */
public final class StackEndHandOff {
    private static final int STACK = 256 * 1024;

    /** From the stack's end back; threads are dear. */
    private static final int DEPTHS = 250;

    private static final int THREADS = 40;

    private final Set<String> seen = ConcurrentHashMap.newKeySet();
    private int left;

    private StackEndHandOff() {}

    /**
     * Hands on.
     *
     * @param arguments none
     * @throws Exception if a thread cannot be joined
     */
    public static void main(String[] arguments) throws Exception {
        // What the JDK initialises on the way breaks there without the agent as well.
        roads().values().forEach(StackEndHandOff::opened);
        StackEndHandOff ends = new StackEndHandOff();
        for (Map.Entry<String, Executor> road : roads().entrySet()) {
            Thread thread = new Thread(null, () -> ends.end(road.getKey(), road.getValue()), "role-1", STACK);
            thread.start();
            thread.join();
        }
        Thread confined = new Thread(() -> later("out"), "role-2");
        confined.start();
        confined.join();
        later("back");
        Kernel.print("seen", ends.seen);
        Runtime.getRuntime().halt(0);
    }

    private static Map<String, Executor> roads() {
        ExecutorService pool = Executors.newFixedThreadPool(2);
        ScheduledExecutorService scheduled = Executors.newScheduledThreadPool(1);
        ForkJoinPool forkJoin = new ForkJoinPool(2);
        Timer timer = new Timer();
        Map<String, Executor> roads = new LinkedHashMap<>();
        roads.put("pool", pool);
        roads.put("submitted", pool::submit);
        roads.put("scheduled", task -> scheduled.schedule(task, 0, TimeUnit.SECONDS));
        roads.put("forkJoin", forkJoin);
        roads.put("future", task -> CompletableFuture.runAsync(task, pool));
        roads.put("timer", task -> timer.schedule(timed(task), 0));
        roads.put("thread", task -> new Thread(task).start());
        return roads;
    }

    private static TimerTask timed(Runnable task) {
        return new TimerTask() {
            @Override
            public void run() {
                task.run();
            }
        };
    }

    private void end(String name, Executor road) {
        left = name.equals("thread") ? THREADS : DEPTHS;
        deeper(road);
    }

    private void deeper(Executor road) {
        try {
            deeper(road);
        } catch (StackOverflowError e) {
            // Here it begins.
        }
        if (left-- > 0) {
            try {
                road.execute(() -> seen.add(Kernel.open()));
            } catch (Throwable t) {
                // It does not run, or it runs as it must.
            }
        }
    }

    private static void later(String who) {
        for (Map.Entry<String, Executor> road : roads().entrySet()) {
            Kernel.print(who + "/" + road.getKey(), opened(road.getValue()));
        }
    }

    private static String opened(Executor road) {
        CompletableFuture<String> opened = new CompletableFuture<>();
        try {
            road.execute(() -> opened.complete(Kernel.open()));
            return opened.get(30, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException | InterruptedException | RuntimeException | Error e) {
            return e.toString();
        }
    }
}
