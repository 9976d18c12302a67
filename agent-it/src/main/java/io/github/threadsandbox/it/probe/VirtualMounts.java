package io.github.threadsandbox.it.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/** Virtual threads, of a role and of none, that let each other go on: each stays on its own carriers. */
public final class VirtualMounts {
    private static final int THREADS = 200;

    private VirtualMounts() {}

    /**
     * Prints what threads of either kind saw.
     *
     * @param arguments none
     * @throws Exception if a thread cannot be joined
     */
    public static void main(String[] arguments) throws Exception {
        wakers("ordinary", name -> name);
        wakers("role", name -> "role-" + name);
        crowd();
        Kernel.filtersByThread().forEach((name, filters) -> Kernel.print("task/" + name, filters));
        Kernel.print("end", "yes");
    }

    private interface Naming {
        String name(String name);
    }

    private interface Wait {
        void await() throws Exception;
    }

    /** Virtual threads of one kind that platform threads of either kind wake. */
    private static void wakers(String kind, Naming naming) throws Exception {
        for (String waker : List.of("role-waker", "waker")) {
            BlockingQueue<Integer> queue = new LinkedBlockingQueue<>();
            wake(kind, "queue", waker, naming, queue::take, () -> queue.put(1));
            SynchronousQueue<Integer> handOver = new SynchronousQueue<>();
            wake(kind, "handOver", waker, naming, handOver::take, () -> handOver.put(1));
            CompletableFuture<Integer> future = new CompletableFuture<>();
            wake(kind, "future", waker, naming, future::get, () -> future.complete(1));
            ReentrantLock lock = new ReentrantLock();
            BlockingQueue<Integer> locked = new LinkedBlockingQueue<>();
            Thread holder = new Thread(
                    () -> {
                        lock.lock();
                        locked.add(1);
                        locked.add(1);
                        while (!lock.hasQueuedThreads()) {
                            Thread.yield();
                        }
                        lock.unlock();
                    },
                    waker);
            holder.start();
            locked.take();
            wake(
                    kind,
                    "lock",
                    waker,
                    naming,
                    () -> {
                        lock.lock();
                        lock.unlock();
                    },
                    holder::join);
            Object monitor = new Object();
            boolean[] notified = new boolean[1];
            wake(
                    kind,
                    "monitor",
                    waker,
                    naming,
                    () -> {
                        synchronized (monitor) {
                            while (!notified[0]) {
                                monitor.wait();
                            }
                        }
                    },
                    () -> {
                        synchronized (monitor) {
                            notified[0] = true;
                            monitor.notifyAll();
                        }
                    });
            wake(kind, "park", waker, naming, LockSupport::park, null);
            wake(
                    kind,
                    "interrupt",
                    waker,
                    naming,
                    () -> {
                        try {
                            Thread.sleep(20_000);
                        } catch (InterruptedException e) {
                            return;
                        }
                        throw new IllegalStateException("slept");
                    },
                    null);
        }
    }

    private static void wake(String kind, String way, String waker, Naming naming, Wait wait, Wait wake)
            throws Exception {
        CompletableFuture<String> seen = new CompletableFuture<>();
        Thread waiting = Virtual.start(naming.name("waiting"), () -> {
            try {
                wait.await();
                seen.complete(Kernel.open() + " on " + Virtual.carrier());
            } catch (Exception e) {
                seen.complete(e.toString());
            }
        });
        while (waiting.getState() != Thread.State.WAITING
                && waiting.getState() != Thread.State.TIMED_WAITING
                && waiting.isAlive()) {
            Thread.yield();
        }
        Thread by = new Thread(
                () -> {
                    try {
                        if (way.equals("park")) {
                            LockSupport.unpark(waiting);
                        } else if (way.equals("interrupt")) {
                            waiting.interrupt();
                        } else {
                            wake.await();
                        }
                    } catch (Exception e) {
                        seen.complete(e.toString());
                    }
                },
                waker);
        by.start();
        by.join();
        waiting.join();
        Kernel.print(kind + "/" + way + "/by " + waker, seen.get());
    }

    /** Many of both kinds, which hand a token over to each other, sleep, park and wait. */
    private static void crowd() throws Exception {
        Map<String, Set<String>> seen = new ConcurrentHashMap<>();
        List<Thread> all = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            BlockingQueue<Integer> there = i % 2 == 0 ? new LinkedBlockingQueue<>() : new SynchronousQueue<>();
            BlockingQueue<Integer> back = i % 2 == 0 ? new LinkedBlockingQueue<>() : new SynchronousQueue<>();
            all.add(Virtual.start("role-crowd", () -> rounds("role", seen, there, back)));
            all.add(Virtual.start("crowd", () -> rounds("ordinary", seen, back, there)));
        }
        for (Thread thread : all) {
            thread.join();
        }
        new TreeMap<>(seen).forEach((kind, what) -> Kernel.print("crowd/" + kind, new TreeSet<>(what)));
    }

    private static void rounds(
            String kind, Map<String, Set<String>> seen, BlockingQueue<Integer> in, BlockingQueue<Integer> out) {
        Set<String> mine = seen.computeIfAbsent(kind, key -> ConcurrentHashMap.newKeySet());
        Object monitor = new Object();
        try {
            note(mine);
            for (int round = 0; round < 3; round++) {
                Thread.sleep(1);
                note(mine);
                LockSupport.parkNanos(500_000);
                note(mine);
                synchronized (monitor) {
                    monitor.wait(1);
                }
                note(mine);
                if (kind.equals("role")) {
                    out.put(round);
                    in.take();
                } else {
                    in.take();
                    out.put(round);
                }
                note(mine);
                Thread.yield();
                note(mine);
            }
            CompletableFuture<String> child = new CompletableFuture<>();
            Virtual.start(() -> child.complete(Kernel.open() + " on " + Virtual.carrier()));
            mine.add(child.get());
        } catch (Exception e) {
            mine.add(e.toString());
        }
    }

    private static void note(Set<String> seen) {
        seen.add(Kernel.open() + " on " + Virtual.carrier());
    }
}
