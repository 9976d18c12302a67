package io.github.threadsandbox.it.contract;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.Supplier;

/** Prints what was seen, under the submitter's name. */
final class Report {
    private final String submitter;

    Report(String submitter) {
        this.submitter = submitter;
    }

    /** Looks at one contract. */
    interface Look {
        Object seen() throws Throwable;
    }

    /** Looks at one contract of a pool. */
    interface PoolLook<P> {
        Object seen(P pool) throws Throwable;
    }

    /** Looks at one contract of a pool whose thread is busy until the gate opens. */
    interface BusyLook {
        Object seen(ThreadPoolExecutor pool, Gate gate) throws Throwable;
    }

    String submitter() {
        return submitter;
    }

    void print(String executor, String contract, Look look) {
        String seen;
        try {
            seen = String.valueOf(look.seen());
        } catch (Throwable t) {
            seen = "failed: " + Thrown.text(t);
        }
        // What one contract leaves is not the next one's.
        if (Thread.interrupted()) {
            seen += " (submitter interrupted)";
        }
        System.out.println(submitter + "/" + executor + "/" + contract + "=" + seen);
    }

    /** With a pool of its own, which is stopped afterwards. */
    <P extends ExecutorService> void print(
            String executor, String contract, Supplier<P> supplier, PoolLook<? super P> look) {
        print(executor, contract, () -> {
            P pool = Maker.make(supplier);
            try {
                return look.seen(pool);
            } finally {
                pool.shutdownNow();
            }
        });
    }

    /** With a pool of its own, whose one thread is busy. */
    void printBusy(String executor, String contract, Supplier<ThreadPoolExecutor> supplier, BusyLook look) {
        print(executor, contract, supplier, pool -> {
            Gate gate = new Gate();
            Gate started = new Gate();
            try {
                pool.execute(new PlainTask<>(() -> {
                    started.open();
                    return gate.awaitOpen();
                }));
                started.await();
                return look.seen(pool, gate);
            } finally {
                gate.open();
            }
        });
    }
}
