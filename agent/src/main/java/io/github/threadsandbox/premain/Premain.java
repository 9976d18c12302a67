package io.github.threadsandbox.premain;

import java.lang.instrument.Instrumentation;
import java.util.function.BiFunction;
import java.util.jar.JarFile;

/**
 * The agent's entry.
 *
 * <ul>
 *   <li>It does as little as possible here: an application on the class path can see this class.
 *   <li>It keeps no static data.
 *   <li>If the agent does not arm, the JVM does not start; one that runs already is left as it was.
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
        refuseApplications(instrumentation);
        String refused;
        try {
            refused = start(arguments, instrumentation, false);
        } catch (Throwable t) {
            System.err.println(
                    "thread-sandbox: the JVM does not start, because of a bug in the agent; please report this:");
            t.printStackTrace();
            halt();
            return;
        }
        if (refused != null) {
            // Whoever configured a sandbox must not get a JVM without one.
            System.err.println("thread-sandbox: the JVM does not start:");
            System.err.println(refused);
            halt();
        }
    }

    /**
     * Called by the JVM when somebody attaches to it while the application runs. Whatever is wrong before anything was done
     * leaves the application alone; what goes wrong later ends the JVM, unless {@code on-error = warn}.
     *
     * @param arguments the role map's file
     * @param instrumentation the JVM's; application code that calls this has none
     * @throws IllegalStateException if the agent was refused; the JVM is as it was
     */
    public static void agentmain(String arguments, Instrumentation instrumentation) {
        String refused;
        try {
            refused = start(arguments, instrumentation, true);
        } catch (Throwable t) {
            throw new IllegalStateException(
                    "thread-sandbox: not attached, because of a bug in the agent; please report this", t);
        }
        if (refused != null) {
            throw new IllegalStateException("thread-sandbox: not attached: " + refused.strip());
        }
    }

    /** Arms the agent, or says why not. Its first class loader and its first class are garbage when this returns. */
    @SuppressWarnings("unchecked")
    private static String start(String arguments, Instrumentation instrumentation, boolean running) throws Exception {
        refuseApplications(instrumentation);
        String refused = refusedBeforehand();
        if (refused != null) {
            return refused;
        }
        JarFile jar = OwnJar.open();
        Object foothold = Class.forName("io.github.threadsandbox.foothold.Foothold", true, new AgentClassLoader(jar))
                .getConstructor()
                .newInstance();
        Exception why = ((BiFunction<Instrumentation, JarFile, BiFunction<String, Boolean, Exception>>) foothold)
                .apply(instrumentation, jar)
                .apply(arguments, running);
        return why == null ? null : String.valueOf(why.getMessage());
    }

    private static void refuseApplications(Instrumentation instrumentation) {
        if (instrumentation == null) {
            throw new IllegalArgumentException("thread-sandbox is started by -javaagent");
        }
    }

    private static String refusedBeforehand() {
        // Its checks would run inside the agent. Asked first, because it need not let the agent do anything.
        if (hasSecurityManager()) {
            return "  a security manager is in force, and its checks would run inside the agent:"
                    + " take -Djava.security.manager out";
        }
        try {
            Class.forName("java.lang.ThreadSandboxGate", false, null);
        } catch (ClassNotFoundException e) {
            return null;
        }
        return "  thread-sandbox is already in this JVM: give -javaagent:thread-sandbox-agent.jar once, or attach once;"
                + " 'reload PID' has a JVM take its role map anew";
    }

    @SuppressWarnings("removal")
    private static boolean hasSecurityManager() {
        return System.getSecurityManager() != null;
    }

    private static void halt() {
        System.err.flush();
        Runtime.getRuntime().halt(1);
    }
}
