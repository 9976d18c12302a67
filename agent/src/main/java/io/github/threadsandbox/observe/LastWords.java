package io.github.threadsandbox.observe;

import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.MethodHandles;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * What was denied just before the JVM ends: who ends it waits until it is told, for a moment. That may be a confined thread, which
 * only waits and wakes here; what is to be asked of the observer, a thread of the agent's asks.
 */
final class LastWords implements Runnable {
    /** The JVM ends, whatever becomes of what is not told by then. */
    private static final long MOST = TimeUnit.SECONDS.toNanos(1);

    /**
     * The last place of {@code java.lang.Shutdown} (MAX_SYSTEM_HOOKS, JDK 17 to 25), whose hooks run in order: behind the application's own, which
     * may be denied something as well.
     */
    private static final int LAST_HOOK = 9;

    private final LogLines log;
    private volatile Thread asker;
    private volatile boolean wanted;
    private boolean told;

    LastWords(LogLines log) {
        this.log = log;
    }

    /**
     * From now on the JVM's end waits.
     *
     * @param thread the agent's thread that asks the observer, and is unparked for that
     */
    void askedBy(Thread thread, MethodHandles.Lookup trusted) throws Throwable {
        asker = thread;
        Class<?> shutdown = Class.forName("java.lang.Shutdown", false, null);
        MethodHandles.privateLookupIn(shutdown, trusted)
                .findStatic(shutdown, "add", methodType(void.class, int.class, boolean.class, Runnable.class))
                .invoke(LAST_HOOK, true, (Runnable) this);
    }

    /** On the thread that ends the JVM, which no interrupt keeps from waiting. */
    @Override
    public void run() {
        Thread.interrupted();
        long end = System.nanoTime() + MOST;
        wanted = true;
        LockSupport.unpark(asker);
        synchronized (this) {
            for (long left = MOST; left > 0 && !told; left = end - System.nanoTime()) {
                try {
                    wait(Math.max(1, TimeUnit.NANOSECONDS.toMillis(left)));
                } catch (InterruptedException e) {
                    // It waits on.
                }
            }
        }
        log.await(end - System.nanoTime());
    }

    /** Whether the JVM is about to end, and waits. */
    boolean areWanted() {
        return wanted;
    }

    /** All that the observer had is here, or there is none. */
    synchronized void told() {
        told = true;
        notifyAll();
    }
}
