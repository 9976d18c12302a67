package io.github.threadsandbox.it.probe;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Phaser;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** One and the same Runnable, handed to a pool by a confined thread and by one that is not. It tries to open a file. */
public final class SharedTask {
    private static final int TIMES = 500;
    private static final int RACES = 2000;

    private final List<String> seen = Collections.synchronizedList(new ArrayList<>());
    private final Runnable task = () -> seen.add(Kernel.open());
    private final CountDownLatch gate = new CountDownLatch(1);
    private final ThreadPoolExecutor pool;

    private SharedTask(BlockingQueue<Runnable> queue) throws InterruptedException {
        this(new ThreadPoolExecutor(1, 1, 1, TimeUnit.MINUTES, queue));
    }

    private SharedTask(ThreadPoolExecutor pool) throws InterruptedException {
        this.pool = pool;
        CountDownLatch busy = new CountDownLatch(1);
        pool.execute(() -> {
            busy.countDown();
            try {
                gate.await();
            } catch (InterruptedException e) {
                // shutdownNow
            }
        });
        busy.await();
    }

    /** Executes the task on a confined thread. */
    private void confined(ThreadPoolExecutor by, int times) throws InterruptedException {
        Thread thread = new Thread(
                () -> {
                    for (int i = 0; i < times; i++) {
                        by.execute(task);
                    }
                },
                "role-1");
        thread.start();
        thread.join();
    }

    private List<String> end() throws InterruptedException {
        return end(pool);
    }

    private List<String> end(ThreadPoolExecutor last) throws InterruptedException {
        gate.countDown();
        last.shutdown();
        if (!last.awaitTermination(30, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the pool does not end");
        }
        return seen;
    }

    /**
     * Prints what the task saw, in order.
     *
     * @param arguments none
     * @throws InterruptedException if the main thread is interrupted
     */
    public static void main(String[] arguments) throws InterruptedException {
        // First, while there has been no confined thread yet.
        SharedTask mainFirst = new SharedTask(new LinkedBlockingQueue<>());
        mainFirst.pool.execute(mainFirst.task);
        mainFirst.confined(mainFirst.pool, 1);
        mainFirst.pool.execute(mainFirst.task);
        Kernel.print("main, role, main", mainFirst.end());

        SharedTask roleFirst = new SharedTask(new LinkedBlockingQueue<>());
        roleFirst.confined(roleFirst.pool, 1);
        roleFirst.pool.execute(roleFirst.task);
        roleFirst.confined(roleFirst.pool, 1);
        Kernel.print("role, main, role", roleFirst.end());

        interleaved();
        raced();
        compared();
        removed();
        handedBack();
        hooks();
        System.exit(0);
    }

    private static void interleaved() throws InterruptedException {
        SharedTask shared = new SharedTask(new LinkedBlockingQueue<>());
        Thread others = new Thread(
                () -> {
                    for (int i = 0; i < TIMES; i++) {
                        shared.pool.execute(shared.task);
                    }
                },
                "others");
        others.start();
        shared.gate.countDown();
        shared.confined(shared.pool, TIMES);
        others.join();
        List<String> seen = shared.end();
        Kernel.print("interleaved", Collections.frequency(seen, "done") + " of " + seen.size());
    }

    /** What is raced for is who is the first to hand it in, and what is known of it when it is run. */
    private static void raced() throws InterruptedException {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(1, 1, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>());
        Phaser both = new Phaser(2);
        AtomicReference<Runnable> next = new AtomicReference<>();
        Thread confined = new Thread(
                () -> {
                    for (int i = 0; i < RACES; i++) {
                        both.arriveAndAwaitAdvance();
                        pool.execute(next.get());
                        both.arriveAndAwaitAdvance();
                    }
                },
                "role-1");
        confined.start();
        List<String> seen = Collections.synchronizedList(new ArrayList<>());
        for (int i = 0; i < RACES; i++) {
            // Made anew each time, because it captures.
            next.set(() -> seen.add(Kernel.open()));
            both.arriveAndAwaitAdvance();
            pool.execute(next.get());
            both.arriveAndAwaitAdvance();
        }
        confined.join();
        pool.shutdown();
        if (!pool.awaitTermination(30, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the pool does not end");
        }
        Kernel.print("raced", Collections.frequency(seen, "done") + " of " + seen.size());
    }

    /** A queue that compares holds the task itself: then it runs under the roles of all who handed it in. */
    private static void compared() throws InterruptedException {
        SharedTask shared = new SharedTask(new PriorityBlockingQueue<>(11, (a, b) -> 0));
        shared.pool.execute(shared.task);
        shared.confined(shared.pool, 1);
        Kernel.print("compared", shared.end());
    }

    private static void removed() throws InterruptedException {
        SharedTask shared = new SharedTask(new LinkedBlockingQueue<>());
        shared.pool.execute(shared.task);
        shared.confined(shared.pool, 1);
        boolean first = shared.pool.remove(shared.task);
        boolean second = shared.pool.remove(shared.task);
        boolean third = shared.pool.remove(shared.task);
        Kernel.print("removed", first + " " + second + " " + third + " " + shared.end());
    }

    /** What a pool gives back keeps its roles, whoever hands it in anew. */
    private static void handedBack() throws InterruptedException {
        SharedTask refused = new SharedTask(new SynchronousQueue<>());
        List<Runnable> kept = Collections.synchronizedList(new ArrayList<>());
        refused.pool.setRejectedExecutionHandler((runnable, full) -> kept.add(runnable));
        refused.confined(refused.pool, 1);
        ThreadPoolExecutor next = new ThreadPoolExecutor(1, 1, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>());
        kept.forEach(next::execute);
        Kernel.print("rejected", (kept.get(0) == refused.task) + " " + refused.end(next));
        refused.pool.shutdown();

        SharedTask left = new SharedTask(new LinkedBlockingQueue<>());
        left.confined(left.pool, 1);
        List<Runnable> list = left.pool.shutdownNow();
        ThreadPoolExecutor other = new ThreadPoolExecutor(1, 1, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>());
        list.forEach(other::execute);
        Kernel.print("shutdownNow", (list.get(0) == left.task) + " " + left.end(other));
    }

    private static void hooks() throws InterruptedException {
        List<Runnable> hooked = Collections.synchronizedList(new ArrayList<>());
        SharedTask shared =
                new SharedTask(new ThreadPoolExecutor(1, 1, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>()) {
                    @Override
                    protected void beforeExecute(Thread thread, Runnable runnable) {
                        hooked.add(runnable);
                    }

                    @Override
                    protected void afterExecute(Runnable runnable, Throwable thrown) {
                        hooked.add(runnable);
                    }
                });
        shared.pool.execute(shared.task);
        shared.confined(shared.pool, 1);
        List<String> seen = shared.end();
        Kernel.print("hooks", Collections.frequency(hooked, shared.task) + " " + seen);
    }
}
