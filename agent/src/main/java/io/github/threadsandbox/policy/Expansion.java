package io.github.threadsandbox.policy;

import io.github.threadsandbox.linux.Arch;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Expands rules: every group, nested ones too, down to its syscalls. What a group of the agent's comes to is worked out once. */
final class Expansion {
    private static final Map<Arch, Map<String, Expansion>> OWN = new ConcurrentHashMap<>();

    private final Arch arch;
    private final Groups named;
    private final List<Grant> grants = new ArrayList<>();
    private final Set<String> groups = new LinkedHashSet<>();

    private Expansion(Arch arch, Groups named) {
        this.arch = arch;
        this.named = named;
    }

    static Expansion of(List<Rule> rules, Arch arch, Groups named) {
        Expansion expansion = new Expansion(arch, named);
        for (Rule rule : rules) {
            expansion.add(rule, rule.place());
        }
        return expansion;
    }

    /** The syscalls, in the order of the rules. */
    List<Grant> grants() {
        return grants;
    }

    /** Every group named, nested ones included. */
    Set<String> groups() {
        return groups;
    }

    private void add(Rule rule, String reason) {
        if (rule.isGroup()) {
            Expansion group = ofGroup(rule.target());
            groups.addAll(group.groups);
            grants.addAll(group.grants);
        } else {
            grants.add(new Grant(rule.target(), rule.conditions(), List.of(), reason));
        }
    }

    private Expansion ofGroup(String name) {
        if (!Groups.isOwn(name)) {
            return expand(name);
        }
        Map<String, Expansion> known = OWN.computeIfAbsent(arch, key -> new ConcurrentHashMap<>());
        Expansion expansion = known.get(name);
        if (expansion == null) {
            expansion = expand(name);
            known.put(name, expansion);
        }
        return expansion;
    }

    private Expansion expand(String name) {
        Expansion flat = new Expansion(arch, named);
        RuleParser parser = new RuleParser(arch, named);
        for (Groups.Entry entry : named.get(name).entries()) {
            flat.add(own(parser, entry.rule()), entry.reason());
        }
        Expansion expansion = new Expansion(arch, named);
        expansion.groups.add(name);
        expansion.groups.addAll(flat.groups);
        for (Grant grant : flat.grants) {
            expansion.grants.add(grant.within(name));
        }
        return expansion;
    }

    /** Parses a rule that is known to be one. */
    static Rule own(RuleParser parser, String text) {
        try {
            return parser.parse(text);
        } catch (RuleException e) {
            throw new IllegalStateException(
                    "bug: in a group or the agent's own data, '" + text + "': " + e.getMessage(), e);
        }
    }
}
