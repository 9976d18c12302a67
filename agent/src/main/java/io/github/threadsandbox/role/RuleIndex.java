package io.github.threadsandbox.role;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Rules in order, found by how a name that they ask for begins. A rule is looked at only where a name at hand begins as the
 * rule's pattern does before its first wildcard; of a rule's patterns, that counts for which this is longest. So what it
 * takes to find one grows with the rules that begin alike, and those that begin with a wildcard, not with all.
 */
public final class RuleIndex {
    private final List<RoleRule> rules = new ArrayList<>();
    private final Beginnings names = new Beginnings();
    private final Beginnings threadClasses = new Beginnings();
    private final Beginnings tasks = new Beginnings();
    private final Beginnings annotations = new Beginnings();

    /** With no rule yet. */
    public RuleIndex() {}

    /**
     * Adds a rule behind the others.
     *
     * @param rule the rule
     */
    public void add(RoleRule rule) {
        // One that asks for nothing is found by any thread's name.
        String longest = beginning(rule.name());
        Beginnings where = names;
        if (beginning(rule.threadClass()).length() > longest.length()) {
            longest = beginning(rule.threadClass());
            where = threadClasses;
        }
        if (beginning(rule.task()).length() > longest.length()) {
            longest = beginning(rule.task());
            where = tasks;
        }
        if (beginning(rule.annotation()).length() > longest.length()) {
            longest = beginning(rule.annotation());
            where = annotations;
        }
        where.add(longest, rules.size());
        rules.add(rule);
    }

    /**
     * The first rule that means a thread.
     *
     * @param traits what was noticed about it
     * @return the rule's number, from 0, in the order of adding; nothing where none matches
     */
    public OptionalInt matching(ThreadTraits traits) {
        BitSet found = lookedAt(traits);
        for (int i = found.nextSetBit(0); i >= 0; i = found.nextSetBit(i + 1)) {
            if (rules.get(i).matches(traits)) {
                return OptionalInt.of(i);
            }
        }
        return OptionalInt.empty();
    }

    /**
     * The first rule that takes all the threads that a later one means.
     *
     * @param later a rule that comes after all of these
     * @return the rule's number, from 0, in the order of adding; nothing where none is sure to
     */
    public OptionalInt covering(RoleRule later) {
        BitSet found = lookedAt(later);
        for (int i = found.nextSetBit(0); i >= 0; i = found.nextSetBit(i + 1)) {
            if (rules.get(i).covers(later)) {
                return OptionalInt.of(i);
            }
        }
        return OptionalInt.empty();
    }

    BitSet lookedAt(ThreadTraits traits) {
        return find(traits.name(), traits.threadClass(), traits.taskClass().orElse(""), traits.annotations());
    }

    /** A pattern that covers another begins as the other does. */
    BitSet lookedAt(RoleRule later) {
        return find(
                whole(later.name()),
                whole(later.threadClass()),
                whole(later.task()),
                Set.of(whole(later.annotation())));
    }

    private BitSet find(String name, String threadClass, String task, Set<String> ofBoth) {
        BitSet found = new BitSet(rules.size());
        names.find(name, found);
        threadClasses.find(threadClass, found);
        tasks.find(task, found);
        for (String annotation : ofBoth) {
            annotations.find(annotation, found);
        }
        return found;
    }

    private static String beginning(Optional<Glob> pattern) {
        return pattern.isPresent() ? pattern.get().beginning() : "";
    }

    private static String whole(Optional<Glob> pattern) {
        return pattern.isPresent() ? pattern.get().toString() : "";
    }
}
