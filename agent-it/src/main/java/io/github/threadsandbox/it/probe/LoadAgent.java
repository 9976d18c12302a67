package io.github.threadsandbox.it.probe;

import java.lang.instrument.Instrumentation;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** A confined thread that may read files loads an agent into its own JVM; then an operator does, from outside. */
public final class LoadAgent {
    private static volatile Instrumentation loaded;

    private LoadAgent() {}

    /**
     * The agent's entry.
     *
     * @param arguments none
     * @param instrumentation the key to everything
     */
    public static void agentmain(String arguments, Instrumentation instrumentation) {
        loaded = instrumentation;
    }

    /**
     * Tries both.
     *
     * @param arguments the agent's jar
     * @throws Exception if a thread cannot be joined
     */
    public static void main(String[] arguments) throws Exception {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        Thread thread = new Thread(() -> load(server, arguments[0]), "reader");
        thread.start();
        thread.join();
        Kernel.print("loaded", loaded);
        if (arguments.length > 1) {
            past(arguments[0]);
            return;
        }
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        String pid = Long.toString(ProcessHandle.current().pid());
        new ProcessBuilder(jcmd.toString(), pid, "JVMTI.agent_load", arguments[0])
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        Kernel.print("attached", loaded != null);
    }

    /** Past the bean, which an application can reach only where the operator opens its package. */
    private static void past(String jar) throws Exception {
        Class<?> bean = Class.forName("com.sun.management.internal.DiagnosticCommandImpl");
        var get = bean.getDeclaredMethod("getDiagnosticCommandMBean");
        get.setAccessible(true);
        var execute = bean.getDeclaredMethod("executeDiagnosticCommand", String.class);
        execute.setAccessible(true);
        Kernel.print("past", execute.invoke(get.invoke(null), "JVMTI.agent_load " + jar));
        Kernel.print("loaded past", loaded);
    }

    private static void load(MBeanServer server, String jar) {
        try {
            server.invoke(
                    new ObjectName("com.sun.management:type=DiagnosticCommand"),
                    "jvmtiAgentLoad",
                    new Object[] {new String[] {jar}},
                    new String[] {String[].class.getName()});
        } catch (Exception e) {
            Kernel.print("failed", e.getCause());
        }
    }
}
