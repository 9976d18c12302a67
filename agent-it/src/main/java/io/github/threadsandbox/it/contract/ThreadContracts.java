package io.github.threadsandbox.it.contract;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/** What a task finds of its thread. */
record ThreadContracts(Report report, Kind kind, Tasks tasks) {
    private void check(String contract, Tasks.Body<?> before, Tasks.Body<?> body) {
        report.print(kind.name(), contract, () -> {
            ExecutorService pool = kind.make();
            try {
                if (before != null) {
                    get(pool, before);
                }
                return get(pool, body);
            } finally {
                pool.shutdownNow();
            }
        });
    }

    private <T> T get(ExecutorService pool, Tasks.Body<T> body) throws Exception {
        return pool.submit((Callable<T>) tasks.task(body)).get(Gate.SECONDS, TimeUnit.SECONDS);
    }

    void all() {
        if (kind.family() == Kind.Family.COMMON) {
            // Its threads are older than this, and whoever waits may run the task.
            return;
        }
        check("thread name", null, () -> Thread.currentThread().getName().replaceAll("[0-9]+", "#"));
        check("thread group, priority, daemon, alive", null, () -> {
            Thread thread = Thread.currentThread();
            return thread.getThreadGroup().getName() + " " + thread.getPriority() + " " + thread.isDaemon() + " "
                    + thread.isAlive() + " " + thread.getState();
        });
        check(
                "uncaught exception handler",
                null,
                () -> Thread.currentThread().getUncaughtExceptionHandler()
                        == Thread.currentThread().getThreadGroup());
        report.print(kind.name(), "handlers that were set are given back", () -> {
            Thread.UncaughtExceptionHandler handler = (thread, thrown) -> {};
            Thread thread = new Thread(() -> {});
            thread.setUncaughtExceptionHandler(handler);
            Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
            Thread.setDefaultUncaughtExceptionHandler(handler);
            try {
                return (thread.getUncaughtExceptionHandler() == handler) + " "
                        + (Thread.getDefaultUncaughtExceptionHandler() == handler);
            } finally {
                Thread.setDefaultUncaughtExceptionHandler(before);
            }
        });
        report.print(kind.name(), "context class loader of the submitter", () -> {
            Thread submitter = Thread.currentThread();
            ClassLoader own = submitter.getContextClassLoader();
            ClassLoader loader = new ClassLoader(own) {};
            ExecutorService pool = kind.make();
            submitter.setContextClassLoader(loader);
            try {
                return get(pool, () -> Thread.currentThread().getContextClassLoader() == loader);
            } finally {
                submitter.setContextClassLoader(own);
                pool.shutdownNow();
            }
        });
        InheritableThreadLocal<String> inheritable = new InheritableThreadLocal<>();
        report.print(kind.name(), "inheritable thread-local of the submitter", () -> {
            ExecutorService pool = kind.make();
            inheritable.set("inherited");
            try {
                return get(pool, inheritable::get);
            } finally {
                inheritable.remove();
                pool.shutdownNow();
            }
        });
        ThreadLocal<String> local = ThreadLocal.withInitial(() -> "initial");
        check("thread-local, set and read by one task", null, () -> {
            local.set("set");
            return local.get();
        });
        if (kind.inOrder()) {
            check(
                    "thread-local, set by one task and read by the next",
                    () -> {
                        local.set("set");
                        return null;
                    },
                    local::get);
            ClassLoader other = new ClassLoader(null) {};
            check(
                    "context class loader, set by one task and read by the next",
                    () -> {
                        Thread.currentThread().setContextClassLoader(other);
                        return null;
                    },
                    () -> Thread.currentThread().getContextClassLoader() == other);
            Thread[] seen = new Thread[1];
            check(
                    "one thread for all tasks",
                    () -> {
                        seen[0] = Thread.currentThread();
                        return null;
                    },
                    () -> seen[0] == Thread.currentThread());
        }
    }
}
