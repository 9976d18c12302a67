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
}
