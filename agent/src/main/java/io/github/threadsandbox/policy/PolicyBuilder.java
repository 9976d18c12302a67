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
 * Decides each syscall of a role. Within one syscall: what is always denied, then the role's {@code deny}, then the rules that
 * its {@code allow} names itself, then what is closed for the sake of its paths and ports, then what its groups allow; a
 * call that no rule of the role allows is denied.
 */
public final class PolicyBuilder {
    private final Arch arch;
    private final Groups groups;

    /**
     * A builder for rules that name the agent's own groups alone.
     *
     * @param arch the architecture, whose constants the conditions hold
     */
    public PolicyBuilder(Arch arch) {
        this(arch, Groups.own());
    }

    /**
     * A builder for one architecture, whose constants the conditions hold.
     *
     * @param arch the architecture
     * @param groups the groups that the rules may name
     */
    public PolicyBuilder(Arch arch, Groups groups) {
        this.arch = arch;
        this.groups = groups;
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
                bySyscall(Expansion.of(deny, arch, groups).grants()).entrySet()) {
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
        Expansion allow = Expansion.of(rules.allow(), arch, groups);
        return new Explanation(
                bySyscall(allow.grants()),
                bySyscall(Expansion.of(rules.deny(), arch, groups).grants()),
                bySyscall(AlwaysDenied.to(allow.groups(), arch)),
                bySyscall(Bound.closedBy(rules.bounds(), allow.groups(), arch)),
                allow.groups());
    }

    /**
     * Which rules of the base policy deny which syscall, and why.
     *
     * @param deny the rules to deny
     * @return the rules, with groups expanded
     */
    public Map<String, List<Grant>> explainBase(List<Rule> deny) {
        return bySyscall(Expansion.of(deny, arch, groups).grants());
    }

    /**
     * What stays denied to a role whose policy is not enforced but audited: what no role may do whatever it allows, and what C
     * libraries must be told is not there.
     *
     * @param name the role
     * @return its policy
     */
    public Policy kept(String name) {
        Map<String, Decision> decisions = new TreeMap<>();
        for (Map.Entry<String, List<Grant>> denied :
                bySyscall(AlwaysDenied.toAll(arch)).entrySet()) {
            Action denial = OnViolation.AUTO.denial(denied.getKey());
            List<Clause> clauses = new ArrayList<>();
            boolean whole = addClauses(clauses, denied.getValue(), denial);
            decisions.put(denied.getKey(), whole ? Decision.always(denial) : new Decision(clauses, Action.allow()));
        }
        return new Policy(name, decisions, Action.allow(), OnViolation.unknown());
    }

    /**
     * A policy with an observer: who is denied something is held, and the observer asked, save at the calls where no thread may
     * be held, and for numbers that no table knows.
     *
     * @param policy what denies
     * @param kept what stays denied where the policy is audited; nothing where it is enforced
     * @param bound the calls at which the observer is asked although the policy allows them: see {@link BoundCalls}
     * @return what is to be installed with a listener
     */
    public Policy observed(Policy policy, Optional<Policy> kept, Set<String> bound) {
        return observed(policy, kept, bound, Set.of());
    }

    /**
     * The same to learn from what is seen: at most of those calls as well, where whoever is asked must answer at once.
     *
     * @param policy what denies
     * @param kept what stays denied where the policy is audited; nothing where it is enforced
     * @param bound the calls at which the observer is asked although the policy allows them: see {@link BoundCalls}
     * @return what is to be installed with a listener
     */
    public Policy observedToLearn(Policy policy, Optional<Policy> kept, Set<String> bound) {
        return observed(policy, kept, bound, Unheld.forAMoment(arch));
    }

    /**
     * The calls at which a thread is held for a moment, and its stack must not be waited for.
     *
     * @param arch whose names
     * @return their names
     */
    public static Set<String> heldForAMoment(Arch arch) {
        return Unheld.forAMoment(arch);
    }

    private Policy observed(Policy policy, Optional<Policy> kept, Set<String> bound, Set<String> all) {
        Map<String, Decision> decisions = new TreeMap<>();
        policy.decisions().forEach((syscall, decision) -> decisions.put(syscall, decision.observed(kept.isPresent())));
        for (String syscall : bound) {
            if (policy.decision(syscall).mayAllow()) {
                decisions.put(syscall, Decision.always(Action.ask()));
            }
        }
        Policy plain = kept.orElse(policy);
        for (Map.Entry<String, List<Grant>> unheld :
                bySyscall(Unheld.calls(arch)).entrySet()) {
            String syscall = unheld.getKey();
            if (all.contains(syscall)) {
                continue;
            }
            List<Clause> where = new ArrayList<>();
            if (addClauses(where, unheld.getValue(), Action.allow())) {
                decisions.put(syscall, plain.decision(syscall));
            } else {
                Decision held = policy.decision(syscall).observed(kept.isPresent());
                decisions.put(syscall, held.but(where, plain.decision(syscall)));
            }
        }
        Action unlisted =
                Decision.always(policy.unlisted()).observed(kept.isPresent()).otherwise();
        return new Policy(policy.name(), decisions, unlisted, OnViolation.unknown());
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
        List<Grant> closed = explanation.closed().getOrDefault(syscall, List.of());
        if (closed.isEmpty()) {
            boolean whole = addClauses(clauses, allowed, Action.allow());
            return new Decision(clauses, whole ? Action.allow() : denial);
        }
        List<Grant> own = allowed.stream().filter(PolicyBuilder::isOwn).toList();
        if (addClauses(clauses, own, Action.allow())) {
            return new Decision(clauses, Action.allow());
        }
        if (addClauses(clauses, closed, denial)) {
            return new Decision(clauses, denial);
        }
        List<Grant> ofGroups = allowed.stream().filter(grant -> !isOwn(grant)).toList();
        boolean whole = addClauses(clauses, ofGroups, Action.allow());
        return new Decision(clauses, whole ? Action.allow() : denial);
    }

    /** Of the role itself, or of a group of the role map, which says what the operator means as well. */
    private static boolean isOwn(Grant grant) {
        return grant.path().stream().noneMatch(Groups::isOwn);
    }

    /** Adds clauses for each grant; true if one of them has no condition, so that nothing after it matters. */
    private static boolean addClauses(List<Clause> clauses, List<Grant> grants, Action action) {
        Set<List<AnyOf>> seen = new HashSet<>();
        for (Grant grant : grants) {
            if (grant.conditions().isEmpty()) {
                return true;
            }
            if (seen.add(grant.conditions())) {
                addCombinations(clauses, grant.conditions(), new ArrayList<>(), action);
            }
        }
        return false;
    }

    /** One clause for each way to choose one condition of every alternative. */
    private static void addCombinations(
            List<Clause> clauses, List<AnyOf> conditions, List<Condition> chosen, Action action) {
        if (chosen.size() == conditions.size()) {
            clauses.add(new Clause(chosen, action));
            return;
        }
        for (Condition condition : conditions.get(chosen.size()).conditions()) {
            chosen.add(condition);
            addCombinations(clauses, conditions, chosen, action);
            chosen.remove(chosen.size() - 1);
        }
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
