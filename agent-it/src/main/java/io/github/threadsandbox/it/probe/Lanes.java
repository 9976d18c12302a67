package io.github.threadsandbox.it.probe;

import io.github.threadsandbox.SandboxedThread;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RecursiveTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Tasks that have a role of their own, on shared pools; and what they find on their lanes. */
public final class Lanes {
    private static final ThreadLocal<String> OWN = new ThreadLocal<>();
    private static final InheritableThreadLocal<String> INHERITED = new InheritableThreadLocal<>();

    private static ExecutorService pool;

    private Lanes() {}

    @SandboxedThread("compute")
    private static final class Annotated implements Callable<String>, Supplier<String>, Runnable {
        @Override
        public String call() {
            return Kernel.open();
        }

        @Override
        public String get() {
            return Kernel.open();
        }

        @Override
        public void run() {
            Kernel.print("executed", Kernel.open());
        }
    }

    @SandboxedThread("compute")
    private static final class Recursive extends RecursiveTask<String> {
        private static final long serialVersionUID = 1L;

        @Override
        protected String compute() {
            return Kernel.open();
        }
    }

    @SandboxedThread("nobody-defined-this")
    private static final class Undefined implements Callable<String> {
        @Override
        public String call() {
            return Kernel.open();
        }
    }

    /** Takes its role from the map, by its class. */
    private static final class Matched implements Callable<String> {
        private final Callable<String> inner;

        Matched(Callable<String> inner) {
            this.inner = inner;
        }

        @Override
        public String call() throws Exception {
            return inner.call();
        }
    }

    /** Of a role that shares the worker's thread-locals. */
    private static final class Sharing implements Callable<String> {
        private final Callable<String> inner;

        Sharing(Callable<String> inner) {
            this.inner = inner;
        }

        @Override
        public String call() throws Exception {
            return inner.call();
        }
    }

    /**
     * Runs them.
     *
     * @param arguments none
     * @throws Exception if one fails
     */
    public static void main(String[] arguments) throws Exception {
        pool = Executors.newFixedThreadPool(8);
        roads();
        contract();
        context();
        bounds();
        Kernel.print("end", "yes");
        System.exit(0);
    }

    private static String compute(Callable<String> task) throws Exception {
        return pool.submit(new Matched(task)).get();
    }

