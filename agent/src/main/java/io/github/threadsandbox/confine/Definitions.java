package io.github.threadsandbox.confine;

import io.github.threadsandbox.policy.Policy;
import io.github.threadsandbox.role.RoleMap;
import io.github.threadsandbox.seccomp.Landlock;
import java.util.Map;
import java.util.Set;

/**
 * What a role map says, ready to be put in force.
 *
 * @param roleMap which thread takes which role
 * @param policies by role
 * @param domains Landlock's rule sets by role, of those roles that it holds to anything
 * @param audited by role, of those that are audited and not enforced: what stays denied
 * @param refused by role, of those that have a {@code deny}: what it takes away, whatever else the role allows
 * @param sharing the roles whose work on a lane uses the thread-locals of the thread that waits for it
 * @param apart the roles that hold the kinds of their threads apart
 */
public record Definitions(
        RoleMap roleMap,
        Map<String, Policy> policies,
        Map<String, Landlock.Loaded> domains,
        Map<String, Policy> audited,
        Map<String, Policy> refused,
        Set<String> sharing,
        Set<String> apart) {
    /** Copies the collections. */
    public Definitions {
        policies = Map.copyOf(policies);
        domains = Map.copyOf(domains);
        audited = Map.copyOf(audited);
        refused = Map.copyOf(refused);
        sharing = Set.copyOf(sharing);
        apart = Set.copyOf(apart);
    }
}
