package io.github.threadsandbox.it.torture;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Every workload: first alone on a confined thread that comes fresh to it, then on an unconfined one, then many at once on
 * confined threads while stacks are dumped and garbage is collected; and then what an unconfined thread can still do.
 */
public final class Inside {
    private static final int TOGETHER = 6;

    private Inside() {}

    /**
     * Runs them.
     *
     * @param arguments for how many seconds many run at once
     * @throws Exception if a thread cannot be joined
     */
    public static void main(String[] arguments) throws Exception {
        Spare.bytes();
        List<Workload> workloads = new ArrayList<>(Heap.all());
        workloads.addAll(sideBySide());
        workloads.addAll(Heap.exhausting());
        workloads.addAll(Loading.exhausting());
        for (Workload workload : workloads) {
            Print.line("begin " + workload.name());
            Print.result(workload.name(), Confined.run(workload::problem));
        }
        together(Integer.parseInt(arguments[0]));
        after(workloads);
        Print.line("end");
    }

    /** Those of which many find room at once. */
    static List<Workload> sideBySide() {
        List<Workload> workloads = new ArrayList<>();
        workloads.addAll(Stacks.all());
        workloads.addAll(Locks.all());
        workloads.addAll(Code.all());
        workloads.addAll(Loading.all());
        workloads.addAll(Library.all());
        workloads.addAll(Threads.all());
        return workloads;
    }

    private static void together(int seconds) throws InterruptedException {
        List<Workload> small = sideBySide();
        Print.line("begin many at once, safepoints from outside");
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        List<String> problems = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < TOGETHER; i++) {
            Random random = new Random(i);
            threads.add(Confined.thread(() -> {
                do {
                    Workload workload = small.get(random.nextInt(small.size()));
                    String problem = workload.problem();
                    if (!problem.isEmpty()) {
                        synchronized (problems) {
                            problems.add(workload.name() + ": " + problem);
                        }
                    }
                } while (System.nanoTime() < end);
            }));
        }
        threads.forEach(Thread::start);
        while (threads.stream().anyMatch(Thread::isAlive)) {
            Thread.getAllStackTraces();
            Thread.sleep(30);
            ManagementFactory.getThreadMXBean().dumpAllThreads(true, true);
            Thread.sleep(30);
            ManagementFactory.getThreadMXBean().findDeadlockedThreads();
            System.gc();
            Thread.sleep(30);
        }
        Print.result("many at once, safepoints from outside", problems.isEmpty() ? "" : problems.toString());
    }

    /** What an unconfined thread can do now, the workloads included. */
    static void after(List<Workload> workloads) throws InterruptedException {
        List<Workload> operations = new ArrayList<>(Aftermath.all());
        operations.addAll(workloads);
        for (Workload operation : operations) {
            Print.line("begin afterwards " + operation.name());
            String problem = operation.problem();
            if (!problem.isEmpty()) {
                Print.line("poisoned " + operation.name() + ": " + problem);
            }
        }
        Print.line("begin rest");
        String busy = Rest.problem();
        if (!busy.isEmpty()) {
            Print.line("busy " + busy);
        }
        Print.line("afterwards " + operations.size());
    }
}
