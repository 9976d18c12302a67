package io.github.threadsandbox.policy;

import io.github.threadsandbox.linux.Arch;
import java.util.ArrayList;
import java.util.List;

/**
 * The floor {@code @jvm}: what HotSpot itself needs on any Java thread. Denied one of these calls, a JVM dies, hangs or is
 * damaged for good; the group's data file says of each call why it is there and where it was seen.
 */
public final class Floor {
    /** The group. */
    public static final String GROUP = "@jvm";

    private Floor() {}

    /**
     * Works out beforehand, on a thread that has the time, what every role map asks for: the floor, and what the built-in base
     * filter denies.
     *
     * @param arch the architecture
     */
    public static void prepare(Arch arch) {
        grants(arch);
        Expansion.of(List.of(Rule.of(Groups.DANGEROUS)), arch, Groups.own());
    }

    /**
     * What of the floor some rules do not allow, as far as the floor does.
     *
     * @param allow the rules of a role's {@code allow}
     * @param arch the architecture
     * @param groups the groups that the rules may name
     * @return what is missing, in the floor's order
     */
    public static List<Grant> notAllowed(List<Rule> allow, Arch arch, Groups groups) {
        List<Grant> allowed = Expansion.of(allow, arch, groups).grants();
        List<Grant> missing = new ArrayList<>(grants(arch));
        missing.removeIf(needed -> allowed.stream().anyMatch(one -> one.covers(needed)));
        return missing;
    }

    /**
     * What of the floor a rule takes away where it denies: whatever could be the same call.
     *
     * @param deny a rule of a {@code deny}
     * @param arch the architecture
     * @param groups the groups that the rules may name
     * @return what it takes, in the floor's order
     */
    public static List<Grant> takenBy(Rule deny, Arch arch, Groups groups) {
        List<Grant> denied = Expansion.of(List.of(deny), arch, groups).grants();
        List<Grant> taken = new ArrayList<>(grants(arch));
        taken.removeIf(needed -> denied.stream().noneMatch(one -> isSameCall(one, needed)));
        return taken;
    }

    private static List<Grant> grants(Arch arch) {
        return Expansion.of(List.of(Rule.of(GROUP)), arch, Groups.own()).grants();
    }

    private static boolean isSameCall(Grant one, Grant other) {
        return one.syscall().equals(other.syscall())
                && one.conditions().stream()
                        .noneMatch(condition -> other.conditions().stream().anyMatch(condition::excludes));
    }
}
