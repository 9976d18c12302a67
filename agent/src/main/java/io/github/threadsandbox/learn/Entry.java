package io.github.threadsandbox.learn;

import io.github.threadsandbox.role.GivenNames;
import io.github.threadsandbox.role.Glob;
import io.github.threadsandbox.role.RoleRule;
import java.util.Optional;

/**
 * What an entry of {@code threads} asks for, in one key.
 *
 * @param kind the key
 * @param pattern its pattern
 */
record Entry(Kind kind, String pattern) implements Comparable<Entry> {
    /** In the order in which entries are written: names that mean something first, those that anybody's threads have last. */
    enum Kind {
        /** No entry: the annotation says which role it is. */
        ANNOTATION("annotation"),
        NAME("name"),
        CLASS("class"),
        TASK("task"),
        COMMON_NAME("name");

        private final String key;

        Kind(String key) {
            this.key = key;
        }
    }

    /** What of a thread says most of what it is for; nothing where it has nothing that an entry could ask for. */
    static Optional<Entry> of(Traits thread) {
        if (thread.annotated().isPresent()) {
            return thread.annotated().map(role -> new Entry(Kind.ANNOTATION, role));
        }
        if (thread.isJdks()) {
            return Optional.empty();
        }
        String name = ThreadNames.pattern(thread.name());
        if (!GivenNames.tellNothing(name)) {
            return Optional.of(new Entry(Kind.NAME, name));
        }
        if (Traits.isApplications(thread.threadClass())) {
            return Optional.of(new Entry(Kind.CLASS, thread.threadClass()));
        }
        if (Traits.isApplications(thread.task())) {
            return Optional.of(new Entry(Kind.TASK, thread.task()));
        }
        // A pattern of stars alone would take every thread: a name without letters stands for itself.
        return thread.name().isEmpty()
                ? Optional.empty()
                : Optional.of(new Entry(Kind.COMMON_NAME, GivenNames.isOwn(name) ? name : thread.name()));
    }

    String key() {
        return kind.key;
    }

    RoleRule rule(String role) {
        return new RoleRule(
                kind == Kind.NAME || kind == Kind.COMMON_NAME
                        ? Optional.of(Glob.ofThreadName(pattern))
                        : Optional.empty(),
                kind == Kind.CLASS ? Optional.of(Glob.ofClassName(pattern)) : Optional.empty(),
                kind == Kind.TASK ? Optional.of(Glob.ofClassName(pattern)) : Optional.empty(),
                Optional.empty(),
                role);
    }

    boolean isAnnotation() {
        return kind == Kind.ANNOTATION;
    }

    boolean isName() {
        return kind == Kind.NAME || kind == Kind.COMMON_NAME;
    }

    /** A name for a role of such threads. */
    String roleName() {
        return isAnnotation() ? pattern : ThreadNames.role(isName() ? pattern : ThreadNames.simple(pattern));
    }

    @Override
    public int compareTo(Entry other) {
        int order = kind.compareTo(other.kind);
        return order != 0 ? order : pattern.compareTo(other.pattern);
    }
}
