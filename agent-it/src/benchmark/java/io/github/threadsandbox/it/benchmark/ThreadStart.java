package io.github.threadsandbox.it.benchmark;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Starts a thread and waits for its end: one of a role, one without, and one without that another thread starts, as a role's zygote
 * does, but with nothing else to it; in turns.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ThreadStart {
    private static final int KINDS = 3;

    private final Starter starter = new Starter();
    private int turn;

    /** What each kind took, added up over an iteration. */
    @AuxCounters(AuxCounters.Type.EVENTS)
    @State(Scope.Thread)
    public static class Nanos {
        /** Of a thread named {@code run-x}, which has a role in conf/quickstart.conf. */
        public long role;

        /** Of a thread named {@code plain}. */
        public long plain;

        /** Of a thread that another thread is asked to start. */
        public long handed;

        /** How many of each. */
        public long rounds;
    }

    /** Starts what it is asked to start. */
    private static final class Starter implements Runnable {
        private final AtomicReference<Thread> request = new AtomicReference<>();
        private final Thread self = new Thread(this, "starter");
        private volatile Thread waiter;

        void begin() {
            self.setDaemon(true);
            self.start();
        }

        void start(Thread thread) {
            waiter = Thread.currentThread();
            request.set(thread);
            LockSupport.unpark(self);
            while (waiter != null) {
                LockSupport.park(this);
            }
        }

        @Override
        public void run() {
            while (true) {
                Thread thread = request.getAndSet(null);
                if (thread == null) {
                    LockSupport.park(this);
                } else {
                    thread.start();
                    Thread woken = waiter;
                    waiter = null;
                    LockSupport.unpark(woken);
                }
            }
        }
    }

    /** Begins. */
    @Setup
    public void begin() {
        starter.begin();
    }

    /**
     * One thread of each kind; who goes first changes.
     *
     * @param nanos takes the times
     * @throws InterruptedException never
     */
    @Benchmark
    public void round(Nanos nanos) throws InterruptedException {
        turn++;
        for (int i = 0; i < KINDS; i++) {
            // Each order of the three, one after the other.
            int kind = turn / KINDS % 2 == 0 ? (turn + i) % KINDS : (turn + KINDS - i) % KINDS;
            switch (kind) {
                case 0 -> nanos.role += nanosOf("run-x", false);
                case 1 -> nanos.plain += nanosOf("plain", false);
                default -> nanos.handed += nanosOf("plain", true);
            }
        }
        nanos.rounds++;
    }

    /**
     * A thread without a role, and none of another kind beside it.
     *
     * @throws InterruptedException never
     */
    @Benchmark
    public void plain() throws InterruptedException {
        nanosOf("plain", false);
    }

    private long nanosOf(String name, boolean handed) throws InterruptedException {
        long begin = System.nanoTime();
        Thread thread = new Thread(() -> {}, name);
        if (handed) {
            starter.start(thread);
        } else {
            thread.start();
        }
        thread.join();
        return System.nanoTime() - begin;
    }
}
