package io.github.threadsandbox.policy;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a role may ask the kernel, in syscall names: independent of any architecture's numbers.
 *
 * @param name the role's name, or {@code base}
 * @param decisions by syscall name; names that an architecture lacks are passed over when compiling for it
 * @param unlisted for a syscall that the tables know and {@code decisions} does not list
 * @param unknown for a number that the architecture's table does not know: a newer kernel's
 */
public record Policy(String name, Map<String, Decision> decisions, Action unlisted, Action unknown) {
    /** Copies the decisions, sorted by name. */
    public Policy {
        decisions = Collections.unmodifiableMap(new TreeMap<>(decisions));
    }

    /**
     * The decision for a syscall that the tables know.
     *
     * @param syscall its name
     * @return the listed decision, or {@code unlisted}
     */
    public Decision decision(String syscall) {
        Decision listed = decisions.get(syscall);
        return listed != null ? listed : Decision.always(unlisted);
    }

    /**
     * Whether this policy certainly allows whatever another allows.
     *
     * @param other the other policy
     * @return false where that does not show at once
     */
    public boolean allowsAllOf(Policy other) {
        return other.decisions.entrySet().stream()
                .allMatch(entry -> decision(entry.getKey()).allowsAllOf(entry.getValue()));
    }

    /**
     * What two filters decide together, stacked on one thread: for every call the stricter action.
     *
     * @param other the other policy
     * @return a policy that allows what both allow, named {@code this+other}
     */
    public Policy and(Policy other) {
        Map<String, Decision> both = new TreeMap<>();
        Set<String> syscalls = new TreeSet<>(decisions.keySet());
        syscalls.addAll(other.decisions.keySet());
        for (String syscall : syscalls) {
            both.put(syscall, decision(syscall).and(other.decision(syscall)));
        }
        return new Policy(
                name + "+" + other.name, both, unlisted.stricter(other.unlisted), unknown.stricter(other.unknown));
    }
}
