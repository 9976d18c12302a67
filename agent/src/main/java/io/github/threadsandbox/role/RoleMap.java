package io.github.threadsandbox.role;

import java.util.List;
import java.util.Optional;

/**
 * Which thread takes which role. The first rule that matches decides; where none does, {@code @SandboxedThread} on the
 * task's class, then on the thread's.
 *
 * @param rules in order
 */
public record RoleMap(List<RoleRule> rules) {
    /** Copies the rules. */
    public RoleMap {
        rules = List.copyOf(rules);
    }

    /**
     * Assigns a role.
     *
     * @param traits what was noticed about the thread
     * @return the role's name, or nothing for a thread that stays as it is; an annotation may name a role that nobody
     *     defined
     */
    public Optional<String> roleOf(ThreadTraits traits) {
        for (RoleRule rule : rules) {
            if (rule.matches(traits)) {
                return Optional.of(rule.role());
            }
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
        for (RoleRule rule : rules) {
            if (rule.name().isPresent() && rule.name().get().matches(name)) {
                return true;
            }
        }
        return false;
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
        for (RoleRule rule : rules) {
            if (rule.matches(traits)) {
                return rule.concernsTasks() ? Optional.of(rule.role()) : Optional.empty();
            }
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
        if (!traits.sandboxedThread().isEmpty()) {
            return true;
        }
        for (RoleRule rule : rules) {
            if (rule.concernsTasks()
                    && new RoleRule(Optional.empty(), Optional.empty(), rule.task(), rule.annotation(), rule.role())
                            .matches(traits)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether any rule gives a role to tasks.
     *
     * @return whether one has a pattern for the task's class or for annotations
     */
    public boolean concernsTasks() {
        return rules.stream().anyMatch(RoleRule::concernsTasks);
    }
}
