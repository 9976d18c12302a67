package java.lang;

import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Runs the JDK's own initialisers on an agent thread. They ask service providers, which may be the application's: nothing
 * of the agent's that they could keep is on the stack below them, only classes of {@code java.base}.
 */
final class ThreadSandboxPreload implements Runnable {
    private static final String STEP = "step ";
    private static final String APPLICATION = "application ";
    private static final String HEADLESS = "headless ";
    private static final String LOAD = "load ";

    private final Supplier<String[]> groups;
    private final Consumer<String> failures;
    private final Consumer<Thread> withoutRole;

    /**
     * What runs them.
     *
     * @param groups gives the next group's entries when it is time for them, and null when there is none any more
     * @param failures takes what failed
     * @param withoutRole takes a thread that is to be started without a role, whatever the role map says
     */
    ThreadSandboxPreload(Supplier<String[]> groups, Consumer<String> failures, Consumer<Thread> withoutRole) {
        this.groups = groups;
        this.failures = failures;
        this.withoutRole = withoutRole;
    }

    @Override
    public void run() {
        for (String[] group = groups.get(); group != null; group = groups.get()) {
            if (group.length > 0 && group[0].startsWith(APPLICATION)) {
                runApplication(group);
                continue;
            }
            for (String entry : group) {
                String failure = run(entry);
                if (failure != null) {
                    failures.accept(failure);
                }
            }
        }
    }

    /**
     * Initialises an application's classes, on a thread as it makes them itself: in its main thread group, with its class loader
     * as context, and with nothing of the agent's below.
     */
    private void runApplication(String[] entries) {
        ThreadSandboxPreloadApplication classes = new ThreadSandboxPreloadApplication(entries, APPLICATION.length());
        Thread thread = new Thread(mainGroup(), classes, "thread-sandbox-preload-application", 0, false);
        thread.setContextClassLoader(ClassLoader.getSystemClassLoader());
        thread.setDaemon(true);
        withoutRole.accept(thread);
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException e) {
            failures.accept("the application's classes: interrupted");
        }
        classes.failures().forEach(failures);
    }

    private static ThreadGroup mainGroup() {
        ThreadGroup system = Thread.currentThread().getThreadGroup();
        ThreadGroup[] groups = new ThreadGroup[system.activeGroupCount() + 1];
        int found = system.enumerate(groups, false);
        for (int i = 0; i < found; i++) {
            if (groups[i].getName().equals("main")) {
                return groups[i];
            }
        }
        return system;
    }

    /** What fails here fails without the agent as well: a JDK without that module, a machine without a network. */
    private static String run(String entry) {
        try {
            if (!entry.startsWith(HEADLESS)) {
                initialise(entry);
            } else if (isHeadless()) {
                initialise(entry.substring(HEADLESS.length()));
            }
            return null;
        } catch (Throwable t) {
            return entry + " failed: " + text(t);
        }
    }

    /** Whether it is settled that there is no screen: else a program may still say so in {@code main}. */
    private static boolean isHeadless() {
        String said = System.getProperty("java.awt.headless");
        return said != null ? said.equals("true") : System.getenv("DISPLAY") == null;
    }

    /** A step, or a class of a module, where this JVM has both. */
    private static void initialise(String entry) throws Exception {
        if (entry.startsWith(STEP)) {
            ThreadSandboxPreloadSteps.run(entry.substring(STEP.length()));
            return;
        }
        boolean loadOnly = entry.startsWith(LOAD);
        int begin = loadOnly ? LOAD.length() : 0;
        int slash = entry.indexOf('/');
        Module module =
                ModuleLayer.boot().findModule(entry.substring(begin, slash)).orElse(null);
        Class<?> type = module == null ? null : Class.forName(module, entry.substring(slash + 1));
        if (type != null && !loadOnly) {
            Class.forName(type.getName(), true, type.getClassLoader());
        }
    }

    /** A provider's exception is the application's code. */
    static String text(Throwable thrown) {
        try {
            return String.valueOf(thrown.toString());
        } catch (Throwable t) {
            return thrown.getClass().getName();
        }
    }
}
