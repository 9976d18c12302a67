package io.github.threadsandbox.it.contract;

import java.util.concurrent.atomic.AtomicReference;

/**
 * Looks at every contract, once for each kind of submitter: {@code plain}, a thread that no rule concerns; {@code role}, a
 * thread named {@code role-1}; {@code lane}, a plain thread whose tasks are of a class of their own
 * ({@link LaneTask}). All pools are made by a thread that no rule concerns.
 */
public final class Contracts {
    private Contracts() {}

    /**
     * Prints a line for each contract.
     *
     * @param submitters which of {@code plain}, {@code role} and {@code lane}, in order
     * @throws InterruptedException if the main thread is interrupted
     */
    public static void main(String[] submitters) throws InterruptedException {
        Uncaught.listen();
        Maker.ready();
        for (String submitter : submitters) {
            Tasks tasks = submitter.equals("lane") ? LaneTask::new : PlainTask::new;
            AtomicReference<Throwable> failure = new AtomicReference<>();
            Thread thread = new Thread(
                    () -> {
                        try {
                            all(new Report(submitter), tasks);
                        } catch (Throwable t) {
                            failure.set(t);
                        }
                    },
                    submitter + "-1");
            thread.start();
            thread.join();
            if (failure.get() != null) {
                throw new IllegalStateException(submitter, failure.get());
            }
        }
        System.out.println("end=yes");
        System.exit(0);
    }

    private static void all(Report report, Tasks tasks) {
        for (Kind kind : Kind.all()) {
            new ExecutorContracts(report, kind, tasks).all();
            new EndContracts(report, kind, tasks).all();
            new ThreadContracts(report, kind, tasks).all();
        }
        new PoolContracts(report, tasks).all();
        new QueueContracts(report, tasks).all();
        new RejectionContracts(report, tasks).all();
        new ScheduledContracts(report, tasks).all();
        new ForkJoinContracts(report).all();
        new FutureContracts(report).all();
        new CompletionContracts(report, tasks).all();
        new TimerContracts(report).all();
    }
}
