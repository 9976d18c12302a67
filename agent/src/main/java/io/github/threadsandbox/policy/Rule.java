package io.github.threadsandbox.policy;

import java.util.List;

/**
 * One element of {@code allow} or {@code deny}: a syscall, perhaps under conditions, or a group.
 *
 * @param text as written
 * @param target the syscall's name, or {@code @group}
 * @param conditions all of them must hold; empty for a group
 */
public record Rule(String text, String target, List<Condition> conditions) {
    /** Copies the conditions. */
    public Rule {
        conditions = List.copyOf(conditions);
    }

    /**
     * Whether this names a group.
     *
     * @return whether the target begins with {@code @}
     */
    public boolean isGroup() {
        return target.startsWith("@");
    }
}
