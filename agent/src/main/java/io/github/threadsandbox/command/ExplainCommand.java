package io.github.threadsandbox.command;

import io.github.threadsandbox.bpf.Disassembler;
import io.github.threadsandbox.bpf.PolicyCompiler;
import io.github.threadsandbox.config.ConfigProblems;
import io.github.threadsandbox.config.Settings;
import io.github.threadsandbox.config.SettingsReader;
import io.github.threadsandbox.landlock.RoleBounds;
import io.github.threadsandbox.linux.Arch;
import io.github.threadsandbox.linux.Nearest;
import io.github.threadsandbox.linux.Signature;
import io.github.threadsandbox.linux.SyscallTable;
import io.github.threadsandbox.policy.Clause;
import io.github.threadsandbox.policy.Decision;
import io.github.threadsandbox.policy.Explanation;
import io.github.threadsandbox.policy.Exposure;
import io.github.threadsandbox.policy.Floor;
import io.github.threadsandbox.policy.Grant;
import io.github.threadsandbox.policy.Groups;
import io.github.threadsandbox.policy.OnViolation;
import io.github.threadsandbox.policy.Policy;
import io.github.threadsandbox.policy.PolicyBuilder;
import io.github.threadsandbox.policy.RulePrinter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code explain FILE --role R}: what a role may do, and why. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        description = "Says what a role may do and why, with every group expanded.")
final class ExplainCommand implements Callable<Integer> {
    private static final String BASE = "base";

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "the role map")
    private Path file;

    @Option(
            names = "--role",
            required = true,
            paramLabel = "ROLE",
            description = "the role; base for what no thread may")
    private String role;

    @Option(names = "--syscall", paramLabel = "NAME", description = "one syscall instead of all")
    private String syscall;

    @Option(names = "--bpf", description = "the compiled program, disassembled")
    private boolean bpf;

    @Mixin
    private ArchOption arch;

    @Mixin
    private Output output;

    private final Map<String, Object> answer = new LinkedHashMap<>();
    private RulePrinter printer;

    @Override
    public Integer call() {
        Arch arch = this.arch.arch();
        printer = new RulePrinter(arch);
        Settings settings;
        try {
            settings = SettingsReader.read(Optional.of(file), arch);
        } catch (ConfigProblems e) {
            e.problems().forEach(spec.commandLine().getErr()::println);
            return 1;
        }
        if (role.equals(BASE) && !settings.roles().containsKey(role)) {
            if (!isKnown(arch)) {
                return 1;
            }
            explainBase(settings, arch);
            return 0;
        }
        if (!settings.roles().containsKey(role)) {
            spec.commandLine()
                    .getErr()
                    .println(file + " has no role '" + role + "': "
                            + Nearest.hint(
                                    role,
                                    settings.roles().keySet(),
                                    "it has " + String.join(", ", new TreeMap<>(settings.roles()).keySet())));
            return 1;
        }
        if (!isKnown(arch)) {
            return 1;
        }
        explain(settings, arch);
        return 0;
    }

    private boolean isKnown(Arch arch) {
        if (syscall == null || SyscallTable.isKnown(syscall, arch)) {
            return true;
        }
        spec.commandLine()
                .getErr()
                .println("there is no syscall '" + syscall + "': "
                        + Nearest.hint(syscall, SyscallTable.names(), "'syscalls' lists them"));
        return false;
    }

    /** What no thread of the process may, whatever its role. */
    private void explainBase(Settings settings, Arch arch) {
        Policy policy = settings.base();
        Map<String, List<Grant>> denied = new PolicyBuilder(arch, settings.groups()).explainBase(settings.baseDeny());
        answer.put("role", BASE);
        answer.put("arch", arch.kernelName());
        if (syscall != null) {
            List<String> steps = steps(syscall, policy.decision(syscall));
            List<String> why = denied.containsKey(syscall)
                    ? reasons("denied to every thread by", denied.get(syscall))
                    : List.of("the base filter says nothing of it: a thread without a role may make it");
            text("base, " + Signature.of(syscall, arch).map(Signature::toString).orElse(syscall) + "\n");
            steps.forEach(this::text);
            text("");
            why.forEach(this::text);
            answer.put("syscall", syscall);
            answer.put("decision", steps);
            answer.put("why", why);
        } else {
            text("the base filter denies to every thread of the process, whatever its role:");
            Map<String, Object> steps = new TreeMap<>();
            denied.keySet().forEach(name -> steps.put(name, steps(name, policy.decision(name))));
            grouped(denied).forEach((group, grants) -> {
                text("\n  " + group);
                grants.forEach(this::line);
            });
            text("\n  Any other call: " + policy.unlisted() + ", to a thread without a role.");
            answer.put("denied", steps);
            explainExposure(policy, arch);
        }
        finish(policy, arch);
    }

    private void explain(Settings settings, Arch arch) {
        Policy policy = settings.roles().get(role);
        Explanation explanation = new PolicyBuilder(arch, settings.groups())
                .explain(settings.roleRules().get(role));
        answer.put("role", role);
        answer.put("arch", arch.kernelName());
        if (syscall != null) {
            explainSyscall(policy, settings.base(), explanation, arch);
        } else {
            explainRole(policy, settings.roleRules().get(role).onViolation(), explanation);
            explainBounds(settings.bounds().get(role), explanation);
            explainExposure(policy.and(settings.base()), arch);
        }
        finish(policy, arch);
    }

    private void finish(Policy policy, Arch arch) {
        if (bpf) {
            String disassembly = Disassembler.disassemble(PolicyCompiler.compile(policy, arch));
            answer.put("bpf", disassembly.lines().toList());
            text("\n" + disassembly.stripTrailing());
        }
        if (output.isJson()) {
            output.json(answer);
        }
    }

    private void explainSyscall(Policy policy, Policy base, Explanation explanation, Arch arch) {
        Decision decision = policy.decision(syscall);
        text("role " + role + ", "
                + Signature.of(syscall, arch).map(Signature::toString).orElse(syscall)
                + SyscallTable.of(arch).number(syscall).stream()
                        .mapToObj(number -> ", number " + number + " on " + arch.kernelName())
                        .findFirst()
                        .orElse(", which " + arch.kernelName() + " does not have"));
        text("");
        List<String> steps = steps(syscall, decision);
        steps.forEach(this::text);
        text("");
        List<String> why = new ArrayList<>();
        why.addAll(reasons("always denied", explanation.alwaysDenied().get(syscall)));
        why.addAll(reasons("denied by", explanation.denied().get(syscall)));
        why.addAll(reasons("allowed by", explanation.allowed().get(syscall)));
        why.addAll(reasons(
                "closed for the sake of its paths or ports",
                explanation.closed().get(syscall)));
        if (!explanation.allowed().containsKey(syscall)) {
            why.add("no rule of the role allows it");
        }
        Groups.own().get(Floor.GROUP).entries().stream()
                .filter(entry -> entry.rule().equals(syscall) || entry.rule().startsWith(syscall + "("))
                .forEach(entry -> why.add("on the floor as " + entry.rule() + ", seen: " + entry.seen()));
        if (base.decisions().containsKey(syscall)) {
            why.add("the base filter denies it to every thread: "
                    + String.join("; ", steps(syscall, base.decision(syscall))));
        }
        why.forEach(this::text);
        answer.put("syscall", syscall);
        answer.put("decision", steps);
        answer.put("why", why);
    }

    private List<String> reasons(String how, List<Grant> grants) {
        return grants == null
                ? List.of()
                : grants.stream()
                        .map(grant -> how + " " + print(grant) + " (" + grant.origin() + ")")
                        .toList();
    }

    private String print(Grant grant) {
        return printer.print(grant.syscall(), grant.conditions());
    }

    private void line(Grant grant) {
        text(String.format("    %-44s %s", print(grant), grant.reason()).stripTrailing());
    }

    private List<String> steps(String name, Decision decision) {
        List<String> steps = new ArrayList<>();
        for (Clause clause : decision.clauses()) {
            steps.add(clause.conditions().stream()
                            .map(condition -> printer.print(name, condition))
                            .collect(Collectors.joining(" and "))
                    + ": "
                    + clause.action());
        }
        steps.add((steps.isEmpty() ? "always: " : "otherwise: ") + decision.otherwise());
        return steps;
    }

    private void explainRole(Policy policy, OnViolation onViolation, Explanation explanation) {
        text("role " + role + " may, of what the base filter leaves:");
        Map<String, Object> allowed = new TreeMap<>();
        String group = null;
        for (Map.Entry<String, List<Grant>> byGroup :
                grouped(explanation.allowed()).entrySet()) {
            if (!byGroup.getKey().equals(group)) {
                group = byGroup.getKey();
                text("\n  " + group);
            }
            for (Grant grant : byGroup.getValue()) {
                line(grant);
            }
        }
        explanation.allowed().keySet().forEach(name -> allowed.put(name, steps(name, policy.decision(name))));
        answer.put("allowed", allowed);
        if (!explanation.denied().isEmpty()) {
            text("\n  but not, by its own deny");
            explanation
                    .denied()
                    .values()
                    .forEach(list ->
                            list.forEach(grant -> text(String.format("    %-44s %s", print(grant), grant.origin()))));
        }
        answer.put("denied", flat(explanation.denied()));
        text("\n  and never, whatever it allows");
        explanation.alwaysDenied().values().forEach(list -> list.forEach(this::line));
        answer.put("always-denied", flat(explanation.alwaysDenied()));
        text("\n  Any other call: " + policy.unlisted()
                + (onViolation.fixed().isEmpty() ? ", or what its callers expect (--syscall says)" : "")
                + "; a number newer than the tables: " + policy.unknown() + ".");
        answer.put("otherwise", policy.unlisted().toString());
    }

    /** What only Landlock sees, and what seccomp closes because Landlock does not see it. */
    private void explainBounds(RoleBounds bounds, Explanation explanation) {
        answer.put("landlock", bounds.describe());
        answer.put("closed", flat(explanation.closed()));
        if (!bounds.holdsAny()) {
            text("\n  Landlock holds it to nothing: any path and any port that these calls can name.");
            return;
        }
        text("\n  held by Landlock to ('sets' says what the sets hold)");
        bounds.describe().forEach(line -> text("    " + line));
        if (!bounds.holdsFiles()) {
            text("    any path that these calls can name");
        }
        text("\n  and not, whatever its groups allow, what seccomp closes for the sake of that");
        explanation
                .closed()
                .values()
                .forEach(list ->
                        list.forEach(grant -> text(String.format("    %-44s %s", print(grant), grant.reason()))));
    }

    private void explainExposure(Policy withBase, Arch arch) {
        double exposure = Exposure.of(withBase, arch);
        answer.put("exposure", Math.round(exposure * 10) / 10.0);
        text(String.format(
                Locale.ROOT,
                "\n  Exposure, with the base filter: %.1f of 10, the share of the kernel's calls that it may make, weighed by danger.",
                exposure));
    }

    private List<String> flat(Map<String, List<Grant>> grants) {
        return grants.values().stream().flatMap(List::stream).map(this::print).toList();
    }

    /** By the groups that led there, the role's own rules last. */
    private static Map<String, List<Grant>> grouped(Map<String, List<Grant>> allowed) {
        Map<String, List<Grant>> grouped = new LinkedHashMap<>();
        allowed.values()
                .forEach(list -> list.forEach(grant -> grouped.computeIfAbsent(
                                grant.path().isEmpty() ? "by rules of its own" : String.join(" > ", grant.path()),
                                key -> new ArrayList<>())
                        .add(grant)));
        return grouped;
    }

    private void text(String line) {
        if (!output.isJson()) {
            output.line(line);
        }
    }
}
