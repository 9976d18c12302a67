package io.github.threadsandbox.it.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Notes what code of the application sees of the agent, when the JDK runs it while the agent starts. */
public final class Witness {
    private static final Set<String> CALLED = new TreeSet<>();
    private static final Set<String> SEEN = new TreeSet<>();
    private static final Set<String> BY_PRELOAD = new TreeSet<>();
    private static final ThreadLocal<Boolean> LOOKING = new ThreadLocal<>();

    private Witness() {}

    /** Called by a provider. */
    static void look(String provider) {
        // Looking may run a provider as well.
        if (LOOKING.get() != null) {
            return;
        }
        LOOKING.set(true);
        try {
            Thread thread = Thread.currentThread();
            List<String> found = new ArrayList<>();
            StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE).forEach(frame -> {
                if (isAgents(frame.getDeclaringClass().getClassLoader())) {
                    found.add(frame.getDeclaringClass().getName());
                }
            });
            ClassLoader context = thread.getContextClassLoader();
            synchronized (Witness.class) {
                CALLED.add(provider);
                if (thread.getName().equals("thread-sandbox-preload")) {
                    BY_PRELOAD.add(provider);
                }
                for (String name : found) {
                    SEEN.add(provider + " on " + thread.getName() + " above " + name);
                }
                if (isAgents(context)) {
                    SEEN.add(provider + " on " + thread.getName() + " with the agent's context class loader");
                }
            }
        } finally {
            LOOKING.remove();
        }
    }

    /** Neither the JDK's nor the application's; by the name of a class of its own, JDK 17 loads what speeds up reflection. */
    static boolean isAgents(ClassLoader loader) {
        return loader != null
                && loader != ClassLoader.getSystemClassLoader()
                && loader != ClassLoader.getPlatformClassLoader()
                && !loader.getClass().getName().startsWith("jdk.internal.reflect.");
    }

    /** Prints it. */
    static synchronized void print() {
        Kernel.print("called", CALLED);
        Kernel.print("preload", BY_PRELOAD);
        Kernel.print("seen", SEEN);
    }
}
