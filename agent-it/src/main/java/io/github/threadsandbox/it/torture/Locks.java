package io.github.threadsandbox.it.torture;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.StampedLock;

/** Monitors, thin and inflated, contended and waited on; parking; timed waits. */
final class Locks {
    private static final int THREADS = 4;

    private Locks() {}

    static List<Workload> all() {
        return List.of(
                new Workload("contended monitors", THREADS * 20_000L, Locks::contended),
                new Workload("wait and notify", 2_000, Locks::pingPong),
                new Workload("inflated monitors", 20_000, Locks::inflated),
                new Workload("timed waits", 400, Locks::timed),
                new Workload("locks of java.util.concurrent", THREADS * 5_000L, Locks::juc),
                new Workload("hand-over", 1_000, Locks::handOver),
                new Workload("interruption", 100, Locks::interrupted));
    }

    /** Waits alone, short and long. */
    static List<Workload> waits() {
        return List.of(new Workload("timed waits", 400, Locks::timed), longWaits());
    }

    /** Waits that are long enough to be stopped and continued in: the kernel resumes each by restart_syscall. */
    static Workload longWaits() {
        return new Workload("long timed waits", 5, () -> {
            Object monitor = new Object();
            Thread.sleep(200);
            LockSupport.parkNanos(200_000_000);
            synchronized (monitor) {
                monitor.wait(200);
            }
            boolean got = new Semaphore(0).tryAcquire(200, TimeUnit.MILLISECONDS);
            return got || new LinkedBlockingQueue<>().poll(200, TimeUnit.MILLISECONDS) != null ? 0L : 5L;
        });
    }

    /** The threads of this thread: they have its role. */
    private static void inParallel(int threads, Runnable body) throws InterruptedException {
        List<Thread> all = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            Thread thread = new Thread(body);
            thread.start();
            all.add(thread);
        }
        for (Thread thread : all) {
            thread.join();
        }
    }

    private static long contended() throws InterruptedException {
        long[] count = new long[1];
        inParallel(THREADS, () -> {
            for (int i = 0; i < 20_000; i++) {
                synchronized (count) {
                    count[0]++;
                }
            }
        });
        return count[0];
    }

    private static long pingPong() throws InterruptedException {
        long[] turn = new long[1];
        Thread other = new Thread(() -> turns(turn, 1, 2_000));
        other.start();
        turns(turn, 0, 2_000);
        other.join();
        return turn[0];
    }

    private static void turns(long[] turn, int mine, long until) {
        synchronized (turn) {
            try {
                while (turn[0] < until) {
                    if (turn[0] % 2 == mine) {
                        turn[0]++;
                        turn.notifyAll();
                    } else {
                        turn.wait();
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static long inflated() {
        long entered = 0;
        for (int i = 0; i < 20_000; i++) {
            Object lock = new Object();
            int hash = lock.hashCode();
            synchronized (lock) {
                lock.notifyAll();
                entered += lock.hashCode() == hash ? 1 : 0;
            }
        }
        return entered;
    }

    private static long timed() throws InterruptedException {
        Object monitor = new Object();
        ReentrantLock lock = new ReentrantLock();
        Condition condition = lock.newCondition();
        Semaphore none = new Semaphore(0);
        BlockingQueue<Object> empty = new LinkedBlockingQueue<>();
        long done = 0;
        for (int i = 0; i < 50; i++) {
            synchronized (monitor) {
                monitor.wait(1);
                done++;
            }
            LockSupport.parkNanos(100_000);
            done++;
            lock.lock();
            try {
                done += condition.awaitNanos(100_000) <= 0 ? 1 : 1_000;
            } finally {
                lock.unlock();
            }
            done += none.tryAcquire(100, TimeUnit.MICROSECONDS) ? 1_000 : 1;
            done += empty.poll(100, TimeUnit.MICROSECONDS) == null ? 1 : 1_000;
            Thread.sleep(1);
            Thread.sleep(0, 100_000);
            Thread.yield();
            Thread.onSpinWait();
            Thread other = new Thread(() -> LockSupport.parkNanos(200_000));
            other.start();
            other.join(1);
            other.join();
            done += 3;
        }
        return done;
    }

    private static long juc() throws InterruptedException {
        ReentrantLock lock = new ReentrantLock(true);
        StampedLock stamped = new StampedLock();
        long[] count = new long[2];
        inParallel(THREADS, () -> {
            for (int i = 0; i < 2_500; i++) {
                lock.lock();
                try {
                    count[0]++;
                } finally {
                    lock.unlock();
                }
                long stamp = stamped.writeLock();
                try {
                    count[1]++;
                } finally {
                    stamped.unlockWrite(stamp);
                }
            }
        });
        return count[0] + count[1];
    }

    private static long handOver() throws InterruptedException {
        SynchronousQueue<Integer> queue = new SynchronousQueue<>();
        Thread other = new Thread(() -> {
            try {
                for (int i = 0; i < 1_000; i++) {
                    queue.put(i);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        other.start();
        long inOrder = 0;
        for (int i = 0; i < 1_000; i++) {
            inOrder += queue.take() == i ? 1 : 0;
        }
        other.join();
        return inOrder;
    }

    private static long interrupted() throws InterruptedException {
        long[] caught = new long[1];
        for (int i = 0; i < 100; i++) {
            Object monitor = new Object();
            Thread other = new Thread(() -> {
                synchronized (monitor) {
                    try {
                        while (true) {
                            monitor.wait();
                        }
                    } catch (InterruptedException e) {
                        caught[0]++;
                    }
                }
            });
            other.start();
            other.interrupt();
            other.join();
        }
        return caught[0];
    }
}
