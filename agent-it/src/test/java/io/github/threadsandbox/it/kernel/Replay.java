package io.github.threadsandbox.it.kernel;

import io.github.threadsandbox.bpf.PolicyCompiler;
import io.github.threadsandbox.config.Settings;
import io.github.threadsandbox.config.SettingsReader;
import io.github.threadsandbox.linux.Arch;
import io.github.threadsandbox.linux.Errnos;
import io.github.threadsandbox.linux.Signature;
import io.github.threadsandbox.linux.SyscallTable;
import io.github.threadsandbox.linux.Width;
import io.github.threadsandbox.policy.Action;
import io.github.threadsandbox.policy.Clause;
import io.github.threadsandbox.policy.Condition;
import io.github.threadsandbox.policy.Decision;
import io.github.threadsandbox.policy.Groups;
import io.github.threadsandbox.policy.OnViolation;
import io.github.threadsandbox.policy.Policy;
import io.github.threadsandbox.policy.PolicyBuilder;
import io.github.threadsandbox.policy.RoleRules;
import io.github.threadsandbox.policy.Rule;
import io.github.threadsandbox.policy.RuleParser;
import io.github.threadsandbox.seccomp.LibC;
import io.github.threadsandbox.seccomp.NativeLibrary;
import io.github.threadsandbox.seccomp.Seccomp;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Runs in a JVM of its own, without the agent: puts each policy in force on a thread and makes every syscall of the table,
 * and every rule's call both as it is allowed and with each argument perturbed; the kernel must do what the policy says.
 *
 * <p>A denial is told from the kernel's own errnos by its number: the policies deny with ENOANO, which no call made here
 * returns by itself. Arguments that no rule speaks of are invalid, so that allowed calls fail without effect.
 */
public final class Replay {
    private static final Action DENIAL = Action.errno(Errnos.of("ENOANO").orElseThrow());
    private static final int ENOANO = 55;
    private static final int ENOSYS = 38;

    /**
     * Not made where they are allowed: they would end or stop the thread or the process, leave a child behind, or take away
     * what the thread needs to end. Each was seen allowed by the model, and the same number's denials are made.
     */
    private static final Set<String> ENDS = Set.of(
            "exit",
            "exit_group",
            "rt_sigreturn",
            "rt_sigsuspend",
            "pause",
            "ppoll",
            "pselect6",
            "select",
            "fork",
            "vfork",
            "set_tid_address");

    private final Arch arch;
    private final LibC libC;
    private final Seccomp seccomp;
    private boolean forReal;
    private int calls;
    private int rules;
    private final List<String> wrong = new ArrayList<>();

    private Replay(Arch arch) throws Exception {
        this.arch = arch;
        this.libC = NativeLibrary.open(arch, Optional.empty());
        this.seccomp = new Seccomp(libC, arch);
    }

    /**
     * Prints how many calls and rules were exercised, and every one that went wrong.
     *
     * @param arguments the folder of role maps
     * @throws Exception if a role map cannot be read
     */
    public static void main(String[] arguments) throws Exception {
        Arch arch = Arch.of(System.getProperty("os.arch")).orElseThrow();
        Replay replay = new Replay(arch);
        Map<String, Policy> policies = replay.policies(Path.of(arguments[0]));
        // Once without the kernel: a confined thread may not be able to load classes.
        policies.forEach(replay::exercise);
        replay.forReal = true;
        replay.rules = 0;
        for (Map.Entry<String, Policy> policy : policies.entrySet()) {
            replay.onItsOwnThread(policy.getKey(), policy.getValue());
        }
        replay.wrong.forEach(System.out::println);
        System.out.println("policies=" + policies.size());
        System.out.println("calls=" + replay.calls);
        System.out.println("rules=" + replay.rules);
        System.out.println("wrong=" + replay.wrong.size());
    }

    /** Every group over the floor, every role of every shipped role map, the base filter, and two stacked roles. */
    private Map<String, Policy> policies(Path conf) throws Exception {
        RuleParser parser = new RuleParser(arch);
        PolicyBuilder builder = new PolicyBuilder(arch);
        Map<String, Policy> policies = new TreeMap<>();
        for (String group : Groups.own().names()) {
            policies.put(
                    group,
                    builder.role(new RoleRules(
                            group,
                            List.of(parser.parse("@jvm"), parser.parse(group)),
                            List.of(),
                            OnViolation.always(DENIAL))));
        }
        List<Path> files;
        try (Stream<Path> list = Files.list(conf)) {
            files = list.filter(file -> file.toString().endsWith(".conf"))
                    .sorted()
                    .toList();
        }
        for (Path file : files) {
            Settings settings = SettingsReader.read(Optional.of(file), arch);
            for (Map.Entry<String, RoleRules> role : settings.roleRules().entrySet()) {
                RoleRules rules = role.getValue();
                policies.put(
                        file.getFileName() + ":" + role.getKey(),
                        builder.role(
                                new RoleRules(rules.name(), rules.allow(), rules.deny(), OnViolation.always(DENIAL))));
            }
        }
        policies.put(
                "@file-write and @network-server", policies.get("@file-write").and(policies.get("@network-server")));
        List<Rule> dangerous = List.of(parser.parse("@dangerous"));
        policies.put("base", denyingWithEnoano(builder.base(dangerous)));
        return policies;
    }

