package io.github.threadsandbox.policy;

import io.github.threadsandbox.linux.Arch;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Decides each syscall of a role. Within one syscall: what is always denied, then the role's {@code deny}, then its
 * {@code allow}; a call that no rule of the role allows is denied.
 */
public final class PolicyBuilder {
    private final Arch arch;

    /**
     * A builder for one architecture, whose constants the conditions hold.
     *
     * @param arch the architecture
     */
    public PolicyBuilder(Arch arch) {
        this.arch = arch;
    }

    /**
     * A role's policy.
     *
     * @param rules what the role map says
     * @return the policy
     */
    public Policy role(RoleRules rules) {
        Map<String, Decision> decisions = new TreeMap<>();
        OnViolation.expected()
                .keySet()
                .forEach(syscall -> decisions.put(
                        syscall, Decision.always(rules.onViolation().denial(syscall))));
        Explanation explanation = explain(rules);
        Set<String> syscalls = new TreeSet<>(explanation.allowed().keySet());
        syscalls.addAll(explanation.denied().keySet());
        syscalls.addAll(explanation.alwaysDenied().keySet());
        for (String syscall : syscalls) {
            decisions.put(syscall, decide(syscall, explanation, rules.onViolation()));
        }
        return new Policy(rules.name(), decisions, rules.onViolation().unlisted(), OnViolation.unknown());
    }

    /**
     * The base policy: everything is allowed but what it denies.
     *
     * @param deny the rules to deny
     * @return the policy, named {@code base}
     */
    public Policy base(List<Rule> deny) {
        Map<String, Decision> decisions = new TreeMap<>();
        for (Map.Entry<String, List<Grant>> denied :
                bySyscall(Expansion.of(deny, arch).grants()).entrySet()) {
            Action denial = OnViolation.AUTO.denial(denied.getKey());
            List<Clause> clauses = new ArrayList<>();
            boolean whole = addClauses(clauses, denied.getValue(), denial);
            decisions.put(denied.getKey(), whole ? Decision.always(denial) : new Decision(clauses, Action.allow()));
        }
        return new Policy("base", decisions, Action.allow(), Action.allow());
    }

    /**
     * Which rules speak of which syscall, and why.
     *
     * @param rules what the role map says
     * @return the rules, with groups expanded
     */
    public Explanation explain(RoleRules rules) {
        Expansion allow = Expansion.of(rules.allow(), arch);
        return new Explanation(
                bySyscall(allow.grants()),
                bySyscall(Expansion.of(rules.deny(), arch).grants()),
                bySyscall(AlwaysDenied.to(allow.groups(), arch)),
                allow.groups());
    }

    /**
     * What makes a rule of {@code allow} useless.
     *
     * @param allowed the rule's text
     * @param rules what the role map says
     * @return a rule of {@code deny} that, alone or with others, leaves nothing of it; nothing if some of it stays
     */
    public Optional<Rule> denying(String allowed, RoleRules rules) {
        List<Rule> named = rules.allow().stream()
                .filter(rule -> rule.text().equals(allowed))
                .toList();
        Rule found = null;
        for (Grant grant : Expansion.of(named, arch).grants()) {
            found = rules.deny().stream()
                    .filter(rule -> Expansion.of(List.of(rule), arch).grants().stream()
                            .anyMatch(denied -> denied.covers(grant)))
                    .findFirst()
                    .orElse(null);
            if (found == null) {
                break;
            }
        }
        return Optional.ofNullable(found);
    }

    private static Decision decide(String syscall, Explanation explanation, OnViolation onViolation) {
        Action denial = onViolation.denial(syscall);
        List<Clause> clauses = new ArrayList<>();
        List<Grant> allowed = explanation.allowed().getOrDefault(syscall, List.of());
        if (allowed.isEmpty()
                || addClauses(clauses, explanation.alwaysDenied().getOrDefault(syscall, List.of()), denial)
                || addClauses(clauses, explanation.denied().getOrDefault(syscall, List.of()), denial)) {
            return Decision.always(denial);
        }
        boolean whole = addClauses(clauses, allowed, Action.allow());
        return new Decision(clauses, whole ? Action.allow() : denial);
    }

    /** Adds a clause for each grant; true if one of them has no condition, so that nothing after it matters. */
    private static boolean addClauses(List<Clause> clauses, List<Grant> grants, Action action) {
        Set<List<Condition>> seen = new HashSet<>();
        for (Grant grant : grants) {
            if (grant.conditions().isEmpty()) {
                return true;
            }
            if (seen.add(grant.conditions())) {
                clauses.add(new Clause(grant.conditions(), action));
            }
        }
        return false;
    }

    private static Map<String, List<Grant>> bySyscall(List<Grant> grants) {
        Map<String, List<Grant>> bySyscall = new LinkedHashMap<>();
        for (Grant grant : grants) {
            bySyscall
                    .computeIfAbsent(grant.syscall(), name -> new ArrayList<>())
                    .add(grant);
        }
        return bySyscall;
    }
}
