package io.github.threadsandbox.confine;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A thread that is held at a call.
 *
 * @param name its name
 * @param threadClass its class
 * @param task the class of its task; nothing where it has none
 * @param roles what confines it
 * @param kinds of which kinds of threads its roles are, where a role holds them apart
 * @param stack finds its stack, the innermost first, which may take as long as the thread is held
 */
public record Held(
        String name,
        String threadClass,
        Optional<String> task,
        String roles,
        List<Kind> kinds,
        Supplier<List<StackTraceElement>> stack) {
    /** Copies the kinds. */
    public Held {
        kinds = List.copyOf(kinds);
    }
}
