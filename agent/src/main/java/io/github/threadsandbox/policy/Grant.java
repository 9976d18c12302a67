package io.github.threadsandbox.policy;

import java.util.ArrayList;
import java.util.List;

/**
 * One rule about one syscall, with groups expanded, and where it came from.
 *
 * @param syscall the call
 * @param conditions all of them must hold; empty where the number alone decides
 * @param rule the rule's own text
 * @param path the groups that led to it, outermost first; empty for a rule of the role's own
 * @param reason why, as the group or the always-denied list says; empty for a rule of the role's own
 */
public record Grant(String syscall, List<Condition> conditions, String rule, List<String> path, String reason) {
    /** Copies the lists. */
    public Grant {
        conditions = List.copyOf(conditions);
        path = List.copyOf(path);
    }

    /** Whether this speaks of every call that the other speaks of; true only if it is sure. */
    boolean covers(Grant other) {
        return syscall.equals(other.syscall)
                && conditions.stream()
                        .allMatch(mine -> other.conditions.stream().anyMatch(mine::meansTheSame));
    }

    /** The same, as a group brings it. */
    Grant within(String group) {
        List<String> longer = new ArrayList<>();
        longer.add(group);
        longer.addAll(path);
        return new Grant(syscall, conditions, rule, longer, reason);
    }

    /**
     * For people: the rule and how it got here.
     *
     * @return {@code read (@jvm: classes from open jars)}
     */
    @Override
    public String toString() {
        if (path.isEmpty() && reason.isEmpty()) {
            return rule;
        }
        return rule + " (" + String.join(" > ", path) + (path.isEmpty() || reason.isEmpty() ? "" : ": ") + reason + ")";
    }
}
