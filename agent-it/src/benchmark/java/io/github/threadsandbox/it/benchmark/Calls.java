package io.github.threadsandbox.it.benchmark;

import io.github.threadsandbox.bpf.BpfMachine;
import io.github.threadsandbox.bpf.Instruction;
import io.github.threadsandbox.bpf.PolicyCompiler;
import io.github.threadsandbox.bpf.Program;
import io.github.threadsandbox.it.page.Bar;
import io.github.threadsandbox.linux.Arch;
import io.github.threadsandbox.linux.SyscallTable;
import io.github.threadsandbox.policy.Action;
import io.github.threadsandbox.policy.Clause;
import io.github.threadsandbox.policy.Comparison;
import io.github.threadsandbox.policy.Condition;
import io.github.threadsandbox.policy.Decision;
import io.github.threadsandbox.policy.OnViolation;
import io.github.threadsandbox.policy.Policy;
import io.github.threadsandbox.policy.PolicyBuilder;
import io.github.threadsandbox.policy.RoleRules;
import io.github.threadsandbox.policy.Rule;
import io.github.threadsandbox.policy.RuleParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Calls under a role's filter: allowed by number, against a filter that is one RET ALLOW; and checked by argument, against the
 * same policy compiled by libseccomp with its tree optimisation, in executed BPF instructions and in nanoseconds.
 *
 * <p>Every alternative by which the role allows a call is made: with the arguments that it asks for and, where it asks for none,
 * with such that the kernel answers EBADF, EFAULT, EINVAL or ESRCH, right behind the filter.
 */
final class Calls {
    private Calls() {}

    static void measure(Run run, Results results) throws Exception {
        Path folder = Scratch.folder("calls");
        Arch arch = Arch.of(System.getProperty("os.arch")).orElseThrow();
        LibSeccomp libSeccomp = new LibSeccomp(run.repository(), folder, arch);
        Path binary = Native.compile(run.repository(), folder, "calls.c");
        Policy policy = policy(arch);
        Program ours = PolicyCompiler.compile(policy, arch);
        Path oursFile = Files.write(folder.resolve("ours"), ours.bytes());
        Program theirs = libSeccomp.compile(policy, 2).orElseThrow();
        Path theirsFile = Files.write(folder.resolve("theirs"), theirs.bytes());
        Path allowFile = Files.write(
                folder.resolve("allow"),
                new Program("allow", arch, List.of(new Instruction(0x06, 0, 0, 0x7fff0000))).bytes());

        SyscallTable numbers = SyscallTable.of(arch);
        List<Call> checked = checked(policy, numbers);
        instructions(checked, ours, theirs, results);

        int rounds = run.effort().of(1_000, 300_000, 500_000);
        int repeats = run.effort().of(1, 3, 9);
        // The role does not grant getppid.
        Call getpid = new Call("getpid", numbers.number("getpid").orElseThrow(), new long[6]);
        List<Double> byNumber = new ArrayList<>();
        List<Double> allow = new ArrayList<>();
        for (int i = 0; i < repeats; i++) {
            byNumber.add(time(binary, oursFile, rounds, getpid));
            allow.add(time(binary, allowFile, rounds, getpid));
        }
        results.compare(
                "",
                "allowed by number, largest role (" + ours.instructions().size() + " instructions) / one RET ALLOW",
                byNumber,
                allow,
                "ns",
                Bar.atMost(1.02));
        nanoseconds(checked, binary, oursFile, theirsFile, run.effort(), results);
    }

    private static List<Call> checked(Policy policy, SyscallTable numbers) {
        List<Call> checked = new ArrayList<>();
        for (Map.Entry<String, Decision> entry : policy.decisions().entrySet()) {
            for (Clause clause : entry.getValue().clauses()) {
                if (numbers.number(entry.getKey()).isPresent()) {
                    checked.add(new Call(
                            entry.getKey(), numbers.number(entry.getKey()).getAsInt(), arguments(clause)));
                }
            }
        }
        return checked;
    }

    /** What the clause asks for; no file, no thread and no address elsewhere, and a flag that no socket has. */
    private static long[] arguments(Clause clause) {
        long[] arguments = {-1, -1, -1, -1, -1, -1};
        for (Condition condition : clause.conditions()) {
            long free = condition.wide() || (int) condition.mask() == -1 ? 0 : ~condition.mask() & 0x40000;
            arguments[condition.argument()] = condition.value() | free;
        }
        return arguments;
    }

