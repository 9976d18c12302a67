package io.github.threadsandbox.start;

import io.github.threadsandbox.config.Settings;
import io.github.threadsandbox.confine.Definitions;
import io.github.threadsandbox.landlock.Abi;
import io.github.threadsandbox.landlock.RoleBounds;
import io.github.threadsandbox.landlock.Ruleset;
import io.github.threadsandbox.linux.Arch;
import io.github.threadsandbox.policy.Bound;
import io.github.threadsandbox.policy.Policy;
import io.github.threadsandbox.policy.PolicyBuilder;
import io.github.threadsandbox.policy.RoleRules;
import io.github.threadsandbox.seccomp.Landlock;
import io.github.threadsandbox.seccomp.SeccompException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;

/**
 * What Landlock holds each role to, on this kernel: every rule is held, or refused by name, or (landlock = best-effort) said not
 * to be held.
 */
final class Domains {
    private static final String ROOT = "thread-sandbox.";

    private final Settings settings;
    private final Arch arch;
    private final RuleSets ruleSets;
    private final Logger log;
    private final Abi abi;
    private final String refusal;
    private final Map<String, Policy> policies;
    private final Map<String, Landlock.Loaded> loaded = new HashMap<>();

    Domains(Settings settings, Arch arch, Landlock landlock, RuleSets ruleSets, Logger log) {
        this.settings = settings;
        this.arch = arch;
        this.ruleSets = ruleSets;
        this.log = log;
        this.abi = areAny() ? landlock.abi() : Abi.NONE;
        this.refusal = areAny() && !abi.isThere() ? landlock.refusal() : "";
        this.policies = new LinkedHashMap<>(settings.roles());
    }

    /** Whether any role is to be held to anything. */
    boolean areAny() {
        return settings.bounds().values().stream().anyMatch(RoleBounds::holdsAny);
    }

    /** The policies of some roles, as they are on this kernel; of those that are audited, what stays denied. */
    List<Policy> policies(Set<String> roles) {
        Map<String, Policy> audited = audited();
        return new TreeSet<>(roles)
                .stream()
                        .map(role -> audited.getOrDefault(role, policies.get(role)))
                        .toList();
    }

    /** The role map, with all that confines its roles on this kernel. */
    Definitions definitions() {
        return new Definitions(
                settings.roleMap(), policies, loaded, audited(), refused(), settings.sharing(), settings.apart());
    }

    /** Of the roles that are audited, what stays denied. */
    private Map<String, Policy> audited() {
        Map<String, Policy> audited = new TreeMap<>();
        PolicyBuilder builder = new PolicyBuilder(arch);
        settings.audited().forEach(role -> audited.put(role, builder.kept(role)));
        return audited;
    }

    private Map<String, Policy> refused() {
        Map<String, Policy> refused = new TreeMap<>();
        settings.roleRules().forEach((role, rules) -> {
            if (!rules.deny().isEmpty()) {
                refused.put(role, new PolicyBuilder(arch, settings.groups()).base(rules.deny()));
            }
        });
        return refused;
    }

    /** The roles that cannot list the root directory. */
    Set<String> denyingRoot() {
        Set<String> denying = new TreeSet<>(loaded.keySet());
        denying.removeAll(settings.audited());
        denying.removeIf(role -> !loaded.get(role).ruleset().deniesRoot());
        return denying;
    }

    /**
     * Makes the rule sets. To be called while the calling thread may open any path.
     *
     * @param sets what the named sets hold
     */
    void load(Map<String, List<String>> sets) throws StartException, SeccompException {
        List<String> problems = new ArrayList<>();
        List<String> withoutClassPath = new ArrayList<>();
        Set<Ruleset> known = new HashSet<>();
        for (Map.Entry<String, RoleBounds> role : new TreeMap<>(settings.bounds()).entrySet()) {
            RoleBounds bounds = role.getValue();
            if (!bounds.holdsAny()) {
                continue;
            }
            bounds.notHeldBy(abi).forEach((use, why) -> {
                String key = "roles." + role.getKey() + "." + use;
                problems.add(line(settings.place(key), key) + " cannot be held: " + why + where(bounds));
            });
            adjustPolicy(bounds, withoutClassPath);
            Ruleset ruleset = Ruleset.of(bounds, sets, abi);
            if (ruleset.holdsAny()) {
                Landlock.Loaded made = made(role.getKey(), ruleset);
                if (known.add(ruleset)) {
                    made.missing().forEach(missing -> problems.add(line(missing)));
                }
                loaded.put(role.getKey(), made);
            }
        }
        say(problems);
        if (!withoutClassPath.isEmpty()) {
            log.warn(
                    "this kernel has no Landlock: {} cannot be held to the class path and so open no file of it; what they"
                            + " need must be loaded before",
                    String.join(", ", withoutClassPath));
        }
    }

    private Landlock.Loaded made(String role, Ruleset ruleset) throws StartException {
        try {
            return ruleSets.of(ruleset);
        } catch (SeccompException e) {
            throw new StartException("role '" + role + "' cannot be held to its paths and ports: " + e.getMessage());
        }
    }

    private String line(Landlock.Missing missing) {
        return line(settings.place(missing.key(), missing.path()), missing.key()) + ": '" + missing.path() + "': "
                + missing.fix();
    }

    /** How a line about a key begins. */
    private static String line(Optional<String> place, String key) {
        return place.map(where -> where + ": ").orElse("") + ROOT + key;
    }

    private String where(RoleBounds bounds) {
        return (refusal.isEmpty()
                        ? ""
                        : " (landlock_create_ruleset: " + refusal + ": a seccomp profile of the container denies it)")
                + ": take it out of role '" + bounds.role()
                + "', run on such a kernel (with landlock among its lsm=), or accept it"
                + " with landlock = best-effort";
    }

    private void say(List<String> problems) throws StartException {
        if (problems.isEmpty()) {
            return;
        }
        if (settings.landlock() == Settings.Landlock.REQUIRED) {
            throw new StartException(problems);
        }
        log.warn("not held (landlock = best-effort): {}", String.join("; ", problems));
    }

    /** What this kernel's Landlock does not hold, seccomp closes. */
    private void adjustPolicy(RoleBounds bounds, List<String> withoutClassPath) {
        boolean loadsNoClasses = !abi.isThere() && !bounds.sets().isEmpty();
        boolean truncates = bounds.holdsFiles() && !abi.holdsTruncation();
        if (!loadsNoClasses && !truncates) {
            return;
        }
        RoleRules rules = settings.roleRules().get(bounds.role());
        if (loadsNoClasses) {
            rules = rules.withoutClassLoading();
        }
        if (truncates) {
            Set<Bound> more = EnumSet.of(Bound.TRUNCATION);
            more.addAll(rules.bounds());
            rules = rules.with(more);
        }
        Policy policy = new PolicyBuilder(arch, settings.groups()).role(rules);
        policies.put(bounds.role(), policy);
        // Its own rules may let it open files all the same: any file, then.
        if (loadsNoClasses && !policy.decision("openat").mayAllow()) {
            withoutClassPath.add(bounds.role());
        }
    }
}
