package io.github.threadsandbox.policy;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

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
}
