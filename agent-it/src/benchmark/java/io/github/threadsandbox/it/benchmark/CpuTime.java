package io.github.threadsandbox.it.benchmark;

import java.lang.management.ManagementFactory;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Counts the processor time of the whole process: other load on the machine hardly changes it. */
@AuxCounters(AuxCounters.Type.EVENTS)
@State(Scope.Thread)
public class CpuTime {
    /** Of an iteration. */
    public long nanos;

    /** How many there were in it. */
    public long operations;

    private long begin;

    /** Begins to count. */
    @Setup(Level.Iteration)
    public void begin() {
        begin = now();
    }

    /** Ends. */
    @TearDown(Level.Iteration)
    public void end() {
        nanos = now() - begin;
    }

    private static long now() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }
}
