package io.github.threadsandbox.observe;

import static io.github.threadsandbox.linux.OpenFlags.O_ACCMODE;

import io.github.threadsandbox.json.JsonWriter;
import io.github.threadsandbox.linux.Arch;
import io.github.threadsandbox.linux.SyscallTable;
import io.github.threadsandbox.policy.Action;
import io.github.threadsandbox.policy.Bound;
import io.github.threadsandbox.policy.CallRule;
import io.github.threadsandbox.policy.OnViolation;
import io.github.threadsandbox.policy.Policy;
import io.github.threadsandbox.policy.PolicyBuilder;
import io.github.threadsandbox.policy.RoleRules;
import io.github.threadsandbox.policy.Rule;
import io.github.threadsandbox.policy.RuleException;
import io.github.threadsandbox.policy.RuleParser;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The line that would allow a call, to be put at the end of a role map: the narrowest of the agent's groups that allows it, with the
 * path or port where there is one; or the call alone.
 */
final class Remedy {
    /** Narrower ones first. */
    private static final List<String> GROUPS = List.of(
            "@file-read", "@file-write", "@network-client", "@udp", "@network-server", "@process", "@jvm-threads");

    private final Arch arch;
    private final Map<String, Policy> policies = new HashMap<>();

    Remedy(Arch arch) {
        this.arch = arch;
    }

    /** What to add; empty where no role may. */
    String of(Watched.Role role, int number, long[] registers, DecodedCall call) {
        Optional<String> name = SyscallTable.of(arch).name(number);
        if (name.isEmpty() || role.refuses(arch, number, registers)) {
            return "";
        }
        String key = key(role.name());
        for (String group : GROUPS) {
            if (allows(group, role.bounds(), name.get(), registers)) {
                return key + "allow += \"" + group + "\"" + bounds(group, registers, call) + " }";
            }
        }
        String rule = new CallRule(arch, name.get(), call.arguments(), registers).text();
        return allows(rule, role.bounds(), name.get(), registers) ? key + "allow += \"" + rule + "\" }" : "";
    }

    /** How a line begins that adds to a role. */
    static String key(String role) {
        return "thread-sandbox.roles." + (role.matches("[A-Za-z0-9_-]+") ? role : '"' + role + '"') + " { ";
    }

    /** What is closed for Landlock's sake no group opens, but a rule that names the call. */
    private boolean allows(String rule, Set<Bound> bounds, String syscall, long[] registers) {
        if (policies.size() > 100) {
            policies.clear();
        }
        Policy policy = policies.computeIfAbsent(rule + ' ' + bounds, key -> policy(rule, bounds));
        return policy.decision(syscall).decide(registers).equals(Action.allow());
    }

    private Policy policy(String rule, Set<Bound> bounds) {
        List<Rule> rules;
        try {
            rules = List.of(new RuleParser(arch).parse(rule));
        } catch (RuleException e) {
            // A call that rules cannot name: it stays without a remedy.
            rules = List.of();
        }
        return new PolicyBuilder(arch).role(new RoleRules("remedy", rules, List.of(), OnViolation.AUTO, bounds));
    }

    /** Nothing more than was asked for: said with a group, a path holds the role to it. */
    private static String bounds(String group, long[] registers, DecodedCall call) {
        if (call.path().startsWith("/")) {
            if (group.equals("@file-read")) {
                return ", files.read += " + JsonWriter.line(call.path());
            }
            if (group.equals("@file-write")) {
                boolean writes = call.syscall().equals("openat") && (registers[2] & O_ACCMODE) != 0;
                boolean creates =
                        !writes || call.arguments().getOrDefault("flags", "").contains("O_CREAT");
                int parent = call.path().lastIndexOf('/');
                String folder = parent <= 0 ? "/" : call.path().substring(0, parent);
                return creates
                        ? ", files.create += " + JsonWriter.line(folder)
                        : ", files.write += " + JsonWriter.line(call.path());
            }
        }
        return group.equals("@network-client") && call.syscall().equals("connect") && call.port() > 0
                ? ", tcp.connect += " + call.port()
                : "";
    }
}
