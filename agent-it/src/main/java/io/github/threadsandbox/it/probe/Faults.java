package io.github.threadsandbox.it.probe;

import io.github.threadsandbox.SandboxedThread;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CountedCompleter;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RecursiveTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Goes roads of confined work again and again; each time the heap is full, or the stack ends, one place further on in the
 * agent. Whatever happens then: no work of a role's may run without it, nobody may wait for ever, and the next time all is well.
 */
public final class Faults {
    private static final int SECONDS = 15;

    private static final MethodHandle MEMORY = fault("failMemory", void.class, int.class);
    static final MethodHandle STACK = fault("failStack", void.class, int.class);
    static final MethodHandle STOP = fault("stop", String.class);

    private final Queue<String> seen = new ConcurrentLinkedQueue<>();
    private final Queue<String> escaped = new ConcurrentLinkedQueue<>();
    private final Set<String> lost = new TreeSet<>();
    private final Set<String> hung = new TreeSet<>();
    private final Set<String> broken = new TreeSet<>();

    private final ExecutorService pool = Executors.newFixedThreadPool(2, Faults::daemon);
    private final ScheduledExecutorService scheduled = Executors.newScheduledThreadPool(1, Faults::daemon);
    private final ForkJoinPool forkJoin = new ForkJoinPool(1);
    private Driver confined;

    /** Whoever executes a task hears nothing of how it ends; the worker's handler does. */
    private static volatile CompletableFuture<String> nobodyWaits = new CompletableFuture<>();

    private Faults() {}

    private static MethodHandle fault(String name, Class<?> result, Class<?>... parameters) {
        try {
            return MethodHandles.lookup()
                    .findStatic(
                            Class.forName("java.lang.ThreadSandboxFaults"),
                            name,
                            MethodType.methodType(result, parameters));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        return thread;
    }

    /** A thread that does what it is told, by a queue of the application's own: so it keeps its role, and gives away none. */
    private static final class Driver extends Thread {
        private final LinkedBlockingQueue<Callable<?>> work = new LinkedBlockingQueue<>();
        private final LinkedBlockingQueue<Object> done = new LinkedBlockingQueue<>();

        Driver(String name) {
            super(name);
            setDaemon(true);
        }

        @Override
        public void run() {
            while (true) {
                Object result;
                try {
                    result = work.take().call();
                } catch (Throwable t) {
                    result = t;
                }
                done.add(String.valueOf(result));
            }
        }

        /** Null if it does not come back. */
        String go(Callable<?> what) throws InterruptedException {
            done.clear();
            work.add(what);
            return (String) done.poll(SECONDS, TimeUnit.SECONDS);
        }
    }

    /** Work that must be confined. */
    private String confinedWork() {
        String how = Kernel.open();
        (how.equals("Permission denied") ? seen : escaped)
                .add(how + " on " + Thread.currentThread().getName());
        return how;
    }

    private final class Task implements Callable<String>, Runnable {
        @Override
        public String call() {
            return confinedWork();
        }

        @Override
        public void run() {
            confinedWork();
        }
    }

    /** A task with a role of its own. */
    @SandboxedThread("compute")
    private final class OwnRole implements Callable<String> {
        @Override
        public String call() {
            return confinedWork();
        }
    }

    @SandboxedThread("compute")
    private String method() {
        return confinedWork();
    }

    private final class Forked extends RecursiveTask<String> {
        private static final long serialVersionUID = 1L;

        @Override
        protected String compute() {
            return confinedWork();
        }
    }

    /** A future that is asked how it ends. */
    private final class OwnFuture extends FutureTask<String> {
        OwnFuture() {
            super(Faults.this::confinedWork);
        }

        @Override
        protected void setException(Throwable thrown) {
            confinedWork();
            super.setException(thrown);
        }

        @Override
        protected void done() {
            confinedWork();
        }
    }

    private final class OwnCompleter extends CountedCompleter<String> {
        private static final long serialVersionUID = 1L;

        @Override
        public void compute() {
            confinedWork();
            tryComplete();
        }

        @Override
        public boolean onExceptionalCompletion(Throwable thrown, CountedCompleter<?> caller) {
            confinedWork();
            return true;
        }
    }

    /**
     * Goes them all.
     *
     * @param arguments {@code memory} or {@code stack}
     * @throws Throwable if a thread is interrupted
     */
    public static void main(String[] arguments) throws Throwable {
        Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> nobodyWaits.completeExceptionally(thrown));
        new Faults()
                .all(
                        arguments[0].equals("memory") ? MEMORY : STACK,
                        Set.of(arguments).contains("verbose"));
        System.exit(0);
    }

