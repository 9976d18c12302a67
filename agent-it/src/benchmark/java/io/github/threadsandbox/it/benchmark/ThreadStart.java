package io.github.threadsandbox.it.benchmark;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Starts a thread and waits for its end: one of a role, one without, in turns. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ThreadStart {
    private boolean roleFirst;

    /** What each kind took, added up over an iteration. */
    @AuxCounters(AuxCounters.Type.EVENTS)
    @State(Scope.Thread)
    public static class Nanos {
        /** Of a thread named {@code run-x}, which has a role in conf/quickstart.conf. */
        public long role;

        /** Of a thread named {@code plain}. */
        public long plain;

        /** How many of each. */
        public long pairs;
    }

    /**
     * One thread of each kind; who goes first changes.
     *
     * @param nanos takes the times
     * @throws InterruptedException never
     */
    @Benchmark
    public void pair(Nanos nanos) throws InterruptedException {
        roleFirst = !roleFirst;
        if (roleFirst) {
            nanos.role += nanosOf("run-x");
            nanos.plain += nanosOf("plain");
        } else {
            nanos.plain += nanosOf("plain");
            nanos.role += nanosOf("run-x");
        }
        nanos.pairs++;
    }

    private static long nanosOf(String name) throws InterruptedException {
        long begin = System.nanoTime();
        Thread thread = new Thread(() -> {}, name);
        thread.start();
        thread.join();
        return System.nanoTime() - begin;
    }
}
