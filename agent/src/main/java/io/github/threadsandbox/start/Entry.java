package io.github.threadsandbox.start;

import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandles;
import java.util.function.Function;

/** What {@code premain} calls: by an interface of the JDK's, because it cannot call anything of the agent's module itself. */
final class Entry implements Function<String, Exception> {
    private final Instrumentation instrumentation;
    private final MethodHandles.Lookup trusted;

    /** Made by {@code foothold}, by name. */
    Entry(Instrumentation instrumentation, MethodHandles.Lookup trusted) {
        this.instrumentation = instrumentation;
        this.trusted = trusted;
    }

    /**
     * Arms the agent.
     *
     * @param arguments the role map's file, or null
     * @return why the JVM must not start, for its operator; null if it may
     */
    @Override
    public Exception apply(String arguments) {
        try {
            Start.start(arguments, instrumentation, trusted);
            return null;
        } catch (StartException e) {
            return e;
        }
    }
}
