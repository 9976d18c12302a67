package java.lang;

/**
 * A thread of the agent's own. An application can find it (in its group, in a dump) and must gain nothing by that: it
 * cannot be interrupted, its {@code run} does nothing when called from elsewhere, and what it runs is private.
 */
final class ThreadSandboxThread extends Thread {
    private Runnable work;

    ThreadSandboxThread(ThreadGroup group, String name, Runnable work) {
        super(group, null, name, 0, false);
        this.work = work;
        setDaemon(true);
        setContextClassLoader(null);
    }

    @Override
    public void run() {
        if (Thread.currentThread() != this) {
            return;
        }
        Runnable mine = work;
        work = null;
        if (mine != null) {
            mine.run();
        }
    }

    @Override
    public void interrupt() {
        // Nobody interrupts the agent.
    }
}
