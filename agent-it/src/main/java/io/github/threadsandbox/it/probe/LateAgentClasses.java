package io.github.threadsandbox.it.probe;

import java.lang.ref.Cleaner;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;

/** A confined thread hands on work, and is the first that needs some of the agent's classes for it. */
public final class LateAgentClasses {
    private LateAgentClasses() {}

    /**
     * Does it.
     *
     * @param arguments none
     * @throws Exception if the thread does not end
     */
    public static void main(String[] arguments) throws Exception {
        Thread late = new Thread(
                () -> {
                    Kernel.print("cleaner", answer(LateAgentClasses::cleaned));
                    Kernel.print("future", answer(LateAgentClasses::completed));
                    Kernel.print("pool", answer(LateAgentClasses::pooled));
                    Kernel.print("thread", answer(LateAgentClasses::started));
                },
                "role-late");
        late.start();
        late.join();
        Map<String, String> loaded = new TreeMap<>();
        System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith("late."))
                .forEach(name -> loaded.put(name.substring("late.".length()), System.getProperty(name)));
        Kernel.print("loaded", loaded);
        System.exit(0);
    }

    private interface Road {
        String go() throws Exception;
    }

    private static String answer(Road road) {
        try {
            return road.go();
        } catch (Throwable t) {
            return String.valueOf(t);
        }
    }

    private static String cleaned() throws Exception {
        CompletableFuture<String> seen = new CompletableFuture<>();
        Cleaner.create()
                .register(new Object(), () -> seen.complete(Kernel.open()))
                .clean();
        return seen.get(60, TimeUnit.SECONDS);
    }

    private static String completed() throws Exception {
        CompletableFuture<Integer> first = new CompletableFuture<>();
        CompletableFuture<String> then = first.thenApply(one -> Kernel.open());
        first.complete(1);
        return then.get(60, TimeUnit.SECONDS);
    }

    private static String pooled() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(1);
        String forked = ForkJoinPool.commonPool().submit(Kernel::open).get(60, TimeUnit.SECONDS);
        return forked + ", " + pool.submit(Kernel::open).get(60, TimeUnit.SECONDS);
    }

    private static String started() throws Exception {
        CompletableFuture<String> seen = new CompletableFuture<>();
        new Thread(() -> seen.complete(Kernel.open())).start();
        return seen.get(60, TimeUnit.SECONDS);
    }
}
