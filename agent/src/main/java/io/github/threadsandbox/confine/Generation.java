package io.github.threadsandbox.confine;

import io.github.threadsandbox.policy.Policy;
import io.github.threadsandbox.seccomp.Landlock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One role map, in force or about to be. Whatever takes a role is matched against one generation, never against parts of two.
 * A role that the next role map leaves as it is is the same in both.
 */
public final class Generation {
    private final int number;
    private final Map<String, Role> roles;
    private final Set<Role> fresh;
    private final Assigner assigner;
    private final TaskRoles taskRoles;
    private final VirtualRoles virtualRoles;

    private Generation(int number, Definitions definitions, Map<String, Role> before, ThreadObserver observer) {
        Map<String, Role> all = new TreeMap<>();
        Set<Role> made = new HashSet<>();
        for (String name : new TreeSet<>(definitions.policies().keySet())) {
            Optional<Landlock.Loaded> domain =
                    Optional.ofNullable(definitions.domains().get(name));
            boolean sharing = definitions.sharing().contains(name);
            Optional<Policy> kept = Optional.ofNullable(definitions.audited().get(name));
            boolean apart = definitions.apart().contains(name);
            Role known = before.get(name);
            if (known == null || !known.is(definitions.policies().get(name), domain, sharing, kept, apart)) {
                known = new Role(name, number, definitions.policies().get(name), domain, sharing, kept, apart);
                known.refused(Optional.ofNullable(definitions.refused().get(name)));
                made.add(known);
            }
            all.put(name, known);
        }
        this.number = number;
        this.roles = Map.copyOf(all);
        this.fresh = Set.copyOf(made);
        this.assigner = new Assigner(definitions.roleMap(), observer);
        this.taskRoles = new TaskRoles(definitions.roleMap(), roles, observer);
        this.virtualRoles = new VirtualRoles(definitions.roleMap(), observer);
    }

    static Generation first(Definitions definitions, ThreadObserver observer) {
        return new Generation(1, definitions, Map.of(), observer);
    }

    Generation next(Definitions definitions, ThreadObserver observer) {
        return new Generation(number + 1, definitions, roles, observer);
    }

    /**
     * Which one it is.
     *
     * @return 1 for the role map that the agent started with
     */
    public int number() {
        return number;
    }

    /**
     * The roles that it defines anew, or otherwise than the one before it.
     *
     * @return their names
     */
    public Set<String> changed() {
        Set<String> names = new TreeSet<>();
        fresh.forEach(role -> names.add(role.name()));
        return names;
    }

    /** What it defines anew. */
    Set<Role> fresh() {
        return fresh;
    }

    /** Of the one before it, what it does not have. */
    List<Role> gone(Generation before) {
        List<Role> gone = new ArrayList<>(before.roles.values());
        gone.removeIf(role -> roles.get(role.name()) == role);
        return gone;
    }

    boolean hasRoles() {
        return !roles.isEmpty();
    }

    /** The role of this name; null if nobody defined it. */
    Role role(String name) {
        return roles.get(name);
    }

    /** The role of this name that an annotation asks for; where threads are watched to learn their roles, it need not be defined yet. */
    Role annotated(String name) {
        Role defined = roles.get(name);
        if (defined != null) {
            return defined;
        }
        for (Role role : roles()) {
            if (role.kinds() != null) {
                return role.kinds().of(Kind.ofAnnotation(name));
            }
        }
        return null;
    }

    /** The kinds of threads that were seen, of the roles that hold them apart. */
    List<Kind> kinds() {
        List<Kind> kinds = new ArrayList<>();
        for (Role role : roles()) {
            if (role.kinds() != null) {
                kinds.addAll(role.kinds().all());
            }
        }
        return kinds;
    }

    Iterable<Role> roles() {
        return new TreeMap<>(roles).values();
    }

    Assigner assigner() {
        return assigner;
    }

    TaskRoles taskRoles() {
        return taskRoles;
    }

    VirtualRoles virtualRoles() {
        return virtualRoles;
    }
}
