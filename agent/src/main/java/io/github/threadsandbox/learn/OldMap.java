package io.github.threadsandbox.learn;

import io.github.threadsandbox.landlock.RoleBounds;
import io.github.threadsandbox.policy.Groups;
import io.github.threadsandbox.policy.RoleRules;
import io.github.threadsandbox.policy.Rule;
import io.github.threadsandbox.role.RoleMap;
import java.util.Map;
import java.util.Optional;

/**
 * A role map that is there already.
 *
 * @param name its file's, as rules have it in their places
 * @param text its file's
 * @param threads which thread takes which role
 * @param rules what each role may do
 * @param bounds what each is held to
 * @param groups the groups that its rules may name
 */
public record OldMap(
        String name,
        String text,
        RoleMap threads,
        Map<String, RoleRules> rules,
        Map<String, RoleBounds> bounds,
        Groups groups) {
    /** Copies the maps. */
    public OldMap {
        rules = Map.copyOf(rules);
        bounds = Map.copyOf(bounds);
    }

    /** Where a rule stands: the file itself is what the reader has before him. */
    String place(Rule rule) {
        return rule.place().startsWith(name + ":") ? "line " + rule.place().substring(name.length() + 1) : rule.place();
    }

    /** The role of a thread, by the entries; or by what its denials say, where it was under this map. */
    Optional<String> roleOf(Traits thread, String denier) {
        return rules.containsKey(denier)
                ? Optional.of(denier)
                : threads.roleOf(Proposals.traits(thread)).filter(rules::containsKey);
    }

    Start start(String role) {
        return new Start(rules.get(role), bounds.get(role), groups);
    }
}
