package io.github.threadsandbox.it.contract;

import java.util.concurrent.Delayed;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RunnableScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A scheduled task of the application's own class, as {@code decorateTask} may return it.
 *
 * @param <V> of its result
 */
public final class Decorated<V> implements RunnableScheduledFuture<V> {
    private final RunnableScheduledFuture<V> task;
    private final AtomicInteger runs;

    /**
     * In place of a task.
     *
     * @param task does it all
     * @param runs is added to when it runs
     */
    public Decorated(RunnableScheduledFuture<V> task, AtomicInteger runs) {
        this.task = task;
        this.runs = runs;
    }

    @Override
    public void run() {
        runs.incrementAndGet();
        task.run();
    }

    @Override
    public boolean isPeriodic() {
        return task.isPeriodic();
    }

    @Override
    public long getDelay(TimeUnit unit) {
        return task.getDelay(unit);
    }

    @Override
    public int compareTo(Delayed other) {
        return task.compareTo(other instanceof Decorated<?> decorated ? decorated.task : other);
    }

    @Override
    public boolean cancel(boolean interrupt) {
        return task.cancel(interrupt);
    }

    @Override
    public boolean isCancelled() {
        return task.isCancelled();
    }

    @Override
    public boolean isDone() {
        return task.isDone();
    }

    @Override
    public V get() throws InterruptedException, ExecutionException {
        return task.get();
    }

    @Override
    public V get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        return task.get(timeout, unit);
    }
}
