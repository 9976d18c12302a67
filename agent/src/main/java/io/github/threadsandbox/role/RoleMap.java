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
        return traits.sandboxedThread().stream().findFirst();
    }
}
