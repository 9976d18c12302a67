package io.github.threadsandbox.it.contract;

import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A kind of executor.
 *
 * @param name its name in the report
 * @param family what it is made of
 * @param threads how many tasks run at a time; 0 for any number
 * @param supplier makes one
 */
record Kind(String name, Family family, int threads, Supplier<ExecutorService> supplier) {
    /** What an executor is made of. */
    enum Family {
        POOL,
        SCHEDULED,
        FORK_JOIN,
        COMMON,
        THREAD_PER_TASK,
        VIRTUAL
    }

    ExecutorService make() {
        return Maker.make(supplier);
    }

    boolean forkJoin() {
        return family == Family.FORK_JOIN || family == Family.COMMON;
    }

    /** Whether one thread does one task after the other. */
    boolean inOrder() {
        return threads == 1 && !forkJoin();
    }

    static List<Kind> all() {
        List<Kind> all = new ArrayList<>(List.of(
                new Kind("fixed 1", Family.POOL, 1, () -> Executors.newFixedThreadPool(1)),
                new Kind("fixed 3", Family.POOL, 3, () -> Executors.newFixedThreadPool(3)),
                new Kind("fixed with factory", Family.POOL, 1, () -> Executors.newFixedThreadPool(1, Kind::daemon)),
                new Kind("cached", Family.POOL, 0, Executors::newCachedThreadPool),
                new Kind("single", Family.POOL, 1, Executors::newSingleThreadExecutor),
                new Kind(
                        "unconfigurable",
                        Family.POOL,
                        2,
                        () -> Executors.unconfigurableExecutorService(Executors.newFixedThreadPool(2))),
                new Kind("scheduled 1", Family.SCHEDULED, 1, () -> Executors.newScheduledThreadPool(1)),
                new Kind("scheduled 3", Family.SCHEDULED, 3, () -> Executors.newScheduledThreadPool(3)),
                new Kind("single scheduled", Family.SCHEDULED, 1, Executors::newSingleThreadScheduledExecutor),
                new Kind(
                        "unconfigurable scheduled",
                        Family.SCHEDULED,
                        1,
                        () -> Executors.unconfigurableScheduledExecutorService(Executors.newScheduledThreadPool(1))),
                new Kind("bounded", Family.POOL, 2, () -> pool(2, 2, new ArrayBlockingQueue<>(100))),
                new Kind("linked", Family.POOL, 1, () -> pool(1, 4, new LinkedBlockingQueue<>())),
                new Kind("deque", Family.POOL, 1, () -> pool(1, 1, new LinkedBlockingDeque<>())),
                new Kind("transfer", Family.POOL, 1, () -> pool(1, 1, new LinkedTransferQueue<>())),
                new Kind("synchronous", Family.POOL, 0, () -> pool(0, 100, new SynchronousQueue<>())),
                new Kind("priority", Family.POOL, 2, () -> pool(2, 2, new PriorityBlockingQueue<>(11, (a, b) -> 0))),
                new Kind("subclass", Family.POOL, 1, HookedPool::new),
                new Kind("work stealing", Family.FORK_JOIN, 2, () -> Executors.newWorkStealingPool(2)),
                new Kind("fork join 1", Family.FORK_JOIN, 1, () -> new ForkJoinPool(1)),
                new Kind("fork join 3", Family.FORK_JOIN, 3, () -> new ForkJoinPool(3)),
                new Kind(
                        "fork join async",
                        Family.FORK_JOIN,
                        2,
                        () -> new ForkJoinPool(2, ForkJoinPool.defaultForkJoinWorkerThreadFactory, null, true)),
                new Kind(
                        "common",
                        Family.COMMON,
                        ForkJoinPool.commonPool().getParallelism(),
                        ForkJoinPool::commonPool)));
        if (Runtime.version().feature() >= 21) {
            all.add(new Kind(
                    "thread per task",
                    Family.THREAD_PER_TASK,
                    0,
                    () -> since21("newThreadPerTaskExecutor", Executors.defaultThreadFactory())));
            all.add(new Kind("virtual", Family.VIRTUAL, 0, () -> since21("newVirtualThreadPerTaskExecutor", null)));
        }
        return all;
    }

    static ThreadPoolExecutor pool(int core, int most, java.util.concurrent.BlockingQueue<Runnable> queue) {
        return new ThreadPoolExecutor(core, most, 1, TimeUnit.MINUTES, queue);
    }

    private static Thread daemon(Runnable runnable) {
        Thread thread = new Thread(runnable, "made by a factory");
        thread.setDaemon(true);
        thread.setPriority(Thread.NORM_PRIORITY + 1);
        return thread;
    }

    private static ExecutorService since21(String factory, java.util.concurrent.ThreadFactory threads) {
        try {
            return (ExecutorService)
                    (threads == null
                            ? Executors.class.getMethod(factory).invoke(null)
                            : Executors.class
                                    .getMethod(factory, java.util.concurrent.ThreadFactory.class)
                                    .invoke(null, threads));
        } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(e);
        }
    }
}
