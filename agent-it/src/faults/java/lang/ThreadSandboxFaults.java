package java.lang;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where the agent of a {@code FaultyJar} fails, and how. In {@code java.base} by {@code --patch-module}, because all of the agent
 * must see it: the shipped agent has no such place and cannot be given one.
 */
public final class ThreadSandboxFaults {
    private static final AtomicInteger MEMORY = new AtomicInteger(Integer.MIN_VALUE);
    private static final AtomicInteger STACK = new AtomicInteger(Integer.MIN_VALUE);
    private static volatile String where;
    private static volatile long number;
    private static volatile String threads;
    private static volatile long errno;

    private ThreadSandboxFaults() {}

    /**
     * Where the agent takes memory from the heap.
     *
     * @param point the place
     */
    public static void memory(String point) {
        if (MEMORY.get() > 0 && !isCoverage() && MEMORY.decrementAndGet() == 0) {
            where = point + " on " + Thread.currentThread().getName();
            throw new OutOfMemoryError("injected");
        }
    }

    /**
     * Where the agent takes stack from an application's thread; its own threads have nothing below.
     *
     * @param point the place
     */
    public static void stack(String point) {
        if (STACK.get() > 0 && !isAgents() && STACK.decrementAndGet() == 0) {
            where = point + " on " + Thread.currentThread().getName();
            throw new StackOverflowError("injected");
        }
    }

    /** It runs beside, at any time, and goes on whatever happens to it. */
    private static boolean isCoverage() {
        return Thread.currentThread().getName().equals("thread-sandbox-coverage");
    }

    private static boolean isAgents() {
        return Thread.currentThread().getName().startsWith("thread-sandbox-");
    }

    /**
     * Before a syscall.
     *
     * @param call its number
     * @return its errno, negated; 0 to make it
     */
    public static long syscall(long call) {
        return call == number && Thread.currentThread().getName().startsWith(threads) ? errno : 0;
    }

    /**
     * From now on the heap is full at one place.
     *
     * @param next at which of the places that are come by, from 1
     */
    public static void failMemory(int next) {
        where = null;
        MEMORY.set(next);
    }

    /**
     * From now on the stack ends at one place.
     *
     * @param next at which of the places that are come by, from 1
     */
    public static void failStack(int next) {
        where = null;
        STACK.set(next);
    }

    /**
     * From now on a syscall fails on some threads.
     *
     * @param call its number; -1 for none
     * @param names how the threads' names begin
     * @param result what it returns, an errno, negated
     */
    public static void failSyscall(long call, String names, long result) {
        threads = names;
        errno = result;
        number = call;
    }

    /**
     * No more faults.
     *
     * @return where one was; null if none was
     */
    public static String stop() {
        MEMORY.set(Integer.MIN_VALUE);
        STACK.set(Integer.MIN_VALUE);
        number = -1;
        return where;
    }
}
