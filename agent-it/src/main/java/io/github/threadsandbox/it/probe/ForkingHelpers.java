package io.github.threadsandbox.it.probe;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RecursiveTask;
import java.util.concurrent.TimeUnit;

/** Threads that are no workers, with a role and without, fork tasks to the common pool in turns. */
public final class ForkingHelpers {
    private ForkingHelpers() {}

    private static final class Opening extends RecursiveTask<String> {
        private static final long serialVersionUID = 1;

        @Override
        protected String compute() {
            return Kernel.open();
        }
    }

    /** What a task sees that this thread forks, and a worker runs. */
    private static String forked() {
        Opening task = new Opening();
        task.fork();
        while (!task.isDone()) {
            Thread.onSpinWait();
        }
        return task.getRawResult();
    }

    /** What a task sees that a worker of the common pool forks, and this thread runs, which helps. */
    private static String helped() throws InterruptedException {
        Opening task = new Opening();
        CountDownLatch forked = new CountDownLatch(1);
        ForkJoinPool.commonPool().execute(() -> {
            task.fork();
            forked.countDown();
            while (!task.isDone()) {
                Thread.onSpinWait();
            }
        });
        forked.await();
        while (!task.isDone()) {
            ForkJoinPool.commonPool().awaitQuiescence(1, TimeUnit.MILLISECONDS);
        }
        return task.getRawResult();
    }

    private static void on(String name) throws InterruptedException {
        Thread thread = new Thread(() -> System.out.println(name + "=" + forked() + ", " + forked()), name);
        thread.start();
        thread.join();
    }

    /**
     * Prints what the tasks saw of each thread.
     *
     * @param arguments none
     * @throws InterruptedException never
     */
    public static void main(String[] arguments) throws InterruptedException {
        on("role-1");
        System.out.println("main before=" + forked() + ", " + forked());
        on("plain");
        on("role-2");
        System.out.println("main beside=" + forked() + ", " + forked());
        System.out.println("worker's=" + helped());
    }
}
