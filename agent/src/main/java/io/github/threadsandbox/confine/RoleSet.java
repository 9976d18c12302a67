package io.github.threadsandbox.confine;

import java.util.Set;
import java.util.TreeSet;

/**
 * The roles that confine one thread: usually one; several where a thread of one role started a thread of another, which
 * then runs under both.
 *
 * @param names sorted; empty for a thread that is not confined
 */
record RoleSet(Set<String> names) {
    static final RoleSet NONE = new RoleSet(Set.of());

    RoleSet {
        names = Set.copyOf(names);
    }

    static RoleSet of(String role) {
        return new RoleSet(Set.of(role));
    }

    RoleSet with(String role) {
        Set<String> more = new TreeSet<>(names);
        more.add(role);
        return new RoleSet(more);
    }

    RoleSet and(RoleSet other) {
        if (names.containsAll(other.names)) {
            return this;
        }
        Set<String> more = new TreeSet<>(names);
        more.addAll(other.names);
        return new RoleSet(more);
    }

    boolean isEmpty() {
        return names.isEmpty();
    }

    @Override
    public String toString() {
        return String.join("+", new TreeSet<>(names));
    }

    // By hand: a record's own are linked when first called, one by one, and a JVM pays for that at its start.
    @Override
    public boolean equals(Object other) {
        return this == other || (other instanceof RoleSet that && names.equals(that.names));
    }

    @Override
    public int hashCode() {
        return names.hashCode();
    }
}
