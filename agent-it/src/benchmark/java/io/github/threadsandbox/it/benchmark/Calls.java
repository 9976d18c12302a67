package io.github.threadsandbox.it.benchmark;

import io.github.threadsandbox.bpf.Instruction;
import io.github.threadsandbox.bpf.PolicyCompiler;
import io.github.threadsandbox.bpf.Program;
import io.github.threadsandbox.linux.Arch;
import io.github.threadsandbox.linux.Errnos;
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
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
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
    private static final Action EPERM = Action.errno(Errnos.of("EPERM").orElseThrow());

    private Calls() {}

    static void measure(Path repository, boolean quick, Table table) throws Exception {
        Path folder = Files.createTempDirectory("calls");
        Path binary = folder.resolve("calls");
        Process gcc = new ProcessBuilder(
                        "sh",
                        "-c",
                        "gcc -O2 -o " + binary + " " + repository.resolve("agent-it/src/benchmark/c/calls.c")
                                + " -lseccomp")
                .inheritIO()
                .start();
        if (gcc.waitFor() != 0) {
            table.text("", "calls: not measured", "install gcc and libseccomp-dev");
            return;
        }
        Arch arch = Arch.of(System.getProperty("os.arch")).orElseThrow();
        Policy policy = policy(arch);
        Program ours = PolicyCompiler.compile(policy, arch);
        Path oursFile = Files.write(folder.resolve("ours"), ours.bytes());
        Path rules = Files.write(folder.resolve("rules"), rules(policy, arch));
        Path theirsFile = folder.resolve("theirs");
        Run.output(List.of(binary.toString(), "export", rules.toString(), theirsFile.toString()));
        Program theirs = program(arch, Files.readAllBytes(theirsFile));
        Path allowFile = Files.write(
                folder.resolve("allow"),
                new Program("allow", arch, List.of(new Instruction(0x06, 0, 0, 0x7fff0000))).bytes());

        SyscallTable numbers = SyscallTable.of(arch);
        List<Checked> checked = checked(policy, numbers);
        instructions(checked, ours, theirs, table);

        int rounds = quick ? 300_000 : 2_000_000;
        int repeats = quick ? 3 : 9;
        // The role does not grant getppid.
        Checked getpid = new Checked("getpid", numbers.number("getpid").orElseThrow(), new long[6]);
        List<Double> byNumber = new ArrayList<>();
        List<Double> allow = new ArrayList<>();
        for (int i = 0; i < repeats; i++) {
            byNumber.add(time(binary, oursFile, rounds, getpid));
            allow.add(time(binary, allowFile, rounds, getpid));
        }
        table.ratio(
                "",
                "allowed by number, largest role (" + ours.instructions().size() + " instructions) / one RET ALLOW",
                Run.median(byNumber) / Run.median(allow),
                1.02,
                nanos(byNumber, allow));
        nanoseconds(checked, binary, oursFile, theirsFile, quick, table);
    }

    /** A call that an alternative of the policy allows by its arguments. */
    private record Checked(String name, int number, long[] arguments) {
        @Override
        public String toString() {
            return name + Arrays.toString(arguments);
        }
    }

    private static List<Checked> checked(Policy policy, SyscallTable numbers) {
        List<Checked> checked = new ArrayList<>();
        for (Map.Entry<String, Decision> entry : policy.decisions().entrySet()) {
            for (Clause clause : entry.getValue().clauses()) {
                if (numbers.number(entry.getKey()).isPresent()) {
                    checked.add(new Checked(
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

    private static void instructions(List<Checked> checked, Program ours, Program theirs, Table table) {
        int total = 0;
        int totalTheirs = 0;
        double worst = 0;
        String worstCall = "";
        for (Checked call : checked) {
            int mine = executed(ours, call.number(), call.arguments());
            int other = executed(theirs, call.number(), call.arguments());
            total += mine;
            totalTheirs += other;
            if (mine / (double) other > worst) {
                worst = mine / (double) other;
                worstCall = call.name() + " " + mine + " / " + other;
            }
        }
        table.ratio(
                "",
                "argument-checked: executed BPF instructions / libseccomp's, " + checked.size() + " calls",
                total / (double) totalTheirs,
                1.0,
                total + " / " + totalTheirs);
        table.ratio("", "  the worst of them", worst, 1.0, worstCall);
    }

    private static void nanoseconds(
            List<Checked> checked, Path binary, Path ours, Path theirs, boolean quick, Table table) throws Exception {
        int rounds = quick ? 50_000 : 500_000;
        int repeats = quick ? 3 : 7;
        double total = 0;
        double totalTheirs = 0;
        double worst = 0;
        String worstCall = "";
        for (Checked call : checked) {
            List<Double> mine = new ArrayList<>();
            List<Double> other = new ArrayList<>();
            for (int i = 0; i < repeats; i++) {
                mine.add(time(binary, ours, rounds, call));
                other.add(time(binary, theirs, rounds, call));
            }
            total += Run.median(mine);
            totalTheirs += Run.median(other);
            if (Run.median(mine) / Run.median(other) > worst) {
                worst = Run.median(mine) / Run.median(other);
                worstCall = call + " " + nanos(mine, other);
            }
        }
        table.ratio(
                "",
                "argument-checked: ns / libseccomp's, the same calls",
                total / totalTheirs,
                1.0,
                String.format(Locale.ROOT, "%.0f ns / %.0f ns for all", total, totalTheirs));
        table.ratio("", "  the worst of them", worst, 1.0, worstCall);
    }

    private static String nanos(List<Double> a, List<Double> b) {
        return String.format(Locale.ROOT, "%.1f ns / %.1f ns", Run.median(a), Run.median(b));
    }

    private static double time(Path binary, Path program, int rounds, Checked call) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                binary.toString(), "time", program.toString(), String.valueOf(rounds), String.valueOf(call.number())));
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
        Policy full =
                new PolicyBuilder(arch).role(new RoleRules("largest", allow, List.of(), OnViolation.always(EPERM)));
        Map<String, Decision> decisions = new TreeMap<>();
        full.decisions().forEach((name, decision) -> {
            List<Clause> allowing = decision.clauses().stream()
                    .filter(clause -> clause.action().equals(Action.allow()))
                    .filter(clause -> clause.conditions().stream()
                            .allMatch(condition -> condition.comparison() == Comparison.EQUAL))
                    .toList();
            if (decision.otherwise().equals(Action.allow())) {
                decisions.put(name, Decision.always(Action.allow()));
            } else if (!allowing.isEmpty()) {
                decisions.put(name, new Decision(allowing, EPERM));
            }
        });
        return new Policy("largest", decisions, EPERM, EPERM);
    }

    private static List<String> rules(Policy policy, Arch arch) {
        List<String> lines = new ArrayList<>();
        policy.decisions().forEach((name, decision) -> {
            if (SyscallTable.of(arch).number(name).isEmpty()) {
                return;
            }
            int number = SyscallTable.of(arch).number(name).getAsInt();
            if (decision.clauses().isEmpty()) {
                lines.add(String.valueOf(number));
            }
            for (Clause clause : decision.clauses()) {
                StringBuilder line = new StringBuilder().append(number);
                for (Condition condition : clause.conditions()) {
                    line.append(' ')
                            .append(condition.argument())
                            .append(':')
                            .append(Long.toUnsignedString(condition.mask()))
                            .append(':')
                            .append(Long.toUnsignedString(condition.value()));
                }
                lines.add(line.toString());
            }
        });
        return lines;
    }

    private static Program program(Arch arch, byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
        List<Instruction> instructions = new ArrayList<>();
        while (buffer.remaining() >= 8) {
            instructions.add(new Instruction(
                    buffer.getShort() & 0xffff, buffer.get() & 0xff, buffer.get() & 0xff, buffer.getInt()));
        }
        return new Program("libseccomp", arch, instructions);
    }

    /** How many instructions the kernel executes for this call, which both programs must allow. */
    private static int executed(Program program, int number, long[] arguments) {
        int a = 0;
        int executed = 0;
        for (int at = 0; ; at++) {
            Instruction i = program.instructions().get(at);
            executed++;
            switch (i.code()) {
                case 0x20 ->
                    a = i.k() == 0
                            ? number
                            : i.k() == 4
                                    ? program.arch().auditValue()
                                    : (int) (arguments[(i.k() - 16) / 8] >>> (i.k() % 8 == 0 ? 0 : 32));
                case 0x54 -> a &= i.k();
                case 0x05 -> at += i.k();
                case 0x15 -> at += a == i.k() ? i.jt() : i.jf();
                case 0x25 -> at += Integer.compareUnsigned(a, i.k()) > 0 ? i.jt() : i.jf();
                case 0x35 -> at += Integer.compareUnsigned(a, i.k()) >= 0 ? i.jt() : i.jf();
                case 0x45 -> at += (a & i.k()) != 0 ? i.jt() : i.jf();
                case 0x06 -> {
                    if (i.k() != 0x7fff0000) {
                        throw new IllegalStateException(program.name() + " does not allow call " + number);
                    }
                    return executed;
                }
                default -> throw new IllegalStateException("opcode " + i.code() + " of " + program.name());
            }
        }
    }
}
