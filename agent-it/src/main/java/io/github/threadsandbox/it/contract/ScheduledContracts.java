package io.github.threadsandbox.it.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RunnableScheduledFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** What ScheduledThreadPoolExecutor promises: times, repetition, cancellation, its policies and its decorated tasks. */
record ScheduledContracts(Report report, Tasks tasks) {
    private static final TimeUnit MS = TimeUnit.MILLISECONDS;

    private void check(String contract, Report.PoolLook<ScheduledThreadPoolExecutor> look) {
        report.print("ScheduledThreadPoolExecutor", contract, () -> new ScheduledThreadPoolExecutor(1), look);
    }

    private static boolean ends(ScheduledThreadPoolExecutor pool) throws InterruptedException {
        return pool.awaitTermination(Gate.SECONDS, TimeUnit.SECONDS);
    }

    void all() {
        check("schedule a Callable", pool -> pool.schedule((Callable<Integer>) tasks.task(() -> 1), 1, MS)
                .get(Gate.SECONDS, TimeUnit.SECONDS));
        check("schedule a Runnable", pool -> pool.schedule((Runnable) tasks.task(() -> 1), 1, MS)
                .get(Gate.SECONDS, TimeUnit.SECONDS));
        check("schedule for the past", pool -> pool.schedule((Callable<Integer>) tasks.task(() -> 1), -5, MS)
                .get(Gate.SECONDS, TimeUnit.SECONDS));
        check("not before its time", pool -> {
            long begin = System.nanoTime();
            pool.schedule((Callable<Integer>) tasks.task(() -> 1), 20, MS).get(Gate.SECONDS, TimeUnit.SECONDS);
            return System.nanoTime() - begin >= 20_000_000;
        });
        check("in the order of their times", pool -> {
            List<Integer> ran = new ArrayList<>();
            Gate all = new Gate(3);
            Gate gate = new Gate();
            pool.execute(new PlainTask<>(gate::awaitOpen));
            for (int delay : new int[] {30, 10, 20}) {
                pool.schedule(
                        tasks.action(() -> {
                            ran.add(delay);
                            all.open();
                        }),
                        delay,
                        MS);
            }
            gate.open();
            all.await();
            return ran;
        });
        check(
                "what throws",
                pool -> Thrown.by(() -> pool.schedule(
                                (Callable<Object>) tasks.task(() -> {
                                    throw new java.io.IOException("checked");
                                }),
                                1,
                                MS)
                        .get(Gate.SECONDS, TimeUnit.SECONDS)));
        repeated();
        cancellation();
        ends();
        decorated();
    }

    private void repeated() {
        for (boolean rate : new boolean[] {true, false}) {
            String name = rate ? "fixed rate" : "fixed delay";
            check(name + ", and cancelled", pool -> {
                Gate three = new Gate(3);
                ScheduledFuture<?> future = every(pool, rate, tasks.action(three::open));
                three.await();
                String seen = future.isDone() + " " + future.cancel(false) + " " + future.isCancelled();
                return seen + " " + Thrown.by(() -> future.get(Gate.SECONDS, TimeUnit.SECONDS));
            });
            check(name + ", and interrupted", pool -> {
                Gate started = new Gate();
                List<String> ended = new ArrayList<>();
                Gate over = new Gate();
                ScheduledFuture<?> future = every(pool, rate, tasks.action(() -> {
                    started.open();
                    ended.add(new Gate().awaitInterrupt());
                    over.open();
                }));
                started.await();
                future.cancel(true);
                over.await();
                return ended + " "
                        + Thrown.by(() -> pool.submit((Callable<Integer>) tasks.task(() -> 1))
                                .get(Gate.SECONDS, TimeUnit.SECONDS));
            });
            check(name + ", ended by what it throws", pool -> {
                AtomicInteger runs = new AtomicInteger();
                ScheduledFuture<?> future = every(pool, rate, tasks.action(() -> {
                    if (runs.incrementAndGet() == 3) {
                        throw new IllegalStateException("the third");
                    }
                }));
                String thrown = Thrown.by(() -> future.get(Gate.SECONDS, TimeUnit.SECONDS));
                return thrown + " " + runs + " " + pool.getQueue().size();
            });
            check(name + ", runs do not overlap", pool -> {
                pool.setCorePoolSize(3);
                AtomicInteger inside = new AtomicInteger();
                AtomicInteger most = new AtomicInteger();
                Gate five = new Gate(5);
                ScheduledFuture<?> future = every(pool, rate, tasks.action(() -> {
                    most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                    Thread.sleep(2);
                    inside.decrementAndGet();
                    five.open();
                }));
                five.await();
                future.cancel(false);
                return most;
            });
        }
        check("get of what repeats", pool -> {
            ScheduledFuture<?> future = every(pool, true, tasks.action(() -> {}));
            try {
                return future.get(5, MS);
            } catch (TimeoutException | ExecutionException e) {
                return Thrown.text(e);
            }
        });
    }

