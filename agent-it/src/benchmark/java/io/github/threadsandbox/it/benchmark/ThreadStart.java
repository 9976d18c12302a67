package io.github.threadsandbox.it.benchmark;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Starts a thread and waits for its end. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ThreadStart {
    /** {@code run-x} has a role in conf/quickstart.conf; {@code plain} has none. */
    @Param({"plain", "run-x"})
    private String name;

    /**
     * One thread.
     *
     * @throws InterruptedException never
     */
    @Benchmark
    public void startAndJoin() throws InterruptedException {
        Thread thread = new Thread(() -> {}, name);
        thread.start();
        thread.join();
    }
}
