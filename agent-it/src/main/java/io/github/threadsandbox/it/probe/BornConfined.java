package io.github.threadsandbox.it.probe;

import io.github.threadsandbox.SandboxedThread;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.FutureTask;

/** Threads of every kind, each of which tries to open a file as the first thing it does. */
public final class BornConfined {
    private BornConfined() {}

    /** A thread that never calls {@code super.run()}. */
    static class Overriding extends Thread {
        private final String label;

        Overriding(String name, String label) {
            super(name);
            this.label = label;
        }

        @Override
        public void run() {
            Kernel.print(label, Kernel.open());
        }
    }

    /** Matched by class. */
    static final class ByClass extends Overriding {
        ByClass() {
            super("any", "class");
        }
    }

    /** Matched by annotation. */
    @Marked
    static final class Annotated extends Overriding {
        Annotated() {
            super("any", "annotation");
        }
    }

    /** Inherits the annotation's meaning from its superclass. */
    @SandboxedThread("compute")
    static class Sandboxed extends Overriding {
        Sandboxed(String label) {
            super("any", label);
        }
    }

    /** A subclass without an annotation of its own. */
    static final class SandboxedChild extends Sandboxed {
        SandboxedChild() {
            super("sandboxed-subclass");
        }
    }

    /** Names a role that no map defines. */
    @SandboxedThread("nobody")
    static final class SandboxedUnknown extends Overriding {
        SandboxedUnknown() {
            super("any", "sandboxed-unknown");
        }
    }

    /** Would be compute by annotation; the role map says otherwise. */
    @SandboxedThread("compute")
    static final class MapFirst extends Overriding {
        MapFirst() {
            super("map-first", "map-first");
        }
    }

    /** An annotation of an application's own. */
    @java.lang.annotation.Retention(java.lang.annotation.RetentionPolicy.RUNTIME)
    @interface Marked {}

    /** Matched by task. */
    static final class Task implements Runnable {
        private final String label;

        Task(String label) {
            this.label = label;
        }

        @Override
        public void run() {
            Kernel.print(label, Kernel.open());
        }
    }

    /** A task with an annotation. */
    @SandboxedThread("compute")
    static final class SandboxedTask implements Runnable {
        @Override
        public void run() {
            Kernel.print("sandboxed-task", Kernel.open());
        }
    }

    /** A callable with an annotation. */
    @SandboxedThread("compute")
    static final class SandboxedCallable implements Callable<String> {
        @Override
        public String call() {
            return Kernel.open();
        }
    }

    /** Where lambdas of this class count as. */
    static final class Host {
        private Host() {}

        static Runnable lambda() {
            return () -> Kernel.print("lambda", Kernel.open());
        }
    }

    /**
     * Runs them all.
     *
     * @param arguments none
     * @throws Exception if anything is not as expected
     */
    public static void main(String[] arguments) throws Exception {
        run(new Overriding("role-name", "name"));
        run(new Overriding("other", "unmatched"));
        run(new ByClass());
        run(new Annotated());
        run(new Thread(new Task("task")));
        run(new Thread(Host.lambda()));
        run(new Sandboxed("sandboxed"));
        run(new SandboxedChild());
        run(new Thread(new SandboxedTask()));
        FutureTask<String> future = new FutureTask<>(new SandboxedCallable());
        run(new Thread(future));
        Kernel.print("sandboxed-callable", future.get());
        run(new MapFirst());
        try {
            run(new SandboxedUnknown());
        } catch (IllegalStateException e) {
            Kernel.print("unknown-role", e.getMessage());
        }

        Timer timer = new Timer("role-timer", true);
        CountDownLatch ticked = new CountDownLatch(1);
        timer.schedule(
                new TimerTask() {
                    @Override
                    public void run() {
                        Kernel.print("timer", Kernel.open());
                        ticked.countDown();
                    }
                },
                1);
        ticked.await();

        ForkJoinPool pool = new ForkJoinPool(
                1,
                owner -> {
                    ForkJoinWorkerThread worker = new ForkJoinWorkerThread(owner) {};
                    worker.setName("role-forkjoin");
                    return worker;
                },
                null,
                false);
        Callable<String> open = Kernel::open;
        Kernel.print("forkjoin", pool.submit(open).get());
        pool.shutdown();

        ExecutorService executor = Executors.newSingleThreadExecutor(task -> new Thread(task, "role-worker"));
        Kernel.print("executor", executor.submit(open).get());
        executor.shutdown();

        Thread parent = new Thread(
                () -> {
                    Overriding child = new Overriding("other", "child");
                    child.start();
                    Uninterrupted.join(child);
                    Thread composed = new Overriding("reader", "child-of-another-role");
                    composed.start();
                    Uninterrupted.join(composed);
                },
                "role-parent");
        run(parent);
        run(new Overriding("reader", "reader"));

        Thread[] many = new Thread[500];
        int[] denied = new int[many.length];
        for (int i = 0; i < many.length; i++) {
            int index = i;
            many[i] = new Thread(() -> denied[index] = Kernel.open().equals("Permission denied") ? 1 : 0, "role-" + i);
            many[i].start();
        }
        int sum = 0;
        for (int i = 0; i < many.length; i++) {
            many[i].join();
            sum += denied[i];
        }
        Kernel.print("many", sum);
        Kernel.print("main", Kernel.open());
        Kernel.print("main-exec", Kernel.exec());
        run(new Thread(() -> Kernel.print("role-exec", Kernel.exec()), "role-exec"));
    }

    private static void run(Thread thread) throws InterruptedException {
        thread.start();
        thread.join();
    }
}
