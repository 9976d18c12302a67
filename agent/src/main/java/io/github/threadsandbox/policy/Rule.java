package io.github.threadsandbox.policy;

import java.util.List;

/**
 * One element of {@code allow} or {@code deny}: a syscall, perhaps under conditions, or a group.
 *
 * @param target the syscall's name, or {@code @group}
 * @param conditions all of them must hold; empty for a group
 * @param text as written
 * @param place where it was written, {@code roles.conf:12}; empty where there is no such place
 */
public record Rule(String target, List<AnyOf> conditions, String text, String place) {
    /** Copies the conditions. */
    public Rule {
        conditions = List.copyOf(conditions);
    }

    /**
     * A call or a group without conditions.
     *
     * @param target the syscall's name, or {@code @group}
     * @return the rule
     */
    public static Rule of(String target) {
        return new Rule(target, List.of(), target, "");
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
