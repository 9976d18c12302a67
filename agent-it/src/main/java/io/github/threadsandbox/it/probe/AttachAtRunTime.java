package io.github.threadsandbox.it.probe;

import io.github.threadsandbox.SandboxedThread;
import io.github.threadsandbox.it.contract.Decorated;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.RunnableScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** An application that runs when the agent comes: its threads, pools, timers and classes are there already. */
public final class AttachAtRunTime {
    private static final Callable<String> OPEN = Kernel::open;
    private static final CountDownLatch ATTACHED = new CountDownLatch(1);

    private final ThreadPoolExecutor pool = pool(new LinkedBlockingQueue<>());
    private final ThreadPoolExecutor wrapping = new ThreadPoolExecutor(
            1, 1, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>(), worker -> daemon(new Thread(() -> worker.run())));
    private final ThreadPoolExecutor priority = pool(new PriorityBlockingQueue<>(11, (a, b) -> 0));
    private final ScheduledThreadPoolExecutor scheduled = new ScheduledThreadPoolExecutor(1, AttachAtRunTime::daemon);
    private final Decorating decorating = new Decorating();
    private final ForkJoinPool forkJoin = new ForkJoinPool(1);
    private final Timer timer = new Timer("timer-of-before", true);
    private final LoopExecutor loop = new LoopExecutor();
    private final CompletableFuture<Integer> future = new CompletableFuture<>();

    private AttachAtRunTime() {}

    private static ThreadPoolExecutor pool(java.util.concurrent.BlockingQueue<Runnable> queue) {
        return new ThreadPoolExecutor(1, 1, 1, TimeUnit.MINUTES, queue, AttachAtRunTime::daemon);
    }

    private static Thread daemon(Runnable task) {
        return daemon(new Thread(task));
    }

    private static Thread daemon(Thread thread) {
        thread.setDaemon(true);
        return thread;
    }

    /** An executor of the application's own, with its loop. */
    private static final class LoopExecutor implements Executor {
        private final LinkedBlockingQueue<Runnable> queue = new LinkedBlockingQueue<>();

        LoopExecutor() {
            daemon(new Thread(this::loop, "own-loop")).start();
        }

        @Override
        public void execute(Runnable task) {
            queue.add(task);
        }

