package io.github.threadsandbox.policy;

import io.github.threadsandbox.linux.Arch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A rule of {@code allow} that has no effect, because something denies all that it allows.
 *
 * @param allow the rule
 * @param deny the rule of {@code deny} that does; nothing where every role is denied it
 */
public record Overruled(Rule allow, Optional<Rule> deny) {
    /**
     * The overruled rules of a role. A group is among them only if nothing of it is left: to carve out of a group is what
     * {@code deny} is for.
     *
     * @param role what the role map says
     * @param own the rules of {@code allow} to look at
     * @param arch the architecture
     * @param groups the groups that there are
     * @return in the order of the rules
     */
    public static List<Overruled> among(RoleRules role, List<Rule> own, Arch arch, Groups groups) {
        List<Overruled> overruled = new ArrayList<>();
        List<Grant> never = null;
        for (Rule rule : own) {
            Optional<Rule> deny = denying(rule, role.deny(), arch, groups);
            if (deny.isPresent()) {
                overruled.add(new Overruled(rule, deny));
            } else if (!rule.isGroup()) {
                if (never == null) {
                    never = AlwaysDenied.to(
                            Expansion.of(role.allow(), arch, groups).groups(), arch);
                }
                Grant grant = new Grant(rule.target(), rule.conditions(), List.of(), "");
                if (isCovered(grant, never)) {
                    overruled.add(new Overruled(rule, Optional.empty()));
                }
            }
        }
        return overruled;
    }

    /** A rule of {@code deny} that, alone or with others, leaves nothing of a rule; nothing if some of it stays. */
    private static Optional<Rule> denying(Rule allow, List<Rule> deny, Arch arch, Groups groups) {
        Rule found = null;
        for (Grant grant : Expansion.of(List.of(allow), arch, groups).grants()) {
            found = null;
            for (Rule rule : deny) {
                if (isCovered(grant, Expansion.of(List.of(rule), arch, groups).grants())) {
                    found = rule;
                    break;
                }
            }
            if (found == null) {
                return Optional.empty();
            }
        }
        return Optional.ofNullable(found);
    }

    private static boolean isCovered(Grant allowed, List<Grant> denied) {
        for (Grant grant : denied) {
            if (grant.covers(allowed)) {
                return true;
            }
        }
        return false;
    }
}
