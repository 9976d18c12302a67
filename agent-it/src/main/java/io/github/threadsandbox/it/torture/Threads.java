package io.github.threadsandbox.it.torture;

import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Threads that threads start: born and ended, with and without exceptions; pools, timers, virtual threads. */
final class Threads {
    private Threads() {}

    static List<Workload> all() {
        List<Workload> all = new ArrayList<>(List.of(
                new Workload("threads born and ended", 200, Threads::children),
                new Workload("threads that end by an exception", 50, Threads::uncaught),
                new Workload("names and priorities", 20, Threads::named),
                new Workload("thread-locals", 200, Threads::locals),
                new Workload("pools", 200, Threads::pools),
                new Workload("futures and delays", 100, Threads::futures),
                new Workload("timers", 10, Threads::timers)));
        if (Runtime.version().feature() >= 21) {
            all.add(new Workload("virtual threads", 200, Threads::virtual));
        }
        return all;
    }

    private static long children() throws InterruptedException {
        AtomicLong sum = new AtomicLong();
        for (int i = 0; i < 20; i++) {
            List<Thread> some = new ArrayList<>();
            for (int j = 0; j < 10; j++) {
                Thread thread = new Thread(sum::incrementAndGet);
                thread.start();
                some.add(thread);
            }
            for (Thread thread : some) {
                thread.join();
            }
        }
        return sum.get();
    }

    private static long uncaught() throws InterruptedException {
        AtomicLong seen = new AtomicLong();
        for (int i = 0; i < 50; i++) {
            Thread thread = new Thread(() -> {
                throw new IllegalStateException("on purpose");
            });
            thread.setUncaughtExceptionHandler((who, what) -> seen.incrementAndGet());
            thread.start();
            thread.join();
        }
        return seen.get();
    }

    private static long named() throws InterruptedException {
        long right = 0;
        for (int i = 0; i < 10; i++) {
            Thread thread = new Thread(() -> Thread.currentThread().setName("renamed"));
            thread.setPriority(1 + i % 10);
            thread.start();
            thread.join();
            right += thread.getPriority() == 1 + i % 10 ? 1 : 0;
            right += thread.getName().equals("renamed") ? 1 : 0;
        }
        return right;
    }

    private static long locals() throws InterruptedException {
        ThreadLocal<Long> local = ThreadLocal.withInitial(() -> 1L);
        InheritableThreadLocal<Long> inherited = new InheritableThreadLocal<>();
        inherited.set(1L);
        AtomicLong sum = new AtomicLong();
        for (int i = 0; i < 100; i++) {
            Thread thread = new Thread(() -> sum.addAndGet(local.get() + inherited.get()));
            thread.start();
            thread.join();
        }
        return sum.get();
    }

    private static long pools() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            List<Future<Long>> results = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                results.add(pool.submit(() -> 1L));
            }
            long sum = 0;
            for (Future<Long> result : results) {
                sum += result.get();
            }
            return sum;
        } finally {
            pool.shutdown();
        }
    }

    private static long futures() throws Exception {
        CompletableFuture<Long> sum = CompletableFuture.completedFuture(0L);
        for (int i = 0; i < 100; i++) {
            sum = sum.thenCombine(CompletableFuture.supplyAsync(() -> 1L), Long::sum);
        }
        return sum.completeOnTimeout(-1L, 30, TimeUnit.SECONDS).get();
    }

    private static long timers() throws Exception {
        CountDownLatch runs = new CountDownLatch(10);
        Timer timer = new Timer(true);
        timer.schedule(
                new TimerTask() {
                    @Override
                    public void run() {
                        runs.countDown();
                    }
                },
                1,
                1);
        ScheduledExecutorService scheduled = Executors.newScheduledThreadPool(1);
        scheduled.scheduleAtFixedRate(runs::countDown, 1, 1, TimeUnit.MILLISECONDS);
        boolean all = runs.await(30, TimeUnit.SECONDS);
        timer.cancel();
        scheduled.shutdownNow();
        return all ? 10 : runs.getCount();
    }

    /** By reflection, because this is compiled for 17. */
    private static long virtual() throws Exception {
        AtomicLong sum = new AtomicLong();
        Object lock = new Object();
        List<Thread> all = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            Runnable body = () -> {
                try {
                    Thread.sleep(1);
                    synchronized (lock) {
                        sum.incrementAndGet();
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            };
            all.add((Thread) call(() ->
                    Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, body)));
        }
        for (Thread thread : all) {
            thread.join();
        }
        return sum.get();
    }

    private static Object call(Callable<Object> reflective) throws Exception {
        try {
            return reflective.call();
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }
}
