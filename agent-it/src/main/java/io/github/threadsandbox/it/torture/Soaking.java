package io.github.threadsandbox.it.torture;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** 200 confined threads at full allocation, which come and go: one that ends is followed by another. */
public final class Soaking {
    private static final int THREADS = 200;
    private static final int KEEPERS = 20;
    private static final int SAMPLE_MILLIS = 1_000;
    private static final int REST_SECONDS = 60;

    /** Compilers, collectors, a zygote. */
    private static final int FOR_THE_JVM = 16;

    private static final AtomicLong STARTED = new AtomicLong();
    private static final AtomicLong DONE = new AtomicLong();
    private static final List<String> PROBLEMS = new ArrayList<>();

    private static volatile boolean over;

    private Soaking() {}

    /**
     * Soaks until a line comes in; says {@code ready} when all have been started, and {@code sample metaspace=BYTES} from
     * time to time after that.
     *
     * @param arguments none
     * @throws Exception if a thread cannot be joined
     */
    public static void main(String[] arguments) throws Exception {
        List<Workload> workloads = new ArrayList<>(Stacks.all());
        workloads.addAll(Heap.steady());
        workloads.addAll(Locks.waits());
        int before = kernelThreads();
        Thread[] keepers = new Thread[KEEPERS];
        for (int i = 0; i < KEEPERS; i++) {
            keepers[i] = new Thread(() -> keep(workloads), "keeper-" + i);
            keepers[i].start();
        }
        while (STARTED.get() < THREADS) {
            Thread.sleep(10);
        }
        Print.line("ready");
        while (System.in.available() == 0) {
            Print.line("sample metaspace=" + metaspace());
            Thread.sleep(SAMPLE_MILLIS);
        }
        over = true;
        for (Thread keeper : keepers) {
            keeper.join();
        }
        awaitEnd(before);
        Print.line("begin soak");
        Print.result("soak", PROBLEMS.isEmpty() ? "" : PROBLEMS.toString());
        Print.line("threads " + STARTED + ", pieces of work " + DONE + ", threads of the process left: "
                + (kernelThreads() - before));
        Inside.after(List.of());
        Print.line("end");
    }

    /** Keeps its share of the threads alive: where starting one takes a turn of two other threads, one keeper would be too slow. */
    private static void keep(List<Workload> workloads) {
        Thread[] threads = new Thread[THREADS / KEEPERS];
        try {
            while (!over) {
                for (int i = 0; i < threads.length && !over; i++) {
                    if (threads[i] == null || !threads[i].isAlive()) {
                        threads[i] = Confined.thread(() -> live(workloads));
                        threads[i].start();
                        STARTED.incrementAndGet();
                    }
                }
                Thread.sleep(10);
            }
            for (Thread thread : threads) {
                if (thread != null) {
                    thread.join();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void live(List<Workload> workloads) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        for (int i = random.nextInt(1, 20); i > 0 && !over; i--) {
            Workload workload = workloads.get(random.nextInt(workloads.size()));
            String problem = workload.problem();
            DONE.incrementAndGet();
            if (!problem.isEmpty()) {
                synchronized (PROBLEMS) {
                    PROBLEMS.add(workload.name() + ": " + problem);
                }
            }
        }
    }

    /** All that came has gone again, for the kernel too; what the JVM has made meanwhile for itself may stay. */
    private static void awaitEnd(int before) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(REST_SECONDS);
        while (kernelThreads() > before + FOR_THE_JVM && System.nanoTime() < end) {
            Thread.sleep(100);
        }
        int left = kernelThreads() - before;
        if (left > FOR_THE_JVM) {
            synchronized (PROBLEMS) {
                PROBLEMS.add(left + " threads are left");
            }
        }
    }

    private static int kernelThreads() {
        return new File("/proc/self/task").list().length;
    }

    private static long metaspace() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getName().equals("Metaspace"))
                .map(MemoryPoolMXBean::getUsage)
                .mapToLong(usage -> usage.getUsed())
                .sum();
    }
}
