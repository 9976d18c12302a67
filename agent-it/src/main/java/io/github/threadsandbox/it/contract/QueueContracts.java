package io.github.threadsandbox.it.contract;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** What stands in a ThreadPoolExecutor's queue: the very objects that were handed in, in the queue's own order. */
record QueueContracts(Report report, Tasks tasks) {
    /** A queue of an application's own class. */
    private static final class OwnQueue extends LinkedBlockingQueue<Runnable> {
        private static final long serialVersionUID = 1L;
        private final transient List<Runnable> offered = new ArrayList<>();

        @Override
        public boolean offer(Runnable runnable) {
            offered.add(runnable);
            return super.offer(runnable);
        }
    }

    /** With a pool whose one thread is busy until the gate opens. */
    private void check(
            String queueName, String contract, Supplier<BlockingQueue<Runnable>> queue, Report.BusyLook look) {
        report.printBusy("queue " + queueName, contract, () -> Kind.pool(1, 1, queue.get()), look);
    }

    private static boolean end(ThreadPoolExecutor pool) throws InterruptedException {
        pool.shutdown();
        return pool.awaitTermination(Gate.SECONDS, TimeUnit.SECONDS);
    }

    void all() {
        each("linked", LinkedBlockingQueue::new);
        each("array", () -> new ArrayBlockingQueue<>(10));
        each("deque", LinkedBlockingDeque::new);
        each("transfer", LinkedTransferQueue::new);
        each("priority", () -> new PriorityBlockingQueue<>(11, (a, b) -> 0));
        each("own", OwnQueue::new);
        ordered();
        check("own", "offered as it is", OwnQueue::new, (pool, gate) -> {
            Runnable task = tasks.action(() -> {});
            pool.execute(task);
            return ((OwnQueue) pool.getQueue()).offered.get(0) == task;
        });
    }

    private void each(String name, Supplier<BlockingQueue<Runnable>> queue) {
        check(name, "contains, peek, iterator, toArray", queue, (pool, gate) -> {
            Runnable task = tasks.action(() -> {});
            pool.execute(task);
            BlockingQueue<Runnable> waiting = pool.getQueue();
            return waiting.contains(task) + " " + (waiting.peek() == task) + " "
                    + (waiting.iterator().next() == task) + " " + (waiting.toArray()[0] == task) + " "
                    + waiting.size();
        });
        check(name, "contains the future that was submitted", queue, (pool, gate) -> {
            Future<?> future = pool.submit(tasks.action(() -> {}));
            return pool.getQueue().contains(future) + " " + (pool.getQueue().peek() == future);
        });
        check(name, "ThreadPoolExecutor.remove", queue, (pool, gate) -> {
            List<String> ran = new ArrayList<>();
            Runnable first = tasks.action(() -> ran.add("first"));
            Runnable second = tasks.action(() -> ran.add("second"));
            pool.execute(first);
            pool.execute(second);
            String seen = pool.remove(first) + " " + pool.remove(first) + " " + pool.remove(tasks.action(() -> {}))
                    + " " + pool.getQueue().size();
            gate.open();
            return seen + " " + end(pool) + " " + ran;
        });
        check(name, "getQueue().remove", queue, (pool, gate) -> {
            List<String> ran = new ArrayList<>();
            Runnable first = tasks.action(() -> ran.add("first"));
            pool.execute(first);
            boolean removed = pool.getQueue().remove(first);
            gate.open();
            return removed + " " + end(pool) + " " + ran;
        });
        check(name, "remove the future that was submitted", queue, (pool, gate) -> {
            Future<?> future = pool.submit(tasks.action(() -> {}));
            return pool.remove((Runnable) future) + " " + pool.getQueue().size();
        });
        check(name, "drainTo", queue, (pool, gate) -> {
            Runnable task = tasks.action(() -> {});
            pool.execute(task);
            List<Runnable> drained = new ArrayList<>();
            return pool.getQueue().drainTo(drained) + " " + (drained.get(0) == task);
        });
        check(name, "poll, and run by hand", queue, (pool, gate) -> {
            List<Object> ran = new ArrayList<>();
            Runnable task = tasks.action(() -> ran.add(Thread.currentThread()));
            pool.execute(task);
            Runnable polled = pool.getQueue().poll();
            polled.run();
            return (polled == task) + " " + (ran.get(0) == Thread.currentThread());
        });
        check(name, "shutdownNow returns it", queue, (pool, gate) -> {
            Runnable task = tasks.action(() -> {});
            pool.execute(task);
            List<Runnable> left = pool.shutdownNow();
            return left.size() + " " + (left.get(0) == task);
        });
        check(name, "purge", queue, (pool, gate) -> {
            Future<?> cancelled = pool.submit(tasks.action(() -> {}));
            OwnFuture<Integer> own = new OwnFuture<>(tasks.task(() -> 1));
            pool.execute(own);
            pool.execute(tasks.action(() -> {}));
            cancelled.cancel(false);
            own.cancel(false);
            pool.purge();
            return pool.getQueue().size();
        });
        check(name, "the same task twice, one removed", queue, (pool, gate) -> {
            List<String> ran = new ArrayList<>();
            Runnable task = tasks.action(() -> ran.add("ran"));
            pool.execute(task);
            pool.execute(task);
            boolean removed = pool.remove(task);
            gate.open();
            return removed + " " + end(pool) + " " + ran;
        });
        check(name, "put by hand", queue, (pool, gate) -> {
            List<String> ran = new ArrayList<>();
            Runnable task = tasks.action(() -> ran.add("ran"));
            pool.getQueue().put(task);
            gate.open();
            return end(pool) + " " + ran;
        });
        check(name, "equal by the task's own equals", queue, (pool, gate) -> {
            pool.execute(new Equal("a"));
            pool.execute(new Equal("b"));
            return pool.getQueue().contains(new Equal("b")) + " " + pool.remove(new Equal("a")) + " "
                    + pool.remove(new Equal("c")) + " " + pool.getQueue().size();
        });
    }

