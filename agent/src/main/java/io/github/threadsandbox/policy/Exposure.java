package io.github.threadsandbox.policy;

import io.github.threadsandbox.linux.Arch;
import io.github.threadsandbox.linux.SyscallTable;
import java.util.HashMap;
import java.util.Map;

/**
 * How much of the kernel a policy leaves within reach, in one number: the share of the calls that it allows, weighed by what
 * they are worth to whoever has taken a thread over ({@code exposure.txt}). A call that is allowed under conditions counts half.
 *
 * <p>As {@code systemd-analyze security} has it for units, it is a number to compare, and no proof of anything.
 */
public final class Exposure {
    private static final Map<String, Integer> WEIGHTS = weights();

    private Exposure() {}

    /**
     * A policy's exposure.
     *
     * @param policy the policy
     * @param arch whose calls
     * @return from 0, nothing, to 10, everything
     */
    public static double of(Policy policy, Arch arch) {
        double reached = 0;
        double whole = 0;
        for (String syscall : SyscallTable.names()) {
            if (SyscallTable.of(arch).number(syscall).isPresent()) {
                int weight = WEIGHTS.getOrDefault(syscall, 1);
                whole += weight;
                reached += weight * share(policy.decision(syscall));
            }
        }
        return 10 * reached / whole;
    }

    private static double share(Decision decision) {
        return decision.alwaysAllows() ? 1 : decision.mayAllow() ? 0.5 : 0;
    }

    private static Map<String, Integer> weights() {
        Map<String, Integer> weights = new HashMap<>();
        for (RuleFile.Line line : RuleFile.read("exposure.txt").lines()) {
            String[] words = line.text().split(" +", -1);
            if (words.length != 2 || !SyscallTable.names().contains(words[0])) {
                throw new IllegalStateException("bug: exposure.txt: " + line.text());
            }
            weights.put(words[0], Integer.parseInt(words[1]));
        }
        return weights;
    }
}
