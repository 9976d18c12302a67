package io.github.threadsandbox.bpf;

import io.github.threadsandbox.linux.Arch;
import io.github.threadsandbox.linux.Errnos;
import io.github.threadsandbox.linux.SyscallTable;
import io.github.threadsandbox.policy.Action;
import io.github.threadsandbox.policy.Decision;
import io.github.threadsandbox.policy.Policy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Compiles policies. A program has three parts:
 *
 * <pre>
 *     ld  [4]                  the architecture: another one's numbers mean other calls
 *     jeq #AUDIT_ARCH, …, kill
 *     ld  [0]                  the number: a binary search over ranges of equal outcome;
 *     jge #…, …, …             numbers above the table, and x32's, are ranges too
 *     …
 *     ld  [16 + 8n]            arguments, last, and only where the number does not decide:
 *     jeq #…, …, …             the kernel runs no filter for calls that are allowed by number alone,
 *     ret #…                   but only if no argument is loaded on their path
 * </pre>
 */
public final class PolicyCompiler {
    /** {@code __X32_SYSCALL_BIT} of asm/unistd.h: from here on, x86_64 numbers are another ABI's. */
    private static final long X32 = 0x4000_0000L;

    private static final long ARGUMENTS_WEIGH = 8;

    /**
     * What services call most, by far; where a role checks its arguments, it weighs more. That saves a sixth of the instructions that
     * the kernel executes for a web service's calls under the shipped role maps, all of it by openat
     * (agent-it/src/benchmark/data/mix.txt).
     */
    private static final Set<String> HOT = Set.of("openat", "read", "write", "close", "newfstatat", "futex");

    private static final long HOT_WEIGHS = 64;

    private PolicyCompiler() {}

    /**
     * Compiles a policy for an architecture.
     *
     * @param policy the policy
     * @param arch the architecture
     * @return the program: {@code policy.decision(name).decide(arguments)} for every number that the table knows,
     *     {@code policy.unknown()} for others, ENOSYS for x32's, death for another architecture's calls
     * @throws ProgramTooLargeException if it has more than 4096 instructions
     */
    public static Program compile(Policy policy, Arch arch) {
        policy.decisions().forEach((syscall, decision) -> {
            int conditions = decision.clauses().stream()
                    .mapToInt(clause -> clause.conditions().size())
                    .sum();
            if (conditions > ProgramTooLargeException.MAX_CONDITIONS) {
                throw ProgramTooLargeException.conditions(policy.name(), syscall, conditions);
            }
        });
        Node numbers = RangeSearch.over(Source.NUMBER, ranges(policy, arch));
        Node root = new Node.Test(
                Source.ARCH,
                Opcode.JEQ,
                arch.auditValue(),
                numbers,
                new Node.Return(Action.killProcess().returnValue()));
        List<Instruction> instructions = Assembler.assemble(root);
        if (instructions.size() > Program.MAX_INSTRUCTIONS) {
            throw ProgramTooLargeException.instructions(policy.name(), instructions.size(), largest(policy));
        }
        return new Program(policy.name(), arch, instructions);
    }

    /**
     * The kernel remembers which numbers are allowed whatever their arguments (the bitmap of {@code seccomp_cache_prepare},
     * kernel/seccomp.c) and never runs the filter for them again; calls that are denied are rare. Those whose arguments are
     * checked run it every time, and weigh more.
     */
    private static List<RangeSearch.Range> ranges(Policy policy, Arch arch) {
        Node unknown = new Node.Return(policy.unknown().returnValue());
        Map<Decision, Node> graphs = new HashMap<>();
        List<RangeSearch.Range> ranges = new ArrayList<>();
        long next = 0;
        for (Map.Entry<Integer, String> syscall :
                SyscallTable.of(arch).byNumber().entrySet()) {
            long number = syscall.getKey();
            if (number > next) {
                RangeSearch.add(ranges, new RangeSearch.Range(next, unknown, 1));
            }
            Node outcome = graphs.computeIfAbsent(policy.decision(syscall.getValue()), ArgumentGraph::of);
            long weight = outcome instanceof Node.Return
                    ? 1
                    : HOT.contains(syscall.getValue()) ? HOT_WEIGHS : ARGUMENTS_WEIGH;
            RangeSearch.add(ranges, new RangeSearch.Range(number, outcome, weight));
            next = number + 1;
        }
        RangeSearch.add(ranges, new RangeSearch.Range(next, unknown, 1));
        if (arch == Arch.X86_64) {
            Action refused = Action.errno(Errnos.of("ENOSYS").orElseThrow());
            RangeSearch.add(ranges, new RangeSearch.Range(X32, new Node.Return(refused.returnValue()), 1));
        }
        return ranges;
    }

    private static String largest(Policy policy) {
        String largest = "";
        int most = -1;
        for (Map.Entry<String, Decision> entry : policy.decisions().entrySet()) {
            int size = Assembler.assemble(ArgumentGraph.of(entry.getValue())).size();
            if (size > most) {
                most = size;
                largest = entry.getKey();
            }
        }
        return largest;
    }
}
