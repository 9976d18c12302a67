package io.github.threadsandbox.it.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionHandler;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** What happens to a task that a ThreadPoolExecutor does not take. */
record RejectionContracts(Report report, Tasks tasks) {
    /** With a pool of one busy thread and no room, and with one that was shut down. */
    private void check(String policy, String contract, RejectedExecutionHandler handler, Report.BusyLook look) {
        report.printBusy(
                "rejection " + policy,
                contract + ", saturated",
                () -> Kind.pool(1, 1, new SynchronousQueue<>()),
                (pool, gate) -> {
                    pool.setRejectedExecutionHandler(handler);
                    return look.seen(pool, gate);
                });
        report.print(
                "rejection " + policy,
                contract + ", after shutdown",
                () -> Kind.pool(1, 1, new ArrayBlockingQueue<>(5)),
                pool -> {
                    pool.setRejectedExecutionHandler(handler);
                    pool.shutdown();
                    return look.seen(pool, new Gate());
                });
    }

    void all() {
        abort();
        callerRuns();
        discard();
        discardOldest();
        own();
    }

    private void abort() {
        check(
                "abort",
                "execute",
                new ThreadPoolExecutor.AbortPolicy(),
                (pool, gate) -> Thrown.by(() -> {
                    pool.execute(tasks.action(() -> {}));
                    return null;
                }));
        check("abort", "submit", new ThreadPoolExecutor.AbortPolicy(), (pool, gate) -> Thrown.text(
                        Thrown.of(() -> pool.submit((Callable<Integer>) tasks.task(() -> 1))))
                .replaceAll("wrapped task = [^\\]]*", "wrapped task"));
    }

    private void callerRuns() {
        check("caller runs", "execute", new ThreadPoolExecutor.CallerRunsPolicy(), (pool, gate) -> {
            AtomicReference<Thread> ran = new AtomicReference<>();
            pool.execute(tasks.action(() -> ran.set(Thread.currentThread())));
            return (ran.get() == Thread.currentThread()) + " " + (ran.get() == null);
        });
        check("caller runs", "submit", new ThreadPoolExecutor.CallerRunsPolicy(), (pool, gate) -> {
            Future<Boolean> future = pool.submit((Callable<Boolean>) tasks.task(() -> true));
            boolean done = future.isDone();
            return done + " " + (done ? future.get() : null);
        });
        check(
                "caller runs",
                "what throws",
                new ThreadPoolExecutor.CallerRunsPolicy(),
                (pool, gate) -> Thrown.by(() -> {
                    pool.execute(tasks.action(() -> {
                        throw new IllegalStateException("on purpose");
                    }));
                    return null;
                }));
    }

    private void discard() {
        check("discard", "submit", new ThreadPoolExecutor.DiscardPolicy(), (pool, gate) -> {
            List<String> ran = new ArrayList<>();
            Future<?> future = pool.submit(tasks.action(() -> ran.add("ran")));
            gate.open();
            pool.shutdown();
            return pool.awaitTermination(Gate.SECONDS, TimeUnit.SECONDS) + " " + ran + " " + future.isDone();
        });
    }

    private void discardOldest() {
        report.print("rejection discard oldest", "execute", () -> {
            ThreadPoolExecutor pool = Maker.make(() -> Kind.pool(1, 1, new ArrayBlockingQueue<>(2)));
            pool.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardOldestPolicy());
            Gate gate = new Gate();
            pool.execute(new PlainTask<>(gate::awaitOpen));
            List<Integer> ran = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                int n = i;
                pool.execute(tasks.action(() -> ran.add(n)));
            }
            gate.open();
            pool.shutdown();
            return pool.awaitTermination(Gate.SECONDS, TimeUnit.SECONDS) + " " + ran;
        });
    }

    private void own() {
        AtomicReference<Object> rejected = new AtomicReference<>();
        AtomicReference<Object> by = new AtomicReference<>();
        RejectedExecutionHandler handler = (runnable, pool) -> {
            rejected.set(runnable);
            by.set(pool);
        };
        check("own", "gets what was executed", handler, (pool, gate) -> {
            Runnable task = tasks.action(() -> {});
            pool.execute(task);
            return (rejected.get() == task) + " " + (by.get() == pool);
        });
        RejectedExecutionHandler classy = (runnable, pool) -> rejected.set(((Task<?>) runnable).getClass());
        check("own", "knows the task's class", classy, (pool, gate) -> {
            Runnable task = tasks.action(() -> {});
            pool.execute(task);
            return rejected.get() == task.getClass();
        });
        report.print("rejection own", "puts it into the queue and waits for room", () -> {
            ThreadPoolExecutor pool = Maker.make(() -> Kind.pool(1, 1, new ArrayBlockingQueue<>(1)));
            pool.setRejectedExecutionHandler((runnable, full) -> {
                try {
                    full.getQueue().put(runnable);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            List<Integer> ran = new ArrayList<>();
            List<Integer> expected = new ArrayList<>();
            Gate all = new Gate(50);
            for (int i = 0; i < 50; i++) {
                int n = i;
                expected.add(n);
                pool.execute(tasks.action(() -> {
                    ran.add(n);
                    all.open();
                }));
            }
            all.await();
            pool.shutdown();
            pool.awaitTermination(Gate.SECONDS, TimeUnit.SECONDS);
            return ran.equals(expected);
        });
    }
}
