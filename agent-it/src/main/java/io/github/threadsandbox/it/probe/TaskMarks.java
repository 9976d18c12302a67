package io.github.threadsandbox.it.probe;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RecursiveTask;

/** Tasks that wait in a pool of unconfined threads, and what is done to them meanwhile that could lose their roles. */
public final class TaskMarks {
    private static final int MANY = 35;

    private TaskMarks() {}

    private static final class Opening extends RecursiveTask<String> {
        private static final long serialVersionUID = 1;

        @Override
        protected String compute() {
            return Kernel.open();
        }

        /** What this thread sees of a task that any thread runs. */
        String seen() {
            while (!isDone()) {
                Thread.onSpinWait();
            }
            return getRawResult();
        }
    }

    private interface Step {
        void on(ForkJoinPool pool, Opening task) throws Exception;
    }

    /** Each step on a thread of its own, in turn; from the second on, while what the first handed to the pool waits there. */
    private static Opening waiting(String first, Step hand, String second, Step meanwhile) throws Exception {
        ForkJoinPool pool = new ForkJoinPool(1);
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch gate = new CountDownLatch(1);
        pool.execute(() -> {
            begun.countDown();
            Uninterrupted.await(gate);
        });
        begun.await();
        Opening task = new Opening();
        on(first, () -> hand.on(pool, task));
        on(second, () -> meanwhile.on(pool, task));
        gate.countDown();
        task.seen();
        pool.shutdown();
        return task;
    }

    private interface Body {
        void run() throws Exception;
    }

    private static void on(String name, Body body) throws Exception {
        Throwable[] thrown = new Throwable[1];
        Thread thread = new Thread(
                () -> {
                    try {
                        body.run();
                    } catch (Exception | Error e) {
                        thrown[0] = e;
                    }
                },
                name);
        thread.start();
        thread.join();
        if (thrown[0] != null) {
            throw new IllegalStateException(name, thrown[0]);
        }
    }

    private static Opening copy(Opening task) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(task);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (Opening) in.readObject();
        }
    }

    /**
     * Prints what the tasks saw.
     *
     * @param arguments none
     * @throws Exception if a step fails
     */
    public static void main(String[] arguments) throws Exception {
        Step submit = (pool, task) -> pool.submit(task);
        Step reset = (pool, task) -> task.reinitialize();
        Kernel.print(
                "out/reinitialized by itself",
                waiting("role-1", submit, "role-2", reset).seen());
        Kernel.print(
                "out/reinitialized by others",
                waiting("role-1", submit, "plain", reset).seen());
        Kernel.print(
                "out/tagged",
                waiting("role-1", submit, "plain", (pool, task) -> {
                            task.setForkJoinTaskTag((short) -1);
                            task.compareAndSetForkJoinTaskTag((short) -1, (short) 7);
                        })
                        .seen());
        Kernel.print(
                "out/handed in again",
                waiting("role-1", submit, "plain", submit).seen());
        Kernel.print(
                "out/invoked by others",
                waiting("role-1", submit, "plain", (pool, task) -> task.invoke())
                        .seen());
        Opening again = waiting("role-1", submit, "plain", (pool, task) -> {});
        again.reinitialize();
        on("plain", again::invoke);
        Kernel.print("out/again by others", again.seen());
        Opening later = new Opening();
        on("plain", later::invoke);
        later.reinitialize();
        on("role-1", later::fork);
        Kernel.print("out/again by a role", later.seen());
        Opening[] copy = new Opening[1];
        Opening original = waiting("role-1", submit, "plain", (pool, task) -> copy[0] = copy(task));
        on("plain", copy[0]::invoke);
        Kernel.print("out/copied", original.seen());
        Kernel.print("back/copy", copy[0].seen());
        Opening others = new Opening();
        on("plain", others::fork);
        Kernel.print("back/of the same class", others.seen());
        many();
        Kernel.print("end", "yes");
        System.exit(0);
    }

    /** A worker forks, which marks a task once; who is no worker does it twice. */
    private static void forkInItsPool(Opening task) {
        ForkJoinPool own = new ForkJoinPool(1);
        own.invoke(new RecursiveTask<String>() {
            private static final long serialVersionUID = 1;

            @Override
            protected String compute() {
                return task.fork().join();
            }
        });
        own.shutdown();
    }

    /** More sets of roles than a task can tell by itself. */
    private static void many() throws Exception {
        Opening ofAll = new Opening();
        for (int i = 0; i < MANY; i++) {
            String role = "many-" + i;
            Opening task = new Opening();
            on(role, task::fork);
            Kernel.print("out/" + role, task.seen());
            Opening forked = new Opening();
            on(role, () -> forkInItsPool(forked));
            Kernel.print("out/in the pool of " + role, forked.seen());
            Opening after = new Opening();
            on("plain", after::fork);
            Kernel.print("back/after " + role, after.seen());
        }
        ForkJoinPool pool = new ForkJoinPool(1);
        on("many-0", () -> pool.invoke(ofAll));
        ofAll.reinitialize();
        on("many-" + (MANY - 1), () -> pool.invoke(ofAll));
        Kernel.print("out/of two", ofAll.seen());
        ofAll.reinitialize();
        on("plain", () -> pool.invoke(ofAll));
        Kernel.print("out/of two, by others", ofAll.seen());
    }
}
