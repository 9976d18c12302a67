package io.github.threadsandbox.role;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Which thread takes which role. The first rule that matches decides; where none does, {@code @SandboxedThread} on the
 * task's class, then on the thread's.
 */
public final class RoleMap {
    private final List<RoleRule> rules;
    private final RuleIndex index = new RuleIndex();

    /** What the rules ask for of a thread's name, where they do. */
    private final RuleIndex names = new RuleIndex();

    /** What the rules that concern tasks ask for of a task. */
    private final RuleIndex tasks = new RuleIndex();

    /**
     * A role map.
     *
     * @param rules in order
     */
    public RoleMap(List<RoleRule> rules) {
        this.rules = List.copyOf(rules);
        for (RoleRule rule : this.rules) {
            index.add(rule);
            if (rule.name().isPresent()) {
                names.add(new RoleRule(rule.name(), Optional.empty(), Optional.empty(), Optional.empty(), rule.role()));
            }
            if (rule.concernsTasks()) {
                tasks.add(
                        new RoleRule(Optional.empty(), Optional.empty(), rule.task(), rule.annotation(), rule.role()));
            }
        }
    }

    /**
     * The rules.
     *
     * @return in order
     */
    public List<RoleRule> rules() {
        return rules;
    }

    /**
     * Assigns a role.
     *
     * @param traits what was noticed about the thread
     * @return the role's name, or nothing for a thread that stays as it is; an annotation may name a role that nobody
     *     defined
     */
    public Optional<String> roleOf(ThreadTraits traits) {
        OptionalInt first = index.matching(traits);
        if (first.isPresent()) {
            return Optional.of(rules.get(first.getAsInt()).role());
        }
        return traits.sandboxedThread().isEmpty()
                ? Optional.empty()
                : Optional.of(traits.sandboxedThread().get(0));
    }

    /**
     * Whether any rule asks for a name like this one. Where none does, {@link #nameless} decides as this does.
     *
     * @param name a thread's name
     * @return whether a rule's name matches it
     */
    public boolean asksForName(String name) {
        return names.matching(new ThreadTraits(name, "", Optional.empty(), Set.of(), List.of()))
                .isPresent();
    }

    /**
     * The rules that ask for no name.
     *
     * @return another role map
     */
    public RoleMap nameless() {
        return new RoleMap(rules.stream().filter(rule -> rule.name().isEmpty()).toList());
    }

    /**
     * Assigns a role to a task that a pool's worker runs. The first rule that matches decides here as well; where it speaks
     * of the thread alone, the thread took that role when it started, and the task has none of its own.
     *
     * @param traits the worker's name and class, the task's class and annotations
     * @return the role's name, or nothing for a task that runs on any thread; an annotation may name a role that nobody
     *     defined
     */
    public Optional<String> roleOfTask(ThreadTraits traits) {
        OptionalInt first = index.matching(traits);
        if (first.isPresent()) {
            RoleRule rule = rules.get(first.getAsInt());
            return rule.concernsTasks() ? Optional.of(rule.role()) : Optional.empty();
        }
        return traits.sandboxedThread().stream().findFirst();
    }

    /**
     * Whether a task can have a role of its own.
     *
     * @param traits of the task: the thread's are not looked at
     * @return false only if no thread can make a difference
     */
    public boolean mayConcernTask(ThreadTraits traits) {
        return !traits.sandboxedThread().isEmpty() || tasks.matching(traits).isPresent();
    }

    /**
     * Whether any rule gives a role to tasks.
     *
     * @return whether one has a pattern for the task's class or for annotations
     */
    public boolean concernsTasks() {
        return rules.stream().anyMatch(RoleRule::concernsTasks);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RoleMap map && rules.equals(map.rules);
    }

    @Override
    public int hashCode() {
        return rules.hashCode();
    }

    @Override
    public String toString() {
        return rules.toString();
    }
}