    /** What the JDK, and an application, put around a task before it comes to a worker. */
    private static void wrapped() throws Exception {
        ScheduledExecutorService scheduled = Executors.newScheduledThreadPool(1);
        Annotated task = new Annotated();
        Kernel.print("own/invokeAny.scheduled", scheduled.invokeAny(List.of(task)));
        Kernel.print(
                "own/completion.scheduled",
                new ExecutorCompletionService<String>(scheduled)
                        .submit((Callable<String>) task)
                        .get());
        scheduled.shutdown();
        FutureTask<String> innermost = new FutureTask<>(task);
        Runnable deep = innermost;
        for (int i = 0; i < 9; i++) {
            deep = new FutureTask<>(deep, null);
        }
        pool.execute(deep);
        Kernel.print("own/deep", innermost.get());
        FutureTask<String> byThread = new FutureTask<>(task);
        pool.execute(new Thread(byThread));
        Kernel.print("own/thread", byThread.get());
        FutureTask<String> wrapper = new Wrapper(new Plain());
        pool.execute(wrapper);
        Kernel.print("own/wrapper", wrapper.get());
        FutureTask<String> started = new Wrapper(new Plain());
        new Thread(started).start();
        Kernel.print("own/wrapper.thread", started.get());
        if (Runtime.version().feature() >= 25) {
            ScheduledExecutorService forkJoin = (ScheduledExecutorService) (Object) ForkJoinPool.commonPool();
            Kernel.print(
                    "own/schedule.forkJoin",
                    forkJoin.schedule((Callable<String>) task, 1, TimeUnit.MILLISECONDS)
                            .get());
            ExecutorService virtual = (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
            Kernel.print("own/invokeAny.virtual", virtual.invokeAny(List.of(task)));
            virtual.submit(new Wrapper(new Plain()) {
                        @Override
                        protected void done() {
                            Kernel.print("own/wrapper.virtual", state());
                        }

                        private String state() {
                            try {
                                return get();
                            } catch (InterruptedException | ExecutionException e) {
                                return e.toString();
                            }
                        }
                    })
                    .get();
        }
    }

    private static final class Plain implements Callable<String> {
        @Override
        public String call() {
            return Kernel.open();
        }
    }

    /** Around a task without a role. */
    @SandboxedThread("compute")
    private static class Wrapper extends FutureTask<String> {
        Wrapper(Callable<String> task) {
            super(task);
        }
    }

    private static void roads() throws Exception {
        Kernel.print(
                "own/submit", pool.submit((Callable<String>) new Annotated()).get());
        Kernel.print("own/matched", compute(Kernel::open));
        CountDownLatch executed = new CountDownLatch(1);
        pool.execute(new Annotated());
        pool.execute(executed::countDown);
        executed.await();
        Kernel.print(
                "own/forkJoin",
                ForkJoinPool.commonPool()
                        .submit((Callable<String>) new Annotated())
                        .get());
        wrapped();
        Kernel.print("own/recursive", ForkJoinPool.commonPool().invoke(new Recursive()));
        Kernel.print("own/fork", new Recursive().fork().join());
        Kernel.print(
                "own/supplyAsync",
                CompletableFuture.supplyAsync(new Annotated()).get());
        Kernel.print(
                "own/supplyAsyncOnPool",
                CompletableFuture.supplyAsync(new Annotated(), pool).get());
        ScheduledExecutorService scheduled = Executors.newScheduledThreadPool(1);
        Kernel.print(
                "own/schedule",
                scheduled
                        .schedule((Callable<String>) new Annotated(), 1, TimeUnit.MILLISECONDS)
                        .get());
        List<String> all = new ArrayList<>();
        for (Future<String> future :
                pool.invokeAll(List.<Callable<String>>of(new Annotated(), Kernel::open, new Matched(Kernel::open)))) {
            all.add(future.get());
        }
        Kernel.print("invokeAll", all);
        Kernel.print("own/invokeAny", pool.invokeAny(List.of((Callable<String>) new Annotated())));
        Kernel.print("plain", pool.submit(Kernel::open).get());
        Thread other = new Thread(
                () -> {
                    try {
                        Kernel.print("own/fromOtherRole", compute(Kernel::open));
                        Kernel.print("fromOtherRole.lane", compute(() -> Thread.currentThread()
                                .getName()));
                    } catch (Exception e) {
                        Kernel.print("own/fromOtherRole", e);
                    }
                },
                "other-1");
        other.start();
        other.join();
        try {
            Kernel.print("undefined", pool.submit(new Undefined()).get());
        } catch (ExecutionException e) {
            Kernel.print("undefined", e.getCause());
        }
    }

    private static void contract() throws Exception {
        try {
            compute(() -> {
                throw new java.io.IOException("on purpose");
            });
        } catch (ExecutionException e) {
            Kernel.print("exception", e.getCause());
        }
        CountDownLatch running = new CountDownLatch(1);
        CompletableFuture<String> seen = new CompletableFuture<>();
        Future<String> cancelled = pool.submit(new Matched(() -> {
            running.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                seen.complete("interrupted");
            }
            return "";
        }));
        running.await();
        cancelled.cancel(true);
        Kernel.print("cancel", seen.get());
        Kernel.print("flagAfterCancel", compute(() -> "" + Thread.interrupted()));
        // The one worker takes its second task when the first has left its lane.
        ExecutorService one = Executors.newSingleThreadExecutor();
        Callable<String> name = new Matched(() -> Thread.currentThread().getName());
        // Between two tasks the machine may do something else for longer than a lane is idle.
        boolean cached = false;
        for (int i = 0; i < 10 && !cached; i++) {
            cached = one.submit(name).get().equals(one.submit(name).get());
        }
        Kernel.print("cached", cached);
        one.submit(new Matched(() -> {
                    Thread.currentThread().setName("mine");
                    OWN.set("left behind");
                    return "";
                }))
                .get();
        Kernel.print(
                "leftBehind",
                one.submit(new Matched(() -> Thread.currentThread().getName().startsWith("thread-sandbox-lane-compute-")
                                + " " + OWN.get()))
                        .get());
    }

    private static void context() throws Exception {
        ExecutorService one = Executors.newSingleThreadExecutor();
        ClassLoader loader = new URLClassLoader(new URL[0]);
        one.submit(() -> {
                    OWN.set("own");
                    INHERITED.set("inherited");
                    Thread.currentThread().setContextClassLoader(loader);
                })
                .get();
        Callable<String> look = () -> OWN.get() + " " + INHERITED.get() + " "
                + (Thread.currentThread().getContextClassLoader() == loader);
        Kernel.print("context.inherit", one.submit(new Matched(look)).get());
        Kernel.print("context.share", one.submit(new Sharing(look)).get());
        one.submit(new Sharing(() -> {
                    OWN.set("changed");
                    return "";
                }))
                .get();
        Kernel.print("context.changed", one.submit(look).get());
        Kernel.print("own/sharing", one.submit(new Sharing(Kernel::open)).get());
    }

    /** The role map allows two lanes, and lets them be idle for a second. */
    private static void bounds() throws Exception {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<Future<String>> busy = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            busy.add(pool.submit(new Matched(() -> {
                most.accumulateAndGet(now.incrementAndGet(), Math::max);
                long end = System.nanoTime() + 20_000_000;
                while (System.nanoTime() < end) {
                    Thread.onSpinWait();
                }
                now.decrementAndGet();
                return "";
            })));
        }
        for (Future<String> future : busy) {
            future.get();
        }
        Kernel.print("most", most.get());
        Kernel.print("nested", compute(() -> nested(5)));
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (lanes() > 0 && System.nanoTime() < deadline) {
            Thread.sleep(50);
        }
        Kernel.print("lanesLeft", lanes());
        Kernel.print("afterwards", compute(Kernel::open));
    }

    private static String nested(int depth) throws Exception {
        return depth == 0 ? "done" : compute(() -> nested(depth - 1));
    }

    private static long lanes() {
        Set<Thread> threads = Thread.getAllStackTraces().keySet();
        return threads.stream()
                .filter(thread -> thread.getName().contains("-lane-"))
                .count();
    }
}
