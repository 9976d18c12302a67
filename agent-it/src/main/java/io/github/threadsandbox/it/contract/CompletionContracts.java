package io.github.threadsandbox.it.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What ExecutorCompletionService and FutureTask promise. */
record CompletionContracts(Report report, Tasks tasks) {
    private void check(String name, String contract, Report.PoolLook<ExecutorService> look) {
        report.print(name, contract, () -> Executors.newFixedThreadPool(2), look);
    }

    void all() {
        String service = "ExecutorCompletionService";
        check(service, "in the order of completion", pool -> {
            ExecutorCompletionService<String> done = new ExecutorCompletionService<>(pool);
            Gate gate = new Gate();
            Future<String> slow = done.submit(tasks.task(() -> {
                gate.awaitOpen();
                return "slow";
            }));
            Future<String> fast = done.submit(tasks.task(() -> "fast"));
            Future<String> first = done.poll(Gate.SECONDS, TimeUnit.SECONDS);
            gate.open();
            Future<String> second = done.poll(Gate.SECONDS, TimeUnit.SECONDS);
            return first.get() + " " + second.get() + " " + (first == fast) + " " + (second == slow) + " "
                    + done.poll();
        });
        check(service, "what throws and what is cancelled", pool -> {
            LinkedBlockingQueue<Future<Object>> queue = new LinkedBlockingQueue<>();
            ExecutorCompletionService<Object> done = new ExecutorCompletionService<>(pool, queue);
            done.submit(tasks.task(() -> {
                throw new java.io.IOException("checked");
            }));
            Future<Object> failed = done.poll(Gate.SECONDS, TimeUnit.SECONDS);
            Gate started = new Gate();
            Future<Object> running = done.submit(tasks.task(() -> {
                started.open();
                return new Gate().awaitInterrupt();
            }));
            started.await();
            running.cancel(true);
            Future<Object> cancelled = done.poll(Gate.SECONDS, TimeUnit.SECONDS);
            return Thrown.by(failed::get) + " " + (cancelled == running) + " " + cancelled.isCancelled();
        });
        String future = "FutureTask";
        check(future, "run by a pool", pool -> {
            List<String> calls = new ArrayList<>();
            Gate done = new Gate();
            FutureTask<Integer> task = new FutureTask<>(tasks.task(() -> 5)) {
                @Override
                protected void done() {
                    calls.add("done " + isDone() + " " + isCancelled());
                    done.open();
                }
            };
            pool.execute(task);
            int got = task.get(Gate.SECONDS, TimeUnit.SECONDS);
            done.await();
            return got + " " + calls;
        });
        check(future, "executed many times runs once", pool -> {
            java.util.concurrent.atomic.AtomicInteger runs = new java.util.concurrent.atomic.AtomicInteger();
            FutureTask<Integer> task = new FutureTask<>(tasks.task(runs::incrementAndGet));
            for (int i = 0; i < 10; i++) {
                pool.execute(task);
            }
            pool.shutdown();
            return pool.awaitTermination(Gate.SECONDS, TimeUnit.SECONDS) + " " + runs + " " + task.get();
        });
        check(future, "toString", pool -> {
            FutureTask<Integer> task = new FutureTask<>((Callable<Integer>) () -> 5);
            pool.execute(task);
            task.get(Gate.SECONDS, TimeUnit.SECONDS);
            return Thrown.plain(task.toString());
        });
    }
}