    /** A task that is equal to others of its name. */
    private record Equal(String name) implements Runnable {
        @Override
        public void run() {}
    }

    /** A task with a place in the order. */
    private record Ranked(int rank, List<Integer> ran) implements Runnable, Comparable<Ranked> {
        @Override
        public int compareTo(Ranked other) {
            return Integer.compare(rank, other.rank);
        }

        @Override
        public void run() {
            ran.add(rank);
        }
    }

    private void ordered() {
        check("priority", "comparable tasks, in their order", PriorityBlockingQueue::new, (pool, gate) -> {
            List<Integer> ran = new ArrayList<>();
            for (int rank : new int[] {3, 1, 2}) {
                pool.execute(new Ranked(rank, ran));
            }
            gate.open();
            return end(pool) + " " + ran;
        });
        Comparator<Runnable> comparator = Comparator.comparingInt(runnable -> ((Ranked) runnable).rank());
        check(
                "priority",
                "a comparator that knows the task's class",
                () -> new PriorityBlockingQueue<>(11, comparator),
                (pool, gate) -> {
                    List<Integer> ran = new ArrayList<>();
                    for (int rank : new int[] {3, 1, 2}) {
                        pool.execute(new Ranked(rank, ran));
                    }
                    gate.open();
                    return end(pool) + " " + ran;
                });
        check("priority", "tasks that cannot be compared", PriorityBlockingQueue::new, (pool, gate) -> {
            String thrown = Thrown.of(() -> {
                        pool.execute(tasks.action(() -> {}));
                        pool.execute(tasks.action(() -> {}));
                        return null;
                    })
                    .getClass()
                    .getSimpleName();
            pool.getQueue().clear();
            return thrown;
        });
        check("linked", "a callable and a runnable, in order", LinkedBlockingQueue::new, (pool, gate) -> {
            List<Integer> ran = new ArrayList<>();
            pool.execute(tasks.action(() -> ran.add(1)));
            Future<Boolean> second = pool.submit((Callable<Boolean>) tasks.task(() -> ran.add(2)));
            pool.execute(tasks.action(() -> ran.add(3)));
            gate.open();
            return end(pool) + " " + ran + " " + second.get();
        });
    }
}
