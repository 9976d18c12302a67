package io.github.threadsandbox.premain;

import java.lang.instrument.Instrumentation;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.jar.JarFile;

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
        refuseASecondAgent();
        Exception refused = null;
        try {
            refused = start(instrumentation).apply(arguments);
        } catch (Throwable t) {
            refuse(t);
        }
        if (refused != null) {
            refuse(refused.getMessage());
        }
    }

    /** What arms the agent. Its first class loader and its first class are garbage when this returns. */
    @SuppressWarnings("unchecked")
    private static Function<String, Exception> start(Instrumentation instrumentation) throws Exception {
        JarFile jar = OwnJar.open();
        Object foothold = Class.forName("io.github.threadsandbox.foothold.Foothold", true, new AgentClassLoader(jar))
                .getConstructor()
                .newInstance();
        return ((BiFunction<Instrumentation, JarFile, Function<String, Exception>>) foothold)
                .apply(instrumentation, jar);
    }

    private static void refuseASecondAgent() {
        try {
            Class.forName("java.lang.ThreadSandboxLoader", false, null);
        } catch (ClassNotFoundException e) {
            return;
        }
        refuse("thread-sandbox is already in this JVM: give -javaagent:thread-sandbox-agent.jar once");
    }

    /** Its checks would run inside the agent. Asked first, because it need not let the agent do anything. */
    @SuppressWarnings("removal")
    private static void refuseBesideSecurityManager() {
        if (System.getSecurityManager() != null) {
            refuse("a security manager is in force, and its checks would run inside the agent:"
                    + " take -Djava.security.manager out");
        }
    }

    /** The JVM does not start: whoever configured a sandbox must not get a JVM without one. */
    private static void refuse(Throwable cause) {
        System.err.println(
                "thread-sandbox: the JVM does not start, because of a bug in the agent; please report this:");
        cause.printStackTrace();
        System.err.flush();
        Runtime.getRuntime().halt(1);
    }

    private static void refuse(String message) {
        System.err.println("thread-sandbox: the JVM does not start:");
        System.err.println(message);
        System.err.flush();
        Runtime.getRuntime().halt(1);
    }
}
