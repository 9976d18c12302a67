package io.github.threadsandbox.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a role map says of one role.
 *
 * @param name the role's name
 * @param allow what it may do
 * @param deny what it may not, of what {@code allow} lets it
 * @param onViolation what a denied call gets
 * @param bounds what Landlock holds it to
 */
public record RoleRules(String name, List<Rule> allow, List<Rule> deny, OnViolation onViolation, Set<Bound> bounds) {
    /** What opening and looking at classes takes: allowed where Landlock holds it to the class path. */
    private static final Rule CLASS_LOADING = Rule.of(Groups.CLASS_LOADING);

    /** Copies the collections. */
    public RoleRules {
        allow = List.copyOf(allow);
        deny = List.copyOf(deny);
        bounds = java.util.Collections.unmodifiableSet(new TreeSet<>(bounds));
    }

    /**
     * A role that Landlock does not hold to anything.
     *
     * @param name the role's name
     * @param allow what it may do
     * @param deny what it may not, of what {@code allow} lets it
     * @param onViolation what a denied call gets
     */
    public RoleRules(String name, List<Rule> allow, List<Rule> deny, OnViolation onViolation) {
        this(name, allow, deny, onViolation, Set.of());
    }

    /**
     * The same with other bounds.
     *
     * @param others what Landlock holds it to
     * @return a copy
     */
    public RoleRules with(Set<Bound> others) {
        return new RoleRules(name, allow, deny, onViolation, others);
    }

    /**
     * The same, and it may load classes.
     *
     * @return a copy that allows {@code @class-loading} as well
     */
    public RoleRules withClassLoading() {
        List<Rule> more = new ArrayList<>(allow);
        more.add(CLASS_LOADING);
        return new RoleRules(name, more, deny, onViolation, bounds);
    }

    /**
     * The same, and it may not load classes: for a kernel that cannot hold that to the class path.
     *
     * @return a copy without {@link #withClassLoading}
     */
    public RoleRules withoutClassLoading() {
        return new RoleRules(
                name, allow.stream().filter(rule -> !rule.equals(CLASS_LOADING)).toList(), deny, onViolation, bounds);
    }
}
