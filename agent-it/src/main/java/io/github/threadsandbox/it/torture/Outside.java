package io.github.threadsandbox.it.torture;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Confined threads that wait, lock, allocate, overflow and load classes for as long as somebody outside stops and continues
 * the process, dumps it, attaches to it: until a line comes in.
 */
public final class Outside {
    /** So that some forty threads leave each other room. */
    private static final long PAUSE_NANOS = 50_000_000;

    private static volatile boolean over;

    private Outside() {}

    /**
     * Says {@code ready}, and goes on until a line comes in.
     *
     * @param arguments none
     * @throws Exception if a thread cannot be joined
     */
    public static void main(String[] arguments) throws Exception {
        Spare.bytes();
        List<Workload> workloads = new ArrayList<>(Inside.sideBySide());
        List<Thread> threads = new ArrayList<>();
        List<String> results = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            workloads.add(Locks.longWaits());
        }
        for (int i = 0; i < workloads.size(); i++) {
            Workload workload = workloads.get(i);
            threads.add(Confined.thread(() -> repeat(workload, results)));
        }
        threads.forEach(Thread::start);
        Print.line("ready");
        System.in.read();
        over = true;
        for (Thread thread : threads) {
            thread.join();
        }
        results.forEach(Print::line);
        Inside.after(List.of());
        Print.line("end");
    }

    private static void repeat(Workload workload, List<String> results) {
        String problem = "";
        while (!over && problem.isEmpty()) {
            problem = workload.problem();
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        synchronized (results) {
            results.add(problem.isEmpty() ? "ok " + workload.name() : "wrong " + workload.name() + ": " + problem);
        }
    }
}
