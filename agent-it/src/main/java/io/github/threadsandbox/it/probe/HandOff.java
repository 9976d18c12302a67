package io.github.threadsandbox.it.probe;

import java.lang.ref.Cleaner;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RecursiveTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Roads by which work leaves a confined thread. On each, the work tries to open a file: without the agent, and on a road that
 * leads out of confinement, it is {@code done}.
 */
public final class HandOff {
    private static final Callable<String> OPEN = Kernel::open;

    private final ThreadPoolExecutor pool =
            new ThreadPoolExecutor(2, 2, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>());
    private final ScheduledExecutorService scheduled = Executors.newScheduledThreadPool(1);
    private final ForkJoinPool forkJoin = new ForkJoinPool(2);
    private final ExecutorService ofItsOwn = new OwnExecutor(TAKEN_BY_OTHERS::add);
    private final Timer timer = new Timer("shared-timer", true);
    private final Cleaner cleaner = Cleaner.create();

    private HandOff() {}

    /**
     * Goes every road.
     *
     * @param arguments none
     * @throws Exception if a thread cannot be joined
     */
    public static void main(String[] arguments) throws Exception {
        new HandOff().all();
        System.exit(0);
    }

    private void all() throws Exception {
        pool.prestartAllCoreThreads();
        firstPoolOfTheRole();
        Map<String, Road> roads = roads();
        Thread confined = new Thread(() -> roads.forEach(Road::print), "role-1");
        confined.start();
        confined.join();
        wayBack();
        sharedThreads();
        contracts();
        Kernel.print("end", "yes");
    }

    /** While nothing is carried yet: a confined thread has made a pool, and that is all. */
    private static void firstPoolOfTheRole() throws Exception {
        AtomicReference<ForkJoinPool> made = new AtomicReference<>();
        Thread confined = new Thread(() -> made.set(new ForkJoinPool(1)), "role-0");
        confined.start();
        confined.join();
        Kernel.print(
                "shared/firstForkJoinPoolOfTheRole",
                made.get().submit(new Opening()).get());
    }

