package io.github.threadsandbox.policy;

import io.github.threadsandbox.linux.Arch;
import java.util.List;

/**
 * What a policy leaves of a use of files or ports: the calls that each use takes, and with which arguments ({@code reach/}, each with its
 * reason).
 */
public final class Reach {
    private Reach() {}

    /**
     * Whether a policy surely denies a use, whatever the path or the port: all calls that it takes, with all arguments that it takes.
     *
     * @param policy the policy
     * @param use as a role map has it: {@code files.read}
     * @param arch whose calls
     * @return false where it may allow the use, as far as its clauses tell
     */
    public static boolean isDenied(Policy policy, String use, Arch arch) {
        return Unless.read("reach/" + use + ".txt", use, arch).stream()
                .map(Unless::grant)
                .noneMatch(grant -> mayAllow(policy.decision(grant.syscall()), grant.conditions()));
    }

    /** Whether a decision allows any of the calls that fulfil all of this, as far as its clauses tell. */
    static boolean mayAllow(Decision decision, List<AnyOf> asked) {
        for (Clause clause : decision.clauses()) {
            if (clause.action().equals(Action.allow())) {
                if (asked.stream().noneMatch(any -> isExcluded(any, clause))) {
                    return true;
                }
            } else if (clause.conditions().stream()
                    .allMatch(condition -> asked.contains(new AnyOf(List.of(condition))))) {
                // All that is asked about is denied here.
                return false;
            }
        }
        return decision.otherwise().equals(Action.allow());
    }

    private static boolean isExcluded(AnyOf any, Clause clause) {
        return any.conditions().stream()
                .allMatch(one -> clause.conditions().stream().anyMatch(condition -> condition.excludes(one)));
    }
}
