package io.github.threadsandbox.start;

import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandles;
import java.util.concurrent.Callable;

/** What {@code premain} calls: by an interface of the JDK's, because it cannot call anything of the agent's module itself. */
final class Entry implements Callable<Void> {
    private final String arguments;
    private final Instrumentation instrumentation;
    private final MethodHandles.Lookup trusted;

    /** Made by {@code foothold}, by name. */
    Entry(String arguments, Instrumentation instrumentation, MethodHandles.Lookup trusted) {
        this.arguments = arguments;
        this.instrumentation = instrumentation;
        this.trusted = trusted;
    }

    @Override
    public Void call() throws StartException {
        Start.start(arguments, instrumentation, trusted);
        return null;
    }
}
