package io.github.threadsandbox.policy;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Why a role may or may not make a call: its rules by syscall, with groups expanded.
 *
 * @param allowed what {@code allow} says
 * @param denied what {@code deny} says
 * @param alwaysDenied what no role may, this one included
 * @param closed what is closed for the sake of the role's paths and ports; a rule of the role's own stands against it
 * @param groups the groups that {@code allow} names, nested ones included
 */
public record Explanation(
        Map<String, List<Grant>> allowed,
        Map<String, List<Grant>> denied,
        Map<String, List<Grant>> alwaysDenied,
        Map<String, List<Grant>> closed,
        Set<String> groups) {
    /**
     * Whether {@code allow} lets the role open files in some way, beside loading classes.
     *
     * @return whether a rule of it allows a call that opens
     */
    public boolean opensFiles() {
        return List.of("open", "openat", "creat").stream()
                .flatMap(call -> allowed.getOrDefault(call, List.of()).stream())
                .anyMatch(grant -> !grant.path().contains(Groups.CLASS_LOADING));
    }
}
