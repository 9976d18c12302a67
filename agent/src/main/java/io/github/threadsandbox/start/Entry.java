package io.github.threadsandbox.start;

import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandles;
import java.util.function.BiFunction;

/** What {@code premain} calls: by an interface of the JDK's, because it cannot call anything of the agent's module itself. */
final class Entry implements BiFunction<String, Boolean, Exception> {
    private final Instrumentation instrumentation;
    private final MethodHandles.Lookup trusted;
    private final String jar;

    /** Made by {@code foothold}, by name. */
    Entry(Instrumentation instrumentation, MethodHandles.Lookup trusted, String jar) {
        this.jar = jar;
        this.instrumentation = instrumentation;
        this.trusted = trusted;
    }

    /**
     * Arms the agent.
     *
     * @param arguments the role map's file, or null
     * @param running whether the application runs already
     * @return why the JVM must not start, or why the agent was not attached, for its operator; null if all is well
     */
    @Override
    public Exception apply(String arguments, Boolean running) {
        try {
            Start.start(arguments, instrumentation, trusted, jar, running);
            return null;
        } catch (StartException e) {
            if (running) {
                Publication.refused(trusted, e.getMessage().strip());
            }
            return e;
        }
    }
}