        private void loop() {
            try {
                while (true) {
                    queue.take().run();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Gives the queue tasks of its own class. */
    private static final class Decorating extends ScheduledThreadPoolExecutor {
        Decorating() {
            super(1, AttachAtRunTime::daemon);
        }

        @Override
        protected <V> RunnableScheduledFuture<V> decorateTask(Callable<V> callable, RunnableScheduledFuture<V> task) {
            return new Decorated<>(task, new AtomicInteger());
        }
    }

    /** A task with a role of its own. */
    @SandboxedThread("compute")
    private static final class OwnRole implements Callable<String> {
        @Override
        public String call() {
            return Kernel.open();
        }
    }

    @SandboxedThread("compute")
    private static String method() {
        return Kernel.open();
    }

    /** Its implementations say nothing of a role. */
    private interface Opener {
        @SandboxedThread("compute")
        String opened();
    }

    private static final class Implementing implements Opener {
        @Override
        public String opened() {
            return Kernel.open();
        }
    }

    @SandboxedThread("compute")
    private long loops(long n, String text) {
        // The first instruction is one that is jumped to.
        do {
            n--;
        } while (n > 0);
        return Kernel.open().equals("done") ? 1 : text.length();
    }

    @SandboxedThread("compute")
    private static synchronized String synchronizedMethod() {
        return Kernel.open();
    }

    /** Waits for the agent, and comes to {@code Thread.run} only then. */
    private static final class Late extends Thread {
        private volatile String seen = "did not run";

        Late() {
            super(null, null, "role-late");
        }

        @Override
        public void run() {
            await(ATTACHED);
            super.run();
            seen = Kernel.open();
        }
    }

    /**
     * Gets the agent, and goes its roads.
     *
     * @param arguments the agent's jar, a role map that is wrong, and the role map
     * @throws Exception if a thread cannot be joined
     */
    public static void main(String[] arguments) throws Exception {
        new AttachAtRunTime().all(arguments[0], arguments[1], arguments[2]);
        System.exit(0);
    }

    private void all(String jar, String wrong, String roleMap) throws Exception {
        for (ThreadPoolExecutor each : List.of(pool, wrapping, priority, scheduled, decorating)) {
            each.prestartAllCoreThreads();
        }
        forkJoin.submit(OPEN).get();
        Thread early = daemon(new Thread(() -> LockSupport.park(ATTACHED), "role-early"));
        early.start();
        Late late = new Late();
        late.setDaemon(true);
        late.start();
        if (Runtime.version().feature() >= 21) {
            Virtual.start("virtual-of-before", () -> LockSupport.park(ATTACHED));
        }
        Kernel.print("before/method", method() + loops(3, "") + synchronizedMethod());
        Opener implementing = new Implementing();
        Opener lambda = Kernel::open;
        Kernel.print("before/inherited", implementing.opened() + lambda.opened());
        String pid = Long.toString(ProcessHandle.current().pid());

        Kernel.print("wrong", Status.command(jar, "attach", pid, wrong));
        Kernel.print("attach", Status.command(jar, "attach", pid, roleMap));
        Kernel.print("again", Status.command(jar, "attach", pid, roleMap));

        Map<String, Road> roads = roads();
        Thread confined = new Thread(() -> roads.forEach(Road::print), "role-1");
        confined.start();
        confined.join();
        ATTACHED.countDown();
        late.join();
        Kernel.print("late", late.seen);
        Kernel.print("method", method());
        Kernel.print("own/inherited", implementing.opened());
        Opener later = () -> Kernel.open();
        Kernel.print("own/lambda", later.opened());
        Kernel.print("lambdaOfBefore", lambda.opened());
        Kernel.print("loops", loops(3, "12345"));
        Kernel.print("synchronized", synchronizedMethod());
        ownRole();
        wayBack();
        Kernel.print("status", Status.command(jar, "status", pid));
        Kernel.print("end", "yes");
    }

    private Map<String, Road> roads() {
        Map<String, Road> all = new LinkedHashMap<>();
        all.put("out/itself", Kernel::open);
        all.put("out/execute", () -> by(pool));
        all.put("out/submit", () -> pool.submit(OPEN).get());
        all.put("out/supplyAsyncOnPool", () -> CompletableFuture.supplyAsync(Kernel::open, pool)
                .get());
        all.put("out/ownFactory", () -> wrapping.submit(OPEN).get());
        all.put("out/ownLoop", () -> by(loop));
        all.put(
                "out/schedule",
                () -> scheduled.schedule(OPEN, 1, TimeUnit.MILLISECONDS).get());
        all.put("out/scheduleAtFixedRate", () -> Road.secondRun(scheduled));
        all.put("out/forkJoin", () -> forkJoin.submit(OPEN).get());
        all.put("out/commonPool", () -> CompletableFuture.supplyAsync(Kernel::open)
                .get());
        all.put("out/newPool", () -> {
            ThreadPoolExecutor mine = pool(new LinkedBlockingQueue<>());
            String seen = mine.submit(OPEN).get();
            mine.shutdown();
            return seen;
        });
        all.put("out/thenApply", () -> {
            CompletableFuture<String> seen = future.thenApply(one -> Kernel.open());
            daemon(new Thread(() -> {})).start();
            pool.execute(() -> future.complete(1));
            return seen.get();
        });
        all.put("refused/priority", () -> {
            LinkedBlockingQueue<String> seen = new LinkedBlockingQueue<>();
            priority.execute(() -> seen.add(Kernel.open()));
            return seen.take();
        });
        all.put("refused/saidToBeNew", () -> {
            Class.forName("java.util.concurrent.ThreadSandboxHandOff")
                    .getMethod("made", Object.class)
                    .invoke(null, priority);
            return by(priority);
        });
        all.put(
                "refused/decorated",
                () -> decorating.schedule(OPEN, 1, TimeUnit.MILLISECONDS).get());
        all.put("refused/timer", () -> {
            timer.schedule(task(new LinkedBlockingQueue<>()), 1);
            return "taken";
        });
        return all;
    }

    private static String by(Executor executor) throws InterruptedException {
        LinkedBlockingQueue<String> seen = new LinkedBlockingQueue<>();
        executor.execute(() -> seen.add(Kernel.open()));
        return seen.take();
    }

    private static TimerTask task(LinkedBlockingQueue<String> seen) {
        return new TimerTask() {
            @Override
            public void run() {
                seen.add(Kernel.open());
            }
        };
    }

    private void ownRole() throws Exception {
        Kernel.print("own/pool", pool.submit(new OwnRole()).get());
        Kernel.print(
                "own/scheduled",
                scheduled.schedule(new OwnRole(), 1, TimeUnit.MILLISECONDS).get());
        Kernel.print("own/forkJoin", forkJoin.submit(new OwnRole()).get());
    }

    /** What unconfined threads hand on stays unconfined. */
    private void wayBack() throws Exception {
        LinkedBlockingQueue<String> seen = new LinkedBlockingQueue<>();
        timer.schedule(task(seen), 1);
        List<String> back = new ArrayList<>(List.of(seen.take(), by(pool), by(loop), by(priority)));
        back.add(pool.submit(OPEN).get());
        back.add(scheduled.schedule(OPEN, 1, TimeUnit.MILLISECONDS).get());
        back.add(decorating.schedule(OPEN, 1, TimeUnit.MILLISECONDS).get());
        back.add(forkJoin.submit(OPEN).get());
        Kernel.print("back", back);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
