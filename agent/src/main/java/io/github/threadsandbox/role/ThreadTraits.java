package io.github.threadsandbox.role;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What was noticed about a thread before its code runs: names only, no live thread or class.
 *
 * @param name the thread's name when it starts
 * @param threadClass the binary name of the thread's class
 * @param taskClass the binary name of the class of the task; for a lambda its host class; nothing where the thread
 *     has no task of its own
 * @param annotations the binary names of the annotations on the thread's class (inherited ones included) and the task's
 * @param sandboxedThread the roles that {@code @SandboxedThread} names on them: the task's first, then the thread's
 */
public record ThreadTraits(
        String name,
        String threadClass,
        Optional<String> taskClass,
        Set<String> annotations,
        List<String> sandboxedThread) {
    /** Copies the collections. */
    public ThreadTraits {
        annotations = Set.copyOf(annotations);
        sandboxedThread = List.copyOf(sandboxedThread);
    }
}
