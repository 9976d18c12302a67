package io.github.threadsandbox.learn;

import io.github.threadsandbox.landlock.RoleBounds;
import io.github.threadsandbox.policy.Bound;
import io.github.threadsandbox.policy.Floor;
import io.github.threadsandbox.policy.Groups;
import io.github.threadsandbox.policy.OnViolation;
import io.github.threadsandbox.policy.RoleRules;
import io.github.threadsandbox.policy.Rule;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a role has before anything is learned.
 *
 * @param rules its rules
 * @param bounds what it is held to
 * @param groups the groups that its rules may name
 */
record Start(RoleRules rules, RoleBounds bounds, Groups groups) {
    /** The floor, and the class path. */
    static Start floor() {
        RoleRules rules = new RoleRules(
                "learned", List.of(Rule.of(Floor.GROUP)), List.of(), OnViolation.AUTO, Set.of(Bound.PATHS));
        return new Start(
                rules.withClassLoading(),
                new RoleBounds("learned", Map.of(), List.of(), Map.of()).withClassPath(false),
                Groups.own());
    }
}
