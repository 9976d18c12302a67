package io.github.threadsandbox.it.jdk;

import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Phaser;
import java.util.concurrent.RecursiveTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** Threads, pools and futures. */
@SuppressWarnings({"FutureReturnValueIgnored"}) // what programs do
final class ThreadOperations {
    private ThreadOperations() {}

    static void addTo(Operations to) {
        to.add("thread.start", () -> {
            Thread thread = new Thread(() -> {});
            thread.start();
            thread.join(5000);
            return thread.getState();
        });
        to.add("thread.common", () -> ForkJoinPool.commonPool().submit(() -> 1).get(30, TimeUnit.SECONDS));
        to.add("thread.fork", () -> new ForkJoinPool(2)
                .submit(new RecursiveTask<Integer>() {
                    private static final long serialVersionUID = 1L;

                    @Override
                    protected Integer compute() {
                        return 3;
                    }
                })
                .get(30, TimeUnit.SECONDS));
        to.add("thread.async", () -> CompletableFuture.supplyAsync(() -> 2).get(30, TimeUnit.SECONDS));
        to.add("thread.delayed", () -> new CompletableFuture<Integer>()
                .completeOnTimeout(1, 1, TimeUnit.MILLISECONDS)
                .get(30, TimeUnit.SECONDS));
        to.add("thread.scheduled", () -> {
            ScheduledExecutorService pool = Executors.newScheduledThreadPool(1);
            try {
                return pool.schedule(() -> 4, 1, TimeUnit.MILLISECONDS).get(30, TimeUnit.SECONDS);
            } finally {
                pool.shutdown();
            }
        });
        to.add("thread.timer", () -> {
            CountDownLatch ran = new CountDownLatch(1);
            Timer timer = new Timer(true);
            timer.schedule(
                    new TimerTask() {
                        @Override
                        public void run() {
                            ran.countDown();
                        }
                    },
                    1);
            boolean done = ran.await(30, TimeUnit.SECONDS);
            timer.cancel();
            return done;
        });
        to.add("thread.publish", () -> {
            CompletableFuture<Integer> seen = new CompletableFuture<>();
            try (SubmissionPublisher<Integer> publisher = new SubmissionPublisher<>()) {
                publisher.consume(seen::complete);
                publisher.submit(5);
                return seen.get(30, TimeUnit.SECONDS);
            }
        });
        to.add("thread.random", () -> ThreadLocalRandom.current().nextInt(1));
        to.add("thread.phaser", () -> new Phaser(1).arrive());
        to.add("thread.lock", () -> new ReentrantLock().tryLock(1, TimeUnit.SECONDS));
    }
}
