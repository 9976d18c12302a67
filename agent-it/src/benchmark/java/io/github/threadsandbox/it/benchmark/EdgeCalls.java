package io.github.threadsandbox.it.benchmark;

import io.github.threadsandbox.linux.Arch;
import io.github.threadsandbox.linux.SyscallTable;
import io.github.threadsandbox.policy.Clause;
import io.github.threadsandbox.policy.Condition;
import io.github.threadsandbox.policy.Decision;
import io.github.threadsandbox.policy.Policy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Every call of an architecture, with the arguments where a policy's decision changes, and around them. */
final class EdgeCalls {
    /** The name of a call that no table knows. */
    static final String UNKNOWN = "unknown";

    private static final long HIGH = 1L << 32;

    private EdgeCalls() {}

    /** By number: with what arguments it is made. The number after the table's last is one that no table knows. */
    static Map<Integer, List<Call>> of(Policy policy, Arch arch) {
        Map<Integer, List<Call>> calls = new LinkedHashMap<>();
        SyscallTable.of(arch)
                .byNumber()
                .forEach((number, name) -> calls.put(number, of(policy.decision(name), name, number)));
        int unknown = SyscallTable.of(arch).byNumber().lastKey() + 1;
        calls.put(unknown, List.of(new Call(UNKNOWN, unknown, new long[6])));
        return calls;
    }

    private static List<Call> of(Decision decision, String name, int number) {
        List<Call> calls = new ArrayList<>(List.of(new Call(name, number, new long[6])));
        if (decision.clauses().isEmpty()) {
            return calls;
        }
        calls.add(new Call(name, number, new long[] {-1, -1, -1, -1, -1, -1}));
        for (Clause clause : decision.clauses()) {
            long[] holding = holding(clause);
            calls.add(new Call(name, number, holding));
            for (Condition condition : clause.conditions()) {
                for (long edge : edges(condition)) {
                    long[] arguments = holding.clone();
                    arguments[condition.argument()] = edge;
                    calls.add(new Call(name, number, arguments));
                }
            }
        }
        return calls;
    }

    /** Arguments for which the clause holds, if edges of its conditions are such. */
    private static long[] holding(Clause clause) {
        long[] arguments = new long[6];
        for (Condition condition : clause.conditions()) {
            for (long edge : edges(condition)) {
                long[] tried = arguments.clone();
                tried[condition.argument()] = edge;
                if (condition.holds(tried)) {
                    arguments = tried;
                    break;
                }
            }
        }
        return arguments;
    }

    private static TreeSet<Long> edges(Condition condition) {
        long value = condition.value();
        long mask = condition.mask();
        TreeSet<Long> edges = new TreeSet<>(List.of(value, value - 1, value + 1, 0L, -1L, value | ~mask, value ^ HIGH));
        edges.add(value ^ Long.lowestOneBit(mask));
        edges.add(value ^ Long.highestOneBit(mask));
        edges.add(value + HIGH);
        edges.add(value - HIGH);
        return edges;
    }
}
