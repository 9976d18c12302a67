package io.github.threadsandbox.role;

import java.util.Optional;

/**
 * One entry of {@code threads}: what a thread must be like to take a role. Every given part must match.
 *
 * @param name on the thread's name
 * @param threadClass on the class of the thread
 * @param task on the class of the task
 * @param annotation on any annotation of the thread's class or the task's
 * @param role the role that the thread takes
 */
public record RoleRule(
        Optional<Glob> name, Optional<Glob> threadClass, Optional<Glob> task, Optional<Glob> annotation, String role) {

    /**
     * Whether a thread is meant.
     *
     * @param traits what was noticed about it
     * @return whether every given part matches
     */
    public boolean matches(ThreadTraits traits) {
        return (name.isEmpty() || name.get().matches(traits.name()))
                && (threadClass.isEmpty() || threadClass.get().matches(traits.threadClass()))
                && (task.isEmpty()
                        || (traits.taskClass().isPresent()
                                && task.get().matches(traits.taskClass().get())))
                && (annotation.isEmpty() || matchesAny(annotation.get(), traits));
    }

    /**
     * Whether the rule says something of the task, and not of its thread alone.
     *
     * @return whether it has a pattern for the task's class or for annotations
     */
    public boolean concernsTasks() {
        return task.isPresent() || annotation.isPresent();
    }

    private static boolean matchesAny(Glob annotation, ThreadTraits traits) {
        for (String name : traits.annotations()) {
            if (annotation.matches(name)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether no thread can reach a later rule, because this one takes them all.
     *
     * @param later a rule that comes after this one
     * @return true only if it is sure
     */
    public boolean covers(RoleRule later) {
        return covers(name, later.name)
                && covers(threadClass, later.threadClass)
                && covers(task, later.task)
                && covers(annotation, later.annotation);
    }

    private static boolean covers(Optional<Glob> mine, Optional<Glob> later) {
        return mine.isEmpty() || (later.isPresent() && mine.get().covers(later.get()));
    }

    /** As a role map has it: {@code { name = "tool-worker-*", role = compute }}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("{ ");
        add(text, "name", name);
        add(text, "class", threadClass);
        add(text, "task", task);
        add(text, "annotation", annotation);
        return text.append("role = ").append(role).append(" }").toString();
    }

    private static void add(StringBuilder text, String key, Optional<Glob> pattern) {
        if (pattern.isPresent()) {
            text.append(key).append(" = \"").append(pattern.get()).append("\", ");
        }
    }
}
