package io.github.threadsandbox.it.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A pool of an application's own class, which keeps what its hooks are called with. */
final class HookedPool extends ThreadPoolExecutor {
    private final List<Object> seen = new ArrayList<>();
    private final Gate terminated = new Gate();

    HookedPool() {
        super(1, 1, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>());
    }

    /** What the hooks were called with, in order; complete when the pool has ended. */
    List<Object> seen() {
        synchronized (seen) {
            return new ArrayList<>(seen);
        }
    }

    Gate terminatedCalled() {
        return terminated;
    }

    private void add(Object... objects) {
        synchronized (seen) {
            seen.addAll(java.util.Arrays.asList(objects));
        }
    }

    @Override
    protected void beforeExecute(Thread thread, Runnable runnable) {
        super.beforeExecute(thread, runnable);
        add("before", thread == Thread.currentThread(), runnable);
    }

    @Override
    protected void afterExecute(Runnable runnable, Throwable thrown) {
        super.afterExecute(runnable, thrown);
        add("after", runnable, thrown);
    }

    @Override
    protected void terminated() {
        super.terminated();
        terminated.open();
    }
}
