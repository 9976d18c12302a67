package io.github.threadsandbox.it.benchmark;

import io.github.threadsandbox.SandboxedThread;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.RecursiveTask;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Work that changes hands: a task to an executor and its result back, with and without a lane, and forks. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class HandOffs {
    /** What a task does: turns of a loop that is about a nanosecond long. */
    @Param({"0", "50000", "1000000"})
    private int turns;

    private ExecutorService executor;
    private ExecutorService second;
    private ForkJoinPool pool;
    private ExecutorService role;
    private ForkJoinPool rolePool;
    private boolean laneFirst;
    private Future<?> kept;

    /** Has a role in the benchmark's role map, by its class. */
    static final class OfARole implements Callable<Integer> {
        private final int turns;

        OfARole(int turns) {
            this.turns = turns;
        }

        @Override
        public Integer call() {
            return compute(turns);
        }
    }

    /** Has none. */
    static final class Plain implements Callable<Integer> {
        private final int turns;

        Plain(int turns) {
            this.turns = turns;
        }

        @Override
        public Integer call() {
            return compute(turns);
        }
    }

    /** Has another executor do it, and waits, as a lane's worker waits for its lane. */
    private record Chained(ExecutorService next, Callable<Integer> task) implements Callable<Integer> {
        @Override
        public Integer call() throws Exception {
            return next.submit(task).get();
        }
    }

    private static final class Fib extends RecursiveTask<Integer> {
        private static final long serialVersionUID = 1L;

        private final int n;

        Fib(int n) {
            this.n = n;
        }

        @Override
        protected Integer compute() {
            if (n < 2) {
                return n;
            }
            Fib left = new Fib(n - 1);
            left.fork();
            return new Fib(n - 2).compute() + left.join();
        }
    }

    /** What each kind took, added up over an iteration. */
    @AuxCounters(AuxCounters.Type.EVENTS)
    @State(Scope.Thread)
    public static class Nanos {
        /** Of a task that runs on a lane, or on a second executor. */
        public long lane;

        /** Of one that runs on the worker. */
        public long plain;

        /** How many of each. */
        public long pairs;
    }

    /**
     * Makes the pools. With the agent, a thread of a role has handed on a task by then, which is still there: from then on work is
     * looked at.
     *
     * @throws Exception never
     */
    @Setup
    public void open() throws Exception {
        executor = Executors.newFixedThreadPool(1);
        second = Executors.newFixedThreadPool(1);
        pool = new ForkJoinPool(2);
        Thread ofARole = new Thread(() -> kept = ForkJoinPool.commonPool().submit(() -> {}), "of-a-role");
        ofARole.start();
        ofARole.join();
        role = Executors.newFixedThreadPool(1, task -> new Thread(task, "of-a-role"));
        rolePool = role.submit(() -> new ForkJoinPool(2)).get();
    }

    /** Ends them. */
    @TearDown
    public void close() {
        executor.shutdownNow();
        second.shutdownNow();
        pool.shutdownNow();
        role.shutdownNow();
        rolePool.shutdownNow();
    }

    /**
     * A task with a role and one without, each submitted and waited for; who goes first changes.
     *
     * @param nanos takes the times
     * @throws Exception never
     */
    @Benchmark
    public void pair(Nanos nanos) throws Exception {
        laneFirst = !laneFirst;
        if (laneFirst) {
            nanos.lane += nanosOf(new OfARole(turns));
            nanos.plain += nanosOf(new Plain(turns));
        } else {
            nanos.plain += nanosOf(new Plain(turns));
            nanos.lane += nanosOf(new OfARole(turns));
        }
        nanos.pairs++;
    }

    /**
     * A task that two executors hand on, one to the other, and the same with one executor: what a second thread costs that is waited
     * for, without anything of the agent's. Who goes first changes.
     *
     * @param nanos takes the times
     * @throws Exception never
     */
    @Benchmark
    public void chain(Nanos nanos) throws Exception {
        laneFirst = !laneFirst;
        if (laneFirst) {
            nanos.lane += nanosOf(new Chained(second, new Plain(turns)));
            nanos.plain += nanosOf(new Plain(turns));
        } else {
            nanos.plain += nanosOf(new Plain(turns));
            nanos.lane += nanosOf(new Chained(second, new Plain(turns)));
        }
        nanos.pairs++;
    }

    /**
     * A method that runs on a lane, and the same work given to an executor; who goes first changes.
     *
     * @param nanos takes the times
     * @throws Exception never
     */
    @Benchmark
    public void method(Nanos nanos) throws Exception {
        laneFirst = !laneFirst;
        if (laneFirst) {
            nanos.lane += nanosOfMethod();
            nanos.plain += nanosOf(new Plain(turns));
        } else {
            nanos.plain += nanosOf(new Plain(turns));
            nanos.lane += nanosOfMethod();
        }
        nanos.pairs++;
    }

    private long nanosOfMethod() {
        long begin = System.nanoTime();
        onLane(turns);
        return System.nanoTime() - begin;
    }

    @SandboxedThread("compute")
    private static Integer onLane(int turns) {
        return compute(turns);
    }

    /**
     * A task that no rule concerns.
     *
     * @param cpu takes the processor time
     * @return its result
     * @throws Exception never
     */
    @Benchmark
    public Integer unconcerned(CpuTime cpu) throws Exception {
        cpu.operations++;
        return executor.submit(new Plain(turns)).get();
    }

    /**
     * Forks that no rule concerns.
     *
     * @param cpu takes the processor time
     * @return the 25th Fibonacci number
     */
    @Benchmark
    public Integer fib(CpuTime cpu) {
        cpu.operations++;
        return pool.invoke(new Fib(25));
    }

    /**
     * The same in the common pool, where whoever waits helps.
     *
     * @param cpu takes the processor time
     * @return its value
     */
    @Benchmark
    public Integer fibHelped(CpuTime cpu) {
        cpu.operations++;
        return ForkJoinPool.commonPool().invoke(new Fib(25));
    }

    /**
     * Forks of a thread of a role, in a pool that it made, and of one without; who goes first changes.
     *
     * @param nanos takes the times
     * @throws Exception never
     */
    @Benchmark
    public void fibPair(Nanos nanos) throws Exception {
        pairOf(nanos, () -> rolePool.invoke(new Fib(25)), () -> pool.invoke(new Fib(25)));
    }

    /**
     * The same in the common pool.
     *
     * @param nanos takes the times
     * @throws Exception never
     */
    @Benchmark
    public void fibCommonPair(Nanos nanos) throws Exception {
        Callable<Integer> fib = () -> ForkJoinPool.commonPool().invoke(new Fib(25));
        pairOf(nanos, fib, fib);
    }

    private void pairOf(Nanos nanos, Callable<Integer> ofARole, Callable<Integer> plain) throws Exception {
        laneFirst = !laneFirst;
        if (laneFirst) {
            nanos.lane += nanosOf(role, ofARole);
            nanos.plain += nanosOf(executor, plain);
        } else {
            nanos.plain += nanosOf(executor, plain);
            nanos.lane += nanosOf(role, ofARole);
        }
        nanos.pairs++;
    }

    private long nanosOf(Callable<Integer> task) throws Exception {
        return nanosOf(executor, task);
    }

    private static long nanosOf(ExecutorService by, Callable<Integer> task) throws Exception {
        long begin = System.nanoTime();
        by.submit(task).get();
        return System.nanoTime() - begin;
    }

    private static int compute(int turns) {
        int value = turns;
        for (int i = 0; i < turns; i++) {
            value = value * 31 + i;
        }
        return value;
    }
}
