package io.github.threadsandbox.policy;

import java.util.ArrayList;
import java.util.List;

/**
 * One rule about one syscall, with groups expanded, and where it came from.
 *
 * @param syscall the call
 * @param conditions all of them must hold; empty where the number alone decides
 * @param path the groups that led to it, outermost first; empty for a rule of the role's own
 * @param reason why, as the group or the always-denied list says; or where a role map has it
 */
public record Grant(String syscall, List<AnyOf> conditions, List<String> path, String reason) {
    /** Copies the lists. */
    public Grant {
        conditions = List.copyOf(conditions);
        path = List.copyOf(path);
    }

    /** The same, as a group brings it. */
    Grant within(String group) {
        List<String> longer = new ArrayList<>();
        longer.add(group);
        longer.addAll(path);
        return new Grant(syscall, conditions, longer, reason);
    }

    /**
     * How it got here, for people.
     *
     * @return {@code @jvm: classes from open jars}, or {@code roles.conf:12}
     */
    public String origin() {
        return String.join(" > ", path) + (path.isEmpty() || reason.isEmpty() ? "" : ": ") + reason;
    }

    /**
     * Whether this speaks of every call that another grant does: of the same syscall, and what it asks for is what the other
     * asks for, or has more alternatives.
     *
     * @param other the other grant
     * @return whether the other is part of this
     */
    public boolean covers(Grant other) {
        if (!syscall.equals(other.syscall)) {
            return false;
        }
        for (AnyOf mine : conditions) {
            if (!isMet(mine, other.conditions)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isMet(AnyOf asked, List<AnyOf> conditions) {
        for (AnyOf condition : conditions) {
            if (asked.conditions().containsAll(condition.conditions())) {
                return true;
            }
        }
        return false;
    }
}
