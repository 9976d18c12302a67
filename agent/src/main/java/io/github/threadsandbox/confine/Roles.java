package io.github.threadsandbox.confine;

import io.github.threadsandbox.bpf.PolicyCompiler;
import io.github.threadsandbox.linux.Arch;
import io.github.threadsandbox.policy.Groups;
import io.github.threadsandbox.policy.OnViolation;
import io.github.threadsandbox.policy.Policy;
import io.github.threadsandbox.policy.PolicyBuilder;
import io.github.threadsandbox.policy.RoleRules;
import io.github.threadsandbox.policy.Rule;
import io.github.threadsandbox.seccomp.Landlock;
import io.github.threadsandbox.seccomp.Seccomp;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The roles' policies and Landlock rule sets, and the restraints made of them: of one role or, for a thread that several
 * confine, of all of them together.
 */
public final class Roles {
    private static final String JDK = System.getProperty("java.home");

    private final Map<String, Policy> policies;
    private final Arch arch;
    private final Seccomp seccomp;
    private final Map<List<String>, Policy> wholes = new ConcurrentHashMap<>();
    private final Map<String, Landlock.Loaded> domains;
    private final Landlock landlock;

    /**
     * The roles of a role map.
     *
     * @param policies by role
     * @param arch this machine's architecture
     * @param seccomp what loads the compiled programs
     * @param domains Landlock's rule sets by role, of those roles that it holds to anything
     * @param landlock what puts threads under them
     */
    public Roles(
            Map<String, Policy> policies,
            Arch arch,
            Seccomp seccomp,
            Map<String, Landlock.Loaded> domains,
            Landlock landlock) {
        this.domains = Map.copyOf(domains);
        this.landlock = landlock;
        this.policies = Map.copyOf(policies);
        this.arch = arch;
        this.seccomp = seccomp;
    }

    /** Every role's name. */
    Iterable<String> names() {
        return new TreeSet<>(policies.keySet());
    }

    boolean isDefined(String role) {
        return policies.containsKey(role);
    }

    /**
     * Whether a thread of these roles may do all that is needed.
     *
     * @param needs calls and groups; or {@code jdk}: opening the JDK's own files
     */
    boolean allow(RoleSet roles, List<String> needs) {
        for (String role : roles.names()) {
            Landlock.Loaded domain = domains.get(role);
            boolean held = domain != null && domain.holdsFiles();
            // Landlock lets some files through, the JDK's perhaps; a filter alone lets all through or none.
            boolean reaches = !held || (domain.reads(JDK) && !needs.contains("@file-read"));
            Policy whole = whole(needs, held ? Groups.CLASS_LOADING : "@file-read");
            if (!reaches || !policies.get(role).allowsAllOf(whole)) {
                return false;
            }
        }
        return true;
    }

    private Policy whole(List<String> needs, String jdk) {
        List<String> calls =
                needs.stream().map(name -> name.equals("jdk") ? jdk : name).toList();
        return wholes.computeIfAbsent(calls, names -> new PolicyBuilder(arch)
                .role(new RoleRules("needs", names.stream().map(Rule::of).toList(), List.of(), OnViolation.AUTO)));
    }

    /**
     * Makes what confines a thread of these roles: the rule set of each, one on top of the other, and one filter, compiled of
     * all policies. Roles that read the same paths share a rule set, which is there once.
     */
    Restraints restraints(RoleSet roles) {
        Policy together = null;
        Set<Landlock.Loaded> layers = new LinkedHashSet<>();
        for (String role : new TreeSet<>(roles.names())) {
            together = together == null ? policies.get(role) : together.and(policies.get(role));
            if (domains.containsKey(role)) {
                layers.add(domains.get(role));
            }
        }
        return new Restraints(
                List.copyOf(layers), landlock, seccomp.load(PolicyCompiler.compile(together, arch)), seccomp);
    }
}
