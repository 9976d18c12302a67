package io.github.threadsandbox.policy;

import io.github.threadsandbox.linux.Arch;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Expands rules: every group, nested ones too, down to its syscalls. */
final class Expansion {
    private final RuleParser parser;
    private final List<Grant> grants = new ArrayList<>();
    private final Set<String> groups = new LinkedHashSet<>();

    private Expansion(Arch arch) {
        this.parser = new RuleParser(arch);
    }

    static Expansion of(List<Rule> rules, Arch arch) {
        Expansion expansion = new Expansion(arch);
        for (Rule rule : rules) {
            expansion.add(rule, List.of(), "");
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

    private void add(Rule rule, List<String> path, String reason) {
        if (!rule.isGroup()) {
            grants.add(new Grant(rule.target(), rule.conditions(), rule.text(), path, reason));
            return;
        }
        groups.add(rule.target());
        List<String> longer = new ArrayList<>(path);
        longer.add(rule.target());
        for (Groups.Entry entry : Groups.get(rule.target()).entries()) {
            add(own(parser, entry.rule()), longer, entry.reason());
        }
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
