package io.github.threadsandbox.policy;

import io.github.threadsandbox.linux.Arch;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Expands rules: every group, nested ones too, down to its syscalls. What a group comes to is worked out once. */
final class Expansion {
    private static final Map<Arch, Map<String, Expansion>> GROUPS = new ConcurrentHashMap<>();

    private final Arch arch;
    private final List<Grant> grants = new ArrayList<>();
    private final Set<String> groups = new LinkedHashSet<>();

    private Expansion(Arch arch) {
        this.arch = arch;
    }

    static Expansion of(List<Rule> rules, Arch arch) {
        Expansion expansion = new Expansion(arch);
        for (Rule rule : rules) {
            expansion.add(rule, "");
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
            Expansion group = ofGroup(rule.target(), arch);
            groups.addAll(group.groups);
            grants.addAll(group.grants);
        } else {
            grants.add(new Grant(rule.target(), rule.conditions(), rule.text(), List.of(), reason));
        }
    }

    private static Expansion ofGroup(String name, Arch arch) {
        Map<String, Expansion> known = GROUPS.computeIfAbsent(arch, key -> new ConcurrentHashMap<>());
        Expansion expansion = known.get(name);
        if (expansion == null) {
            Expansion flat = new Expansion(arch);
            RuleParser parser = new RuleParser(arch);
            for (Groups.Entry entry : Groups.get(name).entries()) {
                flat.add(own(parser, entry.rule()), entry.reason());
            }
            expansion = new Expansion(arch);
            expansion.groups.add(name);
            expansion.groups.addAll(flat.groups);
            for (Grant grant : flat.grants) {
                expansion.grants.add(grant.within(name));
            }
            known.put(name, expansion);
        }
        return expansion;
    }

    /** Parses a rule of the agent's own data. */
    static Rule own(RuleParser parser, String text) {
        try {
            return parser.parse(text);
        } catch (RuleException e) {
            throw new IllegalStateException("bug: in the agent's own data, '" + text + "': " + e.getMessage(), e);
        }
    }
}
