package io.github.threadsandbox.confine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The roles that confine one thread: usually one; several where a thread of one role started a thread of another, which
 * then runs under both. Two generations of one role are two roles.
 */
final class RoleSet {
    static final RoleSet NONE = new RoleSet(Set.of());

    private final Set<Role> roles;

    /** The same: a zygote goes through them where the heap may be full, and an iterator would take memory. */
    private final Role[] each;

    /** The same with whole roles in the place of their kinds: what confines is the same. */
    private final RoleSet whole;

    /** A set; of nothing for a thread that is not confined. */
    RoleSet(Set<Role> roles) {
        this.roles = Set.copyOf(roles);
        this.each = this.roles.toArray(Role[]::new);
        this.whole = whole();
    }

    private RoleSet whole() {
        boolean kinds = false;
        for (Role role : each) {
            kinds |= role.whole() != role;
        }
        return kinds ? new RoleSet(roles.stream().map(Role::whole).collect(Collectors.toSet())) : this;
    }

    /** What confines: kinds of a role are one role there. */
    RoleSet confining() {
        return whole;
    }

    /** The kinds among them. */
    List<Kind> kinds() {
        return sorted().stream().flatMap(role -> role.kind().stream()).toList();
    }

    Set<Role> roles() {
        return roles;
    }

    static RoleSet of(Role role) {
        return new RoleSet(Set.of(role));
    }

    RoleSet with(Role role) {
        Set<Role> more = new HashSet<>(roles);
        more.add(role);
        return new RoleSet(more);
    }

    RoleSet and(RoleSet other) {
        if (roles.containsAll(other.roles)) {
            return this;
        }
        Set<Role> more = new HashSet<>(roles);
        more.addAll(other.roles);
        return new RoleSet(more);
    }

    /** Whether one of its kinds is of threads with such a task, or of the task itself. */
    boolean hasTask(String task) {
        for (Role role : each) {
            if (role.kind().isPresent() && role.kind().get().task().equals(task)) {
                return true;
            }
        }
        return false;
    }

    /** In order. */
    List<String> names() {
        return sorted().stream().map(Role::name).toList();
    }

    boolean isEmpty() {
        return roles.isEmpty();
    }

    boolean hasAll(RoleSet other) {
        return roles.containsAll(other.roles);
    }

    /** Whether a role of this name is among them, of whatever generation. */
    boolean hasOneNamed(String name) {
        for (Role role : each) {
            if (role.name().equals(name)) {
                return true;
            }
        }
        return false;
    }

    /** The last generation of role maps that has all of them; {@code Integer.MAX_VALUE} if the present one has. */
    int until() {
        int until = Integer.MAX_VALUE;
        for (Role role : each) {
            until = Math.min(until, role.until());
        }
        return until;
    }

    boolean isSuperseded() {
        return until() < Integer.MAX_VALUE;
    }

    /** The same order whatever the order of the set. */
    List<Role> sorted() {
        List<Role> sorted = new ArrayList<>(roles);
        sorted.sort(Comparator.comparing(Role::name).thenComparing(Role::since).thenComparing(Role::kindNumber));
        return sorted;
    }

    /** Their names; of kinds alone their numbers, as the kernel keeps but 15 characters of a thread's name, which must tell them apart. */
    String shortName() {
        return kinds().size() < roles.size()
                ? toString()
                : sorted().stream()
                        .map(role -> Integer.toString(role.kindNumber()))
                        .collect(Collectors.joining("+"));
    }

    @Override
    public String toString() {
        return sorted().stream().map(Role::toString).collect(Collectors.joining("+"));
    }

    @Override
    public boolean equals(Object other) {
        return this == other || (other instanceof RoleSet that && roles.equals(that.roles));
    }

    @Override
    public int hashCode() {
        return roles.hashCode();
    }
}
