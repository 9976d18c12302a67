package io.github.threadsandbox.confine;

import io.github.threadsandbox.bpf.PolicyCompiler;
import io.github.threadsandbox.linux.Arch;
import io.github.threadsandbox.policy.Policy;
import io.github.threadsandbox.seccomp.Seccomp;
import java.util.Map;
import java.util.TreeSet;

/** The roles' policies, and the filters made of them: of one role or, for a thread that two confine, of both together. */
public final class Roles {
    private final Map<String, Policy> policies;
    private final Arch arch;
    private final Seccomp seccomp;

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

    /** Compiles what confines a thread of these roles. */
    Seccomp.Loaded filter(RoleSet roles) {
        Policy together = null;
        for (String role : new TreeSet<>(roles.names())) {
            together = together == null ? policies.get(role) : together.and(policies.get(role));
        }
        return seccomp.load(PolicyCompiler.compile(together, arch));
    }
}