    private static void instructions(List<Call> checked, Program ours, Program theirs, Results results) {
        int total = 0;
        int totalTheirs = 0;
        Call worst = checked.get(0);
        for (Call call : checked) {
            total += executed(ours, call);
            totalTheirs += executed(theirs, call);
            if (ratio(ours, theirs, call) > ratio(ours, theirs, worst)) {
                worst = call;
            }
        }
        results.count(
                "argument-checked: executed BPF instructions / libseccomp's, " + checked.size() + " calls",
                total,
                totalTheirs,
                "",
                Bar.atMost(1));
        results.count(
                "argument-checked: executed BPF instructions, the worst: " + worst.name(),
                executed(ours, worst),
                executed(theirs, worst),
                "",
                Bar.atMost(1));
    }

    private static double ratio(Program ours, Program theirs, Call call) {
        return executed(ours, call) / (double) executed(theirs, call);
    }

    /** How many instructions the kernel executes for this call, which both programs must allow. */
    private static int executed(Program program, Call call) {
        BpfMachine.Run run = call.run(program);
        if (run.value() != Action.allow().returnValue()) {
            throw new IllegalStateException(program.name() + " does not allow " + call);
        }
        return run.executed();
    }

    private static void nanoseconds(
            List<Call> checked, Path binary, Path ours, Path theirs, Effort effort, Results results) throws Exception {
        int rounds = effort.of(1_000, 30_000, 60_000);
        int repeats = effort.of(1, 3, 7);
        List<Double> all = new ArrayList<>(Collections.nCopies(repeats, 0.0));
        List<Double> allTheirs = new ArrayList<>(all);
        Call worst = checked.get(0);
        List<Double> worstOurs = List.of(0.0);
        List<Double> worstTheirs = List.of(1.0);
        for (Call call : checked) {
            List<Double> mine = new ArrayList<>();
            List<Double> other = new ArrayList<>();
            for (int i = 0; i < repeats; i++) {
                mine.add(time(binary, ours, rounds, call));
                other.add(time(binary, theirs, rounds, call));
                all.set(i, all.get(i) + mine.get(i));
                allTheirs.set(i, allTheirs.get(i) + other.get(i));
            }
            if (Run.median(mine) / Run.median(other) > Run.median(worstOurs) / Run.median(worstTheirs)) {
                worst = call;
                worstOurs = mine;
                worstTheirs = other;
            }
        }
        results.compare(
                "", "argument-checked: ns / libseccomp's, the same calls, all", all, allTheirs, "ns", Bar.atMost(1));
        results.compare(
                "", "argument-checked: ns, the worst: " + worst.name(), worstOurs, worstTheirs, "ns", Bar.atMost(1));
    }

    private static double time(Path binary, Path program, int rounds, Call call) throws Exception {
        List<String> command = new ArrayList<>(
                List.of(binary.toString(), program.toString(), String.valueOf(rounds), String.valueOf(call.number())));
        for (long argument : call.arguments()) {
            command.add(String.valueOf(argument));
        }
        return Double.parseDouble(Run.output(command));
    }

    /**
     * What is compared: of a role with {@code @jvm}, {@code @jvm-threads}, {@code @file-write} and {@code @network-server}, each
     * alternative that allows a call by masked equalities; every denial is EPERM. Left out is what libseccomp, whose rules have
     * no order, cannot say: denials that come before an alternative (what is always denied to a role).
     */
    private static Policy policy(Arch arch) throws Exception {
        RuleParser parser = new RuleParser(arch);
        List<Rule> allow = new ArrayList<>();
        for (String group : List.of("@jvm", "@jvm-threads", "@file-write", "@network-server")) {
            allow.add(parser.parse(group));
        }
        Policy full = new PolicyBuilder(arch)
                .role(new RoleRules("largest", allow, List.of(), OnViolation.always(LibSeccomp.EPERM)));
        Map<String, Decision> decisions = new TreeMap<>();
        LibSeccomp.sayable(full).decisions().forEach((name, decision) -> {
            List<Clause> equalities = decision.clauses().stream()
                    .filter(clause -> clause.conditions().stream()
                            .allMatch(condition -> condition.comparison() == Comparison.EQUAL))
                    .toList();
            if (decision.clauses().isEmpty() || !equalities.isEmpty()) {
                decisions.put(name, new Decision(equalities, decision.otherwise()));
            }
        });
        return new Policy("largest", decisions, LibSeccomp.EPERM, LibSeccomp.EPERM);
    }
}