    private static ScheduledFuture<?> every(ScheduledThreadPoolExecutor pool, boolean rate, Runnable runnable) {
        return rate ? pool.scheduleAtFixedRate(runnable, 0, 1, MS) : pool.scheduleWithFixedDelay(runnable, 0, 1, MS);
    }

    private void cancellation() {
        for (boolean remove : new boolean[] {true, false}) {
            check("cancel, with remove on cancel " + remove, pool -> {
                pool.setRemoveOnCancelPolicy(remove);
                ScheduledFuture<?> future = pool.schedule(tasks.action(() -> {}), 1, TimeUnit.HOURS);
                String before = pool.getQueue().size() + " " + pool.getQueue().contains(future) + " "
                        + (pool.getQueue().peek() == future);
                future.cancel(false);
                int after = pool.getQueue().size();
                pool.purge();
                return before + " " + after + " " + pool.getQueue().size();
            });
        }
        check("remove", pool -> {
            ScheduledFuture<?> future = pool.schedule(tasks.action(() -> {}), 1, TimeUnit.HOURS);
            return pool.remove((Runnable) future) + " " + pool.getQueue().size();
        });
        check("delay and order of futures", pool -> {
            ScheduledFuture<?> early = pool.schedule(tasks.action(() -> {}), 1, TimeUnit.HOURS);
            ScheduledFuture<?> late = pool.schedule(tasks.action(() -> {}), 2, TimeUnit.HOURS);
            return (early.getDelay(TimeUnit.MINUTES) >= 58) + " " + (early.compareTo((Delayed) late) < 0) + " "
                    + (pool.getQueue().peek() == early) + " " + ((RunnableScheduledFuture<?>) early).isPeriodic();
        });
    }

    private void ends() {
        for (boolean delayed : new boolean[] {true, false}) {
            check("shutdown, with delayed tasks after it " + delayed, pool -> {
                pool.setExecuteExistingDelayedTasksAfterShutdownPolicy(delayed);
                ScheduledFuture<Integer> future =
                        pool.schedule((Callable<Integer>) tasks.task(() -> 1), delayed ? 30 : 3_600_000, MS);
                pool.shutdown();
                return ends(pool) + " " + future.isDone() + " " + future.isCancelled();
            });
            check("shutdown, with repeated tasks after it " + delayed, pool -> {
                pool.setContinueExistingPeriodicTasksAfterShutdownPolicy(delayed);
                Gate once = new Gate();
                Gate gate = new Gate();
                Gate more = new Gate(4);
                ScheduledFuture<?> future = every(pool, true, tasks.action(() -> {
                    once.open();
                    gate.awaitOpen();
                    more.open();
                }));
                once.await();
                pool.shutdown();
                gate.open();
                if (delayed) {
                    more.await();
                    boolean running = pool.isTerminated();
                    future.cancel(false);
                    return running + " " + ends(pool);
                }
                return ends(pool) + " " + future.isCancelled() + " " + more.isOpen();
            });
        }
        check("shutdownNow returns what did not run", pool -> {
            ScheduledFuture<?> future = pool.schedule(tasks.action(() -> {}), 1, TimeUnit.HOURS);
            List<Runnable> left = pool.shutdownNow();
            return left.size() + " " + (left.get(0) == future) + " " + ends(pool) + " " + future.isDone();
        });
        check("schedule after shutdown", pool -> {
            pool.shutdown();
            return Thrown.of(() -> pool.schedule(tasks.action(() -> {}), 1, MS))
                    .getClass()
                    .getSimpleName();
        });
        check(
                "null and nonsense",
                pool -> Thrown.by(() -> pool.schedule((Runnable) null, 1, MS)) + " "
                        + Thrown.by(() -> pool.scheduleAtFixedRate(tasks.action(() -> {}), 1, 0, MS)));
    }

    /** A pool that puts its own task around each. */
    private static final class Decorating extends ScheduledThreadPoolExecutor {
        private final AtomicInteger runs = new AtomicInteger();

        Decorating() {
            super(1);
        }

        @Override
        protected <V> RunnableScheduledFuture<V> decorateTask(Callable<V> callable, RunnableScheduledFuture<V> task) {
            return new Decorated<>(task, runs);
        }
    }

    private void decorated() {
        report.print("ScheduledThreadPoolExecutor", "decorated tasks", () -> {
            Decorating pool = Maker.make(Decorating::new);
            ScheduledFuture<Integer> future = pool.schedule((Callable<Integer>) tasks.task(() -> 1), 1, MS);
            int got = future.get(Gate.SECONDS, TimeUnit.SECONDS);
            String seen = got + " " + (future instanceof Decorated) + " " + pool.runs;
            ScheduledFuture<Integer> later = pool.schedule((Callable<Integer>) tasks.task(() -> 1), 1, TimeUnit.HOURS);
            boolean same = pool.getQueue().peek() == later;
            pool.shutdownNow();
            return seen + " " + same;
        });
    }
}
