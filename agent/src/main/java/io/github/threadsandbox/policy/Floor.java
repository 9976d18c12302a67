package io.github.threadsandbox.policy;

import io.github.threadsandbox.linux.Arch;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** The floor {@code @jvm}: what HotSpot itself needs on any Java thread. */
public final class Floor {
    /** The group. */
    public static final String GROUP = "@jvm";

    private Floor() {}

    /**
     * What a role takes away from the floor.
     *
     * @param rules what the role map says
     * @param arch the architecture
     * @return the calls of the floor that the role does not allow in whole, as far as the floor does
     */
    public static SortedSet<String> missing(RoleRules rules, Arch arch) {
        Explanation role = new PolicyBuilder(arch).explain(rules);
        SortedSet<String> missing = new TreeSet<>();
        for (Grant grant :
                Expansion.of(List.of(new Rule(GROUP, GROUP, List.of())), arch).grants()) {
            List<Grant> allowed = role.allowed().getOrDefault(grant.syscall(), List.of());
            boolean kept = allowed.stream()
                    .anyMatch(one ->
                            one.conditions().isEmpty() || one.conditions().equals(grant.conditions()));
            if (!kept || role.denied().containsKey(grant.syscall())) {
                missing.add(grant.syscall());
            }
        }
        return missing;
    }
}