    /** From a confined thread. */
    private Map<String, Road> roads() {
        Map<String, Road> all = new LinkedHashMap<>();
        all.put("out/execute", () -> {
            AtomicReference<String> seen = new AtomicReference<>();
            CountDownLatch done = new CountDownLatch(1);
            pool.execute(() -> {
                seen.set(Kernel.open());
                done.countDown();
            });
            done.await();
            return seen.get();
        });
        all.put("out/submit", () -> pool.submit(OPEN).get());
        all.put(
                "out/invokeAll",
                () -> pool.invokeAll(List.of(OPEN, OPEN)).get(1).get());
        all.put("out/invokeAny", () -> pool.invokeAny(List.of(OPEN)));
        all.put("out/completionService", () -> {
            ExecutorCompletionService<String> service = new ExecutorCompletionService<>(pool);
            service.submit(OPEN);
            return service.take().get();
        });
        all.put(
                "out/schedule",
                () -> scheduled.schedule(OPEN, 1, TimeUnit.MILLISECONDS).get());
        all.put("out/scheduleAtFixedRate", () -> Road.secondRun(scheduled));
        all.put("out/forkJoin.submit", () -> forkJoin.submit(OPEN).get());
        all.put("out/forkJoin.invoke", () -> forkJoin.invoke(new Opening()));
        all.put(
                "out/commonPool.submit",
                () -> ForkJoinPool.commonPool().submit(OPEN).get());
        all.put("out/commonPool.execute", () -> {
            CompletableFuture<String> seen = new CompletableFuture<>();
            ForkJoinPool.commonPool().execute(() -> seen.complete(Kernel.open()));
            return seen.get();
        });
        all.put("out/fork", () -> new Opening().fork().get());
        all.put(
                "out/nestedFork",
                () -> forkJoin.invoke(new RecursiveTask<String>() {
                    @Override
                    protected String compute() {
                        return new Opening().fork().join();
                    }
                }));
        all.put("out/parallelStream", () -> IntStream.range(0, 64)
                .parallel()
                .mapToObj(i -> Kernel.open())
                .collect(Collectors.toSet()));
        all.put("out/supplyAsync", () -> CompletableFuture.supplyAsync(Kernel::open)
                .get());
        all.put("out/supplyAsyncOnPool", () -> CompletableFuture.supplyAsync(Kernel::open, pool)
                .get());
        all.put("out/thenApplyAsync", () -> CompletableFuture.completedFuture(1)
                .thenApplyAsync(one -> Kernel.open(), pool)
                .get());
        all.put("out/thenApply", () -> byOthers(future -> future.thenApply(one -> Kernel.open())));
        all.put("out/handle", () -> byOthers(future -> future.handle((one, failure) -> Kernel.open())));
        all.put(
                "out/thenCombine",
                () -> byOthers(future -> future.thenCombine(
                        new CompletableFuture<Integer>().completeOnTimeout(1, 1, TimeUnit.MILLISECONDS),
                        (a, b) -> Kernel.open())));
        all.put(
                "out/thenCompose",
                () -> byOthers(future -> future.thenCompose(one -> CompletableFuture.completedFuture(Kernel.open()))));
        all.put(
                "out/acceptEither",
                () -> byOthers(future -> future.applyToEither(new CompletableFuture<Integer>(), one -> Kernel.open())));
        all.put("out/executorLambda", () -> {
            CompletableFuture<String> seen = new CompletableFuture<>();
            BY_OTHERS.execute(() -> seen.complete(Kernel.open()));
            return seen.get(60, TimeUnit.SECONDS);
        });
        all.put("out/executorOfItsOwn.submit", () -> ofItsOwn.submit(OPEN).get());
        all.put(
                "out/executorOfItsOwn.invokeAll",
                () -> ofItsOwn.invokeAll(List.of(OPEN, OPEN)).get(1).get());
        all.put("out/executorOfItsOwn.invokeAny", () -> ofItsOwn.invokeAny(List.of(OPEN)));
        all.put("out/cloneOfAPool", () -> {
            ClonedPool clone = new ClonedPool().copy();
            clone.execute(() -> {});
            return clone.seen.get(60, TimeUnit.SECONDS);
        });
        all.put("out/queueByHand", () -> {
            CompletableFuture<String> seen = new CompletableFuture<>();
            pool.getQueue().add(() -> seen.complete(Kernel.open()));
            return seen.get(60, TimeUnit.SECONDS);
        });
        all.put("out/twoHops", () -> pool.submit(
                        () -> CompletableFuture.supplyAsync(Kernel::open).get())
                .get());
        all.put("out/callerRuns", () -> {
            ThreadPoolExecutor full = new ThreadPoolExecutor(
                    1, 1, 1, TimeUnit.SECONDS, new SynchronousQueue<>(), new ThreadPoolExecutor.CallerRunsPolicy());
            CountDownLatch busy = new CountDownLatch(1);
            full.execute(() -> Uninterrupted.await(busy));
            String seen = full.submit(OPEN).get();
            busy.countDown();
            full.shutdown();
            return seen;
        });
        all.put("out/sharedTimer", () -> {
            CompletableFuture<String> seen = new CompletableFuture<>();
            timer.schedule(
                    new TimerTask() {
                        @Override
                        public void run() {
                            seen.complete(Kernel.open());
                        }
                    },
                    1);
            return seen.get(60, TimeUnit.SECONDS);
        });
        all.put("out/cleaner", () -> {
            CompletableFuture<String> seen = new CompletableFuture<>();
            cleaner.register(new byte[1 << 20], () -> seen.complete(Kernel.open()));
            for (int i = 0; i < 50 && !seen.isDone(); i++) {
                System.gc();
                Thread.sleep(20);
            }
            return seen.get(60, TimeUnit.SECONDS);
        });
        all.put("out/threadStartedByOthers", () -> {
            CompletableFuture<String> seen = new CompletableFuture<>();
            STARTED_BY_OTHERS.put(new Thread(() -> seen.complete(Kernel.open()), "plain"));
            return seen.get(60, TimeUnit.SECONDS);
        });
        Runtime.getRuntime().addShutdownHook(new Thread(() -> Kernel.print("hook/of main", Kernel.open()), "hook"));
        all.put("hook/registered", () -> {
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(() -> Kernel.print("out/shutdownHook", Kernel.open()), "hook"));
            return "yes";
        });
        return all;
    }

    private interface Dependent {
        CompletableFuture<String> on(CompletableFuture<Integer> future);
    }

    /** A dependent that the confined thread registers and an unconfined one completes. */
    private String byOthers(Dependent dependent) throws Exception {
        CompletableFuture<Integer> future = new CompletableFuture<>();
        CompletableFuture<String> result = dependent.on(future);
        COMPLETED_BY_MAIN.put(future);
        return result.get(60, TimeUnit.SECONDS);
    }

    private static final LinkedBlockingQueue<CompletableFuture<Integer>> COMPLETED_BY_MAIN =
            new LinkedBlockingQueue<>();

    private static final LinkedBlockingQueue<Runnable> TAKEN_BY_OTHERS = new LinkedBlockingQueue<>();

    /** An executor with a queue of its own, and no class that could be woven. */
    private static final Executor BY_OTHERS = TAKEN_BY_OTHERS::add;

    private static final LinkedBlockingQueue<Thread> STARTED_BY_OTHERS = new LinkedBlockingQueue<>();

    static {
        Thread starter = new Thread(
                () -> {
                    while (true) {
                        try {
                            STARTED_BY_OTHERS.take().start();
                        } catch (InterruptedException e) {
                            return;
                        }
                    }
                },
                "starter");
        starter.setDaemon(true);
        starter.start();
        Thread taker = new Thread(
                () -> {
                    while (true) {
                        try {
                            TAKEN_BY_OTHERS.take().run();
                        } catch (InterruptedException e) {
                            return;
                        }
                    }
                },
                "taker");
        taker.setDaemon(true);
        taker.start();
        Thread completer = new Thread(
                () -> {
                    while (true) {
                        try {
                            COMPLETED_BY_MAIN.take().complete(1);
                        } catch (InterruptedException e) {
                            return;
                        }
                    }
                },
                "completer");
        completer.setDaemon(true);
        completer.start();
    }

    /** Opens a file when computed. */
    private static final class Opening extends RecursiveTask<String> {
        private static final long serialVersionUID = 1L;

        @Override
        protected String compute() {
            return Kernel.open();
        }
    }

    /** Work that is not the confined thread's must not fail because that thread happened on it. */
    private void wayBack() throws Exception {
        CompletableFuture<Integer> future = new CompletableFuture<>();
        CompletableFuture<String> mine = future.thenApply(one -> Kernel.open());
        Thread completer = new Thread(() -> future.complete(1), "role-completer");
        completer.start();
        completer.join();
        Kernel.print("back/thenApply", mine.get());
        Kernel.print("back/afterQueueByHand", pool.submit(OPEN).get());
        CompletableFuture<String> seen = new CompletableFuture<>();
        BY_OTHERS.execute(() -> seen.complete(Kernel.open()));
        Kernel.print("back/executorLambda", seen.get(60, TimeUnit.SECONDS));
        Kernel.print("back/executorOfItsOwn", ofItsOwn.submit(OPEN).get());
    }

    /** Pools that grow while a confined thread submits. */
    private void sharedThreads() throws Exception {
        ExecutorService fixed = Executors.newFixedThreadPool(1);
        ScheduledExecutorService timer = Executors.newScheduledThreadPool(1);
        ForkJoinPool stealing = new ForkJoinPool(1);
        AtomicReference<ExecutorService> own = new AtomicReference<>();
        Thread first = new Thread(
                () -> {
                    try {
                        fixed.submit(OPEN).get();
                        timer.schedule(OPEN, 1, TimeUnit.MILLISECONDS).get();
                        stealing.submit(OPEN).get();
                        own.set(Executors.newFixedThreadPool(1));
                        own.get().submit(OPEN).get();
                    } catch (InterruptedException | ExecutionException e) {
                        throw new IllegalStateException(e);
                    }
                },
                "role-first");
        first.start();
        first.join();
        Kernel.print("shared/fixed", fixed.submit(OPEN).get());
        Kernel.print(
                "shared/scheduled",
                timer.schedule(OPEN, 1, TimeUnit.MILLISECONDS).get());
        Kernel.print("shared/forkJoin", stealing.submit(OPEN).get());
        Kernel.print("shared/ownPoolOfTheRole", own.get().submit(OPEN).get());
        Kernel.print("shared/commonPool", ForkJoinPool.commonPool().submit(OPEN).get());
    }

    /** What the pool promises, for work that runs on a lane. */
    private void contracts() throws Exception {
        List<String> seen = new ArrayList<>();
        Thread confined = new Thread(
                () -> {
                    try {
                        Future<?> failing = pool.submit(() -> {
                            throw new IllegalArgumentException("on purpose");
                        });
                        seen.add(failed(failing));
                        CountDownLatch started = new CountDownLatch(1);
                        CompletableFuture<String> interrupted = new CompletableFuture<>();
                        Future<?> cancelled = pool.submit(() -> {
                            started.countDown();
                            try {
                                Thread.sleep(20_000);
                                interrupted.complete("slept");
                            } catch (InterruptedException e) {
                                interrupted.complete("interrupted");
                            }
                        });
                        started.await();
                        cancelled.cancel(true);
                        seen.add(failed(cancelled) + " " + interrupted.get(60, TimeUnit.SECONDS));
                        ExecutorService single = Executors.newSingleThreadExecutor();
                        List<Integer> order = new ArrayList<>();
                        for (int i = 0; i < 20; i++) {
                            int n = i;
                            single.execute(() -> order.add(n));
                        }
                        single.shutdown();
                        seen.add(single.awaitTermination(60, TimeUnit.SECONDS) + " "
                                + order.equals(IntStream.range(0, 20).boxed().collect(Collectors.toList())));
                    } catch (Exception e) {
                        seen.add(e.toString());
                    }
                },
                "role-contract");
        confined.start();
        confined.join();
        Kernel.print("contract", seen);
        CountDownLatch started = new CountDownLatch(1);
        CompletableFuture<String> interrupted = new CompletableFuture<>();
        Thread submitter = new Thread(
                () -> pool.execute(() -> {
                    started.countDown();
                    try {
                        Thread.sleep(20_000);
                    } catch (InterruptedException e) {
                        interrupted.complete("interrupted");
                    }
                }),
                "role-submitter");
        submitter.start();
        started.await();
        pool.shutdownNow();
        Kernel.print(
                "shutdownNow",
                interrupted.get(60, TimeUnit.SECONDS) + " " + pool.awaitTermination(5, TimeUnit.SECONDS));
    }

    private static String failed(Future<?> future) throws InterruptedException {
        try {
            return String.valueOf(future.get());
        } catch (ExecutionException e) {
            return e.getCause().getMessage();
        } catch (CancellationException e) {
            return "cancelled";
        }
    }

    /** Its clone is made by no constructor. */
    private static final class ClonedPool extends ThreadPoolExecutor implements Cloneable {
        private final CompletableFuture<String> seen = new CompletableFuture<>();

        ClonedPool() {
            super(1, 1, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>());
        }

        ClonedPool copy() throws CloneNotSupportedException {
            return (ClonedPool) clone();
        }

        @Override
        protected void beforeExecute(Thread thread, Runnable task) {
            seen.complete(Kernel.open());
        }
    }
}
