package io.github.threadsandbox.policy;

import java.util.List;

/**
 * What a role map says of one role.
 *
 * @param name the role's name
 * @param allow what it may do
 * @param deny what it may not, of what {@code allow} lets it
 * @param onViolation what a denied call gets
 */
public record RoleRules(String name, List<Rule> allow, List<Rule> deny, OnViolation onViolation) {
    /** Copies the lists. */
    public RoleRules {
        allow = List.copyOf(allow);
        deny = List.copyOf(deny);
    }
}