    private void all(MethodHandle fail, boolean verbose) throws Throwable {
        confined = new Driver("role-driver");
        confined.start();
        Driver plain = new Driver("plain-driver");
        plain.start();
        Map<String, Callable<?>> byConfined = new LinkedHashMap<>();
        byConfined.put("execute", () -> {
            CompletableFuture<String> done = new CompletableFuture<>();
            nobodyWaits = done;
            pool.execute(() -> done.complete(confinedWork()));
            return done.get(5, TimeUnit.SECONDS);
        });
        byConfined.put(
                "submit", () -> pool.submit((Callable<String>) new Task()).get(5, TimeUnit.SECONDS));
        byConfined.put("schedule", () -> scheduled
                .schedule((Callable<String>) new Task(), 1, TimeUnit.MICROSECONDS)
                .get(5, TimeUnit.SECONDS));
        byConfined.put("supplyAsync", () -> CompletableFuture.supplyAsync(this::confinedWork)
                .get(5, TimeUnit.SECONDS));
        byConfined.put("dependent", () -> {
            CompletableFuture<Integer> future = new CompletableFuture<>();
            CompletableFuture<String> mine = future.thenApply(one -> confinedWork());
            completeElsewhere.add(future);
            return mine.get(5, TimeUnit.SECONDS);
        });
        byConfined.put("fork", () -> forkJoin.submit(new Forked()).get(5, TimeUnit.SECONDS));
        byConfined.put("own future", () -> {
            FutureTask<String> mine = new OwnFuture();
            pool.execute(mine);
            return mine.get(5, TimeUnit.SECONDS);
        });
        byConfined.put("own completer", () -> {
            OwnCompleter mine = new OwnCompleter();
            forkJoin.execute(mine);
            return mine.get(5, TimeUnit.SECONDS);
        });
        byConfined.put("thread", () -> started(new Thread(new Task(), "child")));
        byConfined.put("both roles", () -> started(new Thread(new Task(), "other-child")));
        Map<String, Callable<?>> byPlain = new LinkedHashMap<>();
        byPlain.put("start", () -> started(new Thread(new Task(), "role-started")));
        byPlain.put("method", this::method);
        byPlain.put("own role", () -> pool.submit(new OwnRole()).get(5, TimeUnit.SECONDS));
        if (Runtime.version().feature() >= 25) {
            byPlain.put("virtual", () -> {
                CountDownLatch ran = new CountDownLatch(1);
                Virtual.start("role-v", () -> {
                    confinedWork();
                    ran.countDown();
                });
                return awaited(ran);
            });
            byConfined.put("virtual child", () -> {
                CountDownLatch ran = new CountDownLatch(1);
                Virtual.start("child", () -> {
                    confinedWork();
                    ran.countDown();
                });
                return awaited(ran);
            });
        }
        Thread completer = daemon(() -> {
            while (true) {
                try {
                    completeElsewhere.take().complete(1);
                } catch (InterruptedException e) {
                    return;
                } catch (Throwable t) {
                    // The injected one.
                }
            }
        });
        completer.start();
        for (Map.Entry<String, Callable<?>> road : byPlain.entrySet()) {
            go(road.getKey(), plain, road.getValue(), fail, verbose);
        }
        for (Map.Entry<String, Callable<?>> road : byConfined.entrySet()) {
            go(road.getKey(), confined, road.getValue(), fail, verbose);
        }
        Kernel.print("escaped", new TreeSet<>(escaped));
        Kernel.print("lost", lost);
        Kernel.print("hung", hung);
        Kernel.print("broken", broken);
        Kernel.print("main", Kernel.open());
        Kernel.print("end", "yes");
    }

    private final LinkedBlockingQueue<CompletableFuture<Integer>> completeElsewhere = new LinkedBlockingQueue<>();

    private static String started(Thread thread) throws Exception {
        thread.setDaemon(true);
        thread.start();
        thread.join(5000);
        if (thread.isAlive()) {
            throw new TimeoutException("the thread does not end");
        }
        return "ended";
    }

    private static String awaited(CountDownLatch ran) throws Exception {
        if (!ran.await(5, TimeUnit.SECONDS)) {
            throw new TimeoutException("did not run");
        }
        return "ended";
    }

    private void go(String name, Driver driver, Callable<?> road, MethodHandle fail, boolean verbose) throws Throwable {
        for (int i = 0; i < 3; i++) {
            check(name, driver.go(road), "before");
        }
        int points = 0;
        int ran = 0;
        String where;
        do {
            points++;
            seen.clear();
            int escapes = escaped.size();
            fail.invoke(points);
            String result = driver.go(road);
            where = (String) STOP.invoke();
            String at = name + " at " + where + ": " + result;
            if (result == null) {
                hung.add(at);
                return;
            }
            if (verbose) {
                System.out.println(at + " " + seen);
            }
            if (where != null && result.contains("TimeoutException")) {
                lost.add(at);
            }
            if (escaped.size() > escapes) {
                escaped.add(at);
            }
            ran += seen.isEmpty() ? 0 : 1;
            check(name, driver.go(road), at);
        } while (where != null);
        Kernel.print("road/" + name, (points - 1) + " faults, ran all the same in " + ran);
    }

    private void check(String name, String result, String at) {
        if (result == null || result.contains("Exception") || result.contains("Error")) {
            broken.add(name + " after " + at + ": " + result);
        }
    }
}