    private static Policy denyingWithEnoano(Policy base) {
        Map<String, Decision> decisions = new TreeMap<>();
        base.decisions()
                .forEach((name, decision) -> decisions.put(
                        name,
                        new Decision(
                                decision.clauses().stream()
                                        .map(clause -> new Clause(clause.conditions(), enoano(clause.action())))
                                        .toList(),
                                enoano(decision.otherwise()))));
        // Everything else is allowed, and must not be made here: only what the base filter speaks of is.
        return new Policy("base", decisions, Action.allow(), Action.allow());
    }

    private static Action enoano(Action action) {
        return action.equals(Action.allow()) ? action : DENIAL;
    }

    private void onItsOwnThread(String name, Policy policy) throws Exception {
        Seccomp.Loaded filter = seccomp.load(PolicyCompiler.compile(policy, arch));
        Throwable[] failure = new Throwable[1];
        Thread thread = new Thread(
                () -> {
                    try {
                        seccomp.installOnThisThread(filter);
                        exercise(name, policy);
                    } catch (Throwable t) {
                        failure[0] = t;
                    }
                },
                name);
        thread.start();
        thread.join();
        if (failure[0] != null) {
            throw new IllegalStateException(name, failure[0]);
        }
    }

    private void exercise(String name, Policy policy) {
        boolean base = name.equals("base");
        SyscallTable.of(arch).byNumber().forEach((number, syscall) -> {
            Decision decision = policy.decision(syscall);
            // The kernel lets no filter see these (__seccomp_filter's callers, kernel/seccomp.c, Linux 6.14), and kills
            // whoever makes one without a probe.
            if (syscall.equals("uprobe") || syscall.equals("uretprobe")) {
                return;
            }
            if (base && !policy.decisions().containsKey(syscall)) {
                return;
            }
            long[] invalid = invalid(syscall);
            call(name, number, syscall, decision, invalid);
            for (Clause clause : decision.clauses()) {
                long[] fitting = invalid.clone();
                clause.conditions().forEach(condition -> fitting[condition.argument()] = fit(condition, fitting));
                call(name, number, syscall, decision, fitting);
                rules++;
                for (Condition condition : clause.conditions()) {
                    for (long other : perturbed(condition, fitting)) {
                        long[] arguments = fitting.clone();
                        arguments[condition.argument()] = other;
                        call(name, number, syscall, decision, arguments);
                    }
                }
            }
        });
    }

    /** For each parameter a value with which an allowed call fails at once. */
    private long[] invalid(String syscall) {
        long[] arguments = new long[6];
        List<Signature.Parameter> parameters =
                Signature.of(syscall, arch).map(Signature::parameters).orElse(List.of());
        for (int i = 0; i < parameters.size(); i++) {
            Signature.Parameter parameter = parameters.get(i);
            arguments[i] = parameter.isAddress() ? 1 : parameter.width() == Width.BITS_64 ? 0 : -1;
        }
        return arguments;
    }

    /** A value of the argument for which the condition holds, and that leaves what the mask does not look at alone. */
    private static long fit(Condition condition, long[] arguments) {
        long rest = arguments[condition.argument()] == -1 ? 0 : arguments[condition.argument()] & ~condition.mask();
        return switch (condition.comparison()) {
            case EQUAL, LESS_OR_EQUAL, GREATER_OR_EQUAL -> rest | condition.value();
            case NOT_EQUAL -> rest | (condition.value() ^ Long.lowestOneBit(condition.mask()));
            case LESS -> rest | (condition.value() - 1);
            case GREATER -> rest | (condition.value() + 1);
        };
    }

    private static List<Long> perturbed(Condition condition, long[] fitting) {
        long value = fitting[condition.argument()];
        List<Long> others = new ArrayList<>();
        for (long bit = condition.mask(); bit != 0; bit &= bit - 1) {
            others.add(value ^ Long.lowestOneBit(bit));
        }
        others.add(value ^ 0x1_0000_0000L);
        others.add(value + 1);
        others.add(value - 1);
        others.add(0L);
        return others;
    }

    private void call(String name, int number, String syscall, Decision decision, long[] arguments) {
        Action expected = decision.decide(arguments);
        boolean allowed = expected.equals(Action.allow());
        if (allowed && (ENDS.contains(syscall) || makesAProcess(syscall, arguments))) {
            return;
        }
        if (!forReal) {
            return;
        }
        calls++;
        long result = libC.syscall(number, arguments[0], arguments[1], arguments[2], arguments[3], arguments[4]);
        boolean denied = result == -ENOANO;
        boolean toldByEnosys =
                expected instanceof Action.Fail fail && fail.errno().number() == ENOSYS;
        boolean right = toldByEnosys ? result == -ENOSYS : denied != allowed;
        if (!right) {
            wrong.add("wrong: " + name + " " + syscall + Arrays.toString(arguments) + ": policy says " + expected
                    + ", the kernel returned " + result);
        }
    }

    private static boolean makesAProcess(String syscall, long[] arguments) {
        return syscall.equals("clone") && arguments[0] != 0x10000;
    }
}
