package io.github.threadsandbox.policy;

import io.github.threadsandbox.linux.Arch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A rule of {@code allow} that has no effect, or one of whose alternatives has none, because something denies all that it
 * allows.
 *
 * @param allow the rule
 * @param part the conditions with the one alternative that has no effect; nothing where the whole rule has none
 * @param deny the rule of {@code deny} that does; nothing where every role is denied it
 */
public record Overruled(Rule allow, Optional<List<AnyOf>> part, Optional<Rule> deny) {
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
        List<Grant> never = List.of();
        if (own.stream().anyMatch(rule -> !rule.isGroup())) {
            never = AlwaysDenied.to(Expansion.of(role.allow(), arch, groups).groups(), arch);
        }
        for (Rule rule : own) {
            Optional<Overruled> whole = of(rule, Optional.empty(), role.deny(), never, arch, groups);
            if (whole.isPresent()) {
                overruled.add(whole.get());
                continue;
            }
            for (List<AnyOf> part : parts(rule.conditions())) {
                of(rule, Optional.of(part), role.deny(), never, arch, groups).ifPresent(overruled::add);
            }
        }
        return overruled;
    }

    /** A rule, or its part, if something denies all of it. */
    private static Optional<Overruled> of(
            Rule rule, Optional<List<AnyOf>> part, List<Rule> denied, List<Grant> never, Arch arch, Groups groups) {
        List<AnyOf> conditions = part.orElse(rule.conditions());
        Rule alone = new Rule(rule.target(), conditions, rule.text(), rule.place());
        Optional<Rule> deny = denying(alone, denied, arch, groups);
        // What a group has of what is denied to every role is left out of it, and no mistake of who names it.
        boolean overruled = deny.isPresent()
                || (!rule.isGroup() && isCovered(new Grant(rule.target(), conditions, List.of(), ""), never));
        return overruled ? Optional.of(new Overruled(rule, part, deny)) : Optional.empty();
    }

    /** The conditions with one of several alternatives each. */
    private static List<List<AnyOf>> parts(List<AnyOf> conditions) {
        List<List<AnyOf>> parts = new ArrayList<>();
        for (int i = 0; i < conditions.size(); i++) {
            List<Condition> alternatives = conditions.get(i).conditions();
            for (Condition alternative : alternatives.size() > 1 ? alternatives : List.<Condition>of()) {
                List<AnyOf> part = new ArrayList<>(conditions);
                part.set(i, new AnyOf(List.of(alternative)));
                parts.add(part);
            }
        }
        return parts;
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
