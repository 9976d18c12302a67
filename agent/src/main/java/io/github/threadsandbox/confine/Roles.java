package io.github.threadsandbox.confine;

import io.github.threadsandbox.bpf.PolicyCompiler;
import io.github.threadsandbox.linux.Arch;
import io.github.threadsandbox.policy.OnViolation;
import io.github.threadsandbox.policy.Policy;
import io.github.threadsandbox.policy.PolicyBuilder;
import io.github.threadsandbox.policy.RoleRules;
import io.github.threadsandbox.policy.Rule;
import io.github.threadsandbox.seccomp.Seccomp;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** The roles' policies, and the filters made of them: of one role or, for a thread that two confine, of both together. */
public final class Roles {
    private final Map<String, Policy> policies;
    private final Arch arch;
    private final Seccomp seccomp;
    private final Map<List<String>, Policy> wholes = new ConcurrentHashMap<>();

    /**
     * The roles of a role map.
     *
     * @param policies by role
     * @param arch this machine's architecture
     * @param seccomp what loads the compiled programs
     */
    public Roles(Map<String, Policy> policies, Arch arch, Seccomp seccomp) {
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
     * @param needs calls and groups; or {@code jdk}: opening the JDK's own files, which nothing tells from others in a filter
     */
    boolean allow(RoleSet roles, List<String> needs) {
        Policy all = wholes.computeIfAbsent(needs, names -> new PolicyBuilder(arch)
                .role(new RoleRules(
                        "needs",
                        names.stream()
                                .map(name -> Rule.of(name.equals("jdk") ? "@file-read" : name))
                                .toList(),
                        List.of(),
                        OnViolation.AUTO)));
        return roles.names().stream().allMatch(role -> policies.get(role).allowsAllOf(all));
    }

    /** Compiles what confines a thread of these roles. */
    Seccomp.Loaded filter(RoleSet roles) {
        Policy together = null;
        for (String role : new TreeSet<>(roles.names())) {
            together = together == null ? policies.get(role) : together.and(policies.get(role));
        }
        return seccomp.load(PolicyCompiler.compile(together, arch));
    }
}
