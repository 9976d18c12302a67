package io.github.threadsandbox.premain;

import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;

/**
 * The agent's entry.
 *
 * <ul>
 *   <li>It does as little as possible here: an application on the class path can see this class.
 *   <li>It keeps no static data.
 *   <li>If the agent does not arm, the JVM does not start.
 * </ul>
 */
public final class Premain {
    private Premain() {}

    /**
     * Called by the JVM before the application's {@code main}.
     *
     * @param arguments behind {@code -javaagent:…jar=}: the role map's file
     * @param instrumentation the JVM's; application code that calls this has none
     */
    public static void premain(String arguments, Instrumentation instrumentation) {
        if (instrumentation == null) {
            throw new IllegalArgumentException("thread-sandbox is started by -javaagent");
        }
        refuseBesideSecurityManager();
        try {
            Path jar = Path.of(Premain.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            Class.forName("io.github.threadsandbox.start.Start", true, new AgentClassLoader(jar))
                    .getMethod("start", String.class, Instrumentation.class)
                    .invoke(null, arguments, instrumentation);
        } catch (InvocationTargetException e) {
            refuse(e.getCause());
        } catch (Throwable t) {
            refuse(t);
        }
    }

    /** Its checks would run inside the agent. Asked first, because it need not let the agent do anything. */
    @SuppressWarnings("removal")
    private static void refuseBesideSecurityManager() {
        if (System.getSecurityManager() != null) {
            System.err.println("thread-sandbox: the JVM does not start:");
            System.err.println("a security manager is in force, and its checks would run inside the agent:"
                    + " take -Djava.security.manager out");
            System.err.flush();
            Runtime.getRuntime().halt(1);
        }
    }

    /** The JVM does not start: whoever configured a sandbox must not get a JVM without one. */
    private static void refuse(Throwable cause) {
        if (cause.getClass().getName().equals("io.github.threadsandbox.start.StartException")) {
            System.err.println("thread-sandbox: the JVM does not start:");
            System.err.println(cause.getMessage());
        } else {
            System.err.println(
                    "thread-sandbox: the JVM does not start, because of a bug in the agent; please report this:");
            cause.printStackTrace();
        }
        System.err.flush();
        Runtime.getRuntime().halt(1);
    }
}
