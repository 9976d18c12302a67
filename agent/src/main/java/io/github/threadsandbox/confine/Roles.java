package io.github.threadsandbox.confine;

import io.github.threadsandbox.bpf.PolicyCompiler;
import io.github.threadsandbox.landlock.Ruleset;
import io.github.threadsandbox.linux.Arch;
import io.github.threadsandbox.policy.Bound;
import io.github.threadsandbox.policy.BoundCalls;
import io.github.threadsandbox.policy.Groups;
import io.github.threadsandbox.policy.OnViolation;
import io.github.threadsandbox.policy.Policy;
import io.github.threadsandbox.policy.PolicyBuilder;
import io.github.threadsandbox.policy.RoleRules;
import io.github.threadsandbox.policy.Rule;
import io.github.threadsandbox.seccomp.Landlock;
import io.github.threadsandbox.seccomp.Seccomp;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** What roles may do, and the restraints made of them: of one role or, for a thread that several confine, of all of them together. */
final class Roles {
    /** In {@code @file-read}, and in no group that a role has without saying so. */
    private static final String READING = "statfs";

    /** What an initialiser needs that any thread can make fail, at the end of its stack. */
    private static final String STACK = "stack";

    private static final String JDK = System.getProperty("java.home");

    private final Arch arch;
    private final Seccomp seccomp;
    private final Landlock landlock;
    private final Map<List<String>, Policy> wholes = new ConcurrentHashMap<>();

    /**
     * For one machine.
     *
     * @param seccomp what loads the compiled programs
     * @param landlock what puts threads under rule sets
     */
    Roles(Arch arch, Seccomp seccomp, Landlock landlock) {
        this.landlock = landlock;
        this.arch = arch;
        this.seccomp = seccomp;
    }

    /**
     * Whether a thread of these roles may do all that is needed.
     *
     * @param needs calls and groups; or {@code jdk}: opening the JDK's own files; or {@code stack}, which no role gives a thread
     */
    boolean allow(RoleSet set, List<String> needs) {
        if (needs.contains(STACK)) {
            return false;
        }
        for (Role role : set.roles()) {
            boolean held = role.domain().filter(Landlock.Loaded::holdsFiles).isPresent();
            // Landlock lets some files through, the JDK's perhaps; a filter alone lets all through or none.
            boolean reaches = !held || (role.domain().get().reads(JDK) && !needs.contains("@file-read"));
            Policy whole = whole(needs, held ? Groups.CLASS_LOADING : "@file-read");
            if (!reaches || !role.policy().allowsAllOf(whole)) {
                return false;
            }
        }
        return true;
    }

    /** Whether the role may do with files what {@code @file-read} is for, and not just load classes. */
    boolean reads(Role role) {
        return role.policy().decision(READING).mayAllow();
    }

    private Policy whole(List<String> needs, String jdk) {
        List<String> calls =
                needs.stream().map(name -> name.equals("jdk") ? jdk : name).toList();
        return wholes.computeIfAbsent(calls, names -> new PolicyBuilder(arch)
                .role(new RoleRules("needs", names.stream().map(Rule::of).toList(), List.of(), OnViolation.AUTO)));
    }

    /**
     * Makes what confines a thread of these roles: the rule set of each, one on top of the other, and one filter, compiled of
     * all policies. Roles that read the same paths share a rule set, which is there once. Of a role that is audited, what
     * stays denied.
     */
    Restraints restraints(RoleSet set) {
        return restraints(set, role -> role.kept().orElse(role.policy()));
    }

    /** The same with a filter that asks, where it denies, or would if the role were not audited. */
    Restraints observed(RoleSet set) {
        PolicyBuilder builder = new PolicyBuilder(arch);
        return restraints(set, role -> {
            Set<String> bound = asks(role)
                    ? BoundCalls.of(bounds(role).holdsFiles(), bounds(role).holdsPorts())
                    : Set.of();
            return role.kinds() == null
                    ? builder.observed(role.policy(), role.kept(), bound)
                    : builder.observedToLearn(role.policy(), role.kept(), bound);
        });
    }

    /** Whether it is asked about the role's paths and ports: Landlock denies none of them to one that is audited. */
    private static boolean asks(Role role) {
        return role.kept().isPresent() && role.domain().isPresent();
    }

    private static Set<Bound> closing(Role role) {
        Set<Bound> closing = EnumSet.noneOf(Bound.class);
        role.domain().map(Landlock.Loaded::ruleset).ifPresent(rules -> {
            if (rules.holdsFiles()) {
                closing.add(Bound.PATHS);
            }
            if (rules.holdsPorts()) {
                closing.add(Bound.PORTS);
            }
        });
        return closing;
    }

    private static Ruleset bounds(Role role) {
        return role.domain().orElseThrow().ruleset();
    }

    /** What whoever answers for threads of these roles must know. */
    List<Observing.Watched> watched(RoleSet set) {
        List<Observing.Watched> watched = new ArrayList<>();
        for (Role role : set.sorted()) {
            watched.add(new Observing.Watched(
                    role.name(),
                    PolicyCompiler.compile(role.policy(), arch),
                    role.kept().map(kept -> PolicyCompiler.compile(kept, arch)),
                    role.refused().map(refused -> PolicyCompiler.compile(refused, arch)),
                    closing(role),
                    asks(role)
                            ? Optional.of(new DeniedUse.Holding(role.name(), bounds(role), reads(role), role.policy()))
                            : Optional.empty()));
        }
        return watched;
    }

    private Restraints restraints(RoleSet set, Function<Role, Policy> policy) {
        Policy together = null;
        Set<Landlock.Loaded> layers = new LinkedHashSet<>();
        for (Role role : set.sorted()) {
            together = together == null ? policy.apply(role) : together.and(policy.apply(role));
            if (role.kept().isEmpty()) {
                role.domain().ifPresent(layers::add);
            }
        }
        return new Restraints(
                List.copyOf(layers), landlock, seccomp.load(PolicyCompiler.compile(together, arch)), seccomp);
    }
}
