package io.github.threadsandbox.command;

import java.lang.reflect.InvocationTargetException;
import java.util.Optional;
import java.util.Properties;

/** A running JVM, reached by the JDK's attach mechanism: {@code com.sun.tools.attach} of the module {@code jdk.attach}. */
final class AttachedJvm {
    private AttachedJvm() {}

    /** A JVM that cannot be asked; the message says why and what to do. */
    static final class Unreachable extends Exception {
        private static final long serialVersionUID = 1L;

        Unreachable(String message) {
            super(message);
        }
    }

    /** What {@code VirtualMachine.getAgentProperties} gives. */
    static Properties agentProperties(long pid) throws Unreachable {
        return ask(pid, (type, machine) ->
                (Properties) type.getMethod("getAgentProperties").invoke(machine));
    }

    /** Loads the agent; empty, or why it did not stay. */
    static Optional<String> loadAgent(long pid, String jar, String arguments) throws Unreachable {
        return ask(pid, (type, machine) -> {
            try {
                type.getMethod("loadAgent", String.class, String.class).invoke(machine, jar, arguments);
                return Optional.empty();
            } catch (InvocationTargetException e) {
                if (!e.getCause().getClass().getSimpleName().equals("AgentInitializationException")) {
                    throw e;
                }
                Properties properties =
                        (Properties) type.getMethod("getAgentProperties").invoke(machine);
                return Optional.of(properties.getProperty("thread-sandbox.refused", "its standard error says why"));
            }
        });
    }

    /** A question, by reflection. */
    private interface Question<T> {
        T ask(Class<?> type, Object machine) throws ReflectiveOperationException;
    }

    private static <T> T ask(long pid, Question<T> question) throws Unreachable {
        try {
            // Of the system class loader's, where this class's does not look: so by reflection.
            Class<?> type =
                    Class.forName("com.sun.tools.attach.VirtualMachine", true, ClassLoader.getSystemClassLoader());
            Object machine = type.getMethod("attach", String.class).invoke(null, Long.toString(pid));
            try {
                return question.ask(type, machine);
            } finally {
                type.getMethod("detach").invoke(machine);
            }
        } catch (InvocationTargetException e) {
            Throwable cause = e.getCause();
            throw new Unreachable("process " + pid + " cannot be asked: "
                    + (cause.getMessage() == null ? cause : cause.getMessage())
                    + ": run this as the user of a running JVM that does not have -XX:+DisableAttachMechanism");
        } catch (ReflectiveOperationException e) {
            throw new Unreachable("this Java runtime cannot attach to another: use a JDK, or a runtime with the module"
                    + " jdk.attach");
        }
    }
}
