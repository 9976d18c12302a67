package java.lang;

/**
 * A thread of the agent's own. An application can find it (in its group, in a dump) and must gain nothing by that: it
 * cannot be interrupted, its {@code run} does nothing when called from elsewhere, what it runs is private, and however it
 * ends, no handler of the application's runs on it: it may be less confined than whoever set the handler.
 */
final class ThreadSandboxThread extends Thread implements Thread.UncaughtExceptionHandler {
    private Runnable work;

    ThreadSandboxThread(ThreadGroup group, String name, Runnable work) {
        super(group, null, name, 0, false);
        this.work = work;
        setDaemon(true);
        super.setContextClassLoader(null);
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

    /** Else the JVM would ask the default handler, or print to {@code System.err}: both may be the application's. */
    @Override
    public UncaughtExceptionHandler getUncaughtExceptionHandler() {
        return this;
    }

    @Override
    public void uncaughtException(Thread thread, Throwable thrown) {
        // Whoever needs this thread finds it ended, and says so.
    }

    @Override
    public void setContextClassLoader(ClassLoader loader) {
        // The JDK asks it for classes, and it may be the application's.
    }

    @Override
    public void interrupt() {
        // Nobody interrupts the agent.
    }
}
