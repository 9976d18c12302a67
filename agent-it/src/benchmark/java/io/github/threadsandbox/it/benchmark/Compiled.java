package io.github.threadsandbox.it.benchmark;

import io.github.threadsandbox.bpf.BpfMachine;
import io.github.threadsandbox.bpf.Program;
import io.github.threadsandbox.policy.Action;
import io.github.threadsandbox.policy.Policy;
import java.util.List;
import java.util.Map;

/**
 * What can be counted of a compiled policy.
 *
 * @param instructions its length
 * @param mean instructions executed for a call, each number weighing the same
 * @param worst the most instructions executed for any call
 * @param mix instructions that the kernel executes for a call of a real service, of those that the policy allows: none for those in
 *     its allow cache
 * @param cached how many numbers the kernel allows without running the program: no argument is loaded on their path
 *     (seccomp_cache_prepare, kernel/seccomp.c)
 * @param wrong calls that it decides otherwise than the policy
 */
record Compiled(int instructions, double mean, int worst, double mix, int cached, int wrong) {
    static Compiled of(Program program, Policy policy, Map<Integer, List<Call>> calls, Map<Call, Integer> mix) {
        double sum = 0;
        int worst = 0;
        int cached = 0;
        int wrong = 0;
        for (List<Call> ofOne : calls.values()) {
            int executed = 0;
            boolean isCached = true;
            for (Call call : ofOne) {
                BpfMachine.Run run = call.run(program);
                executed += run.executed();
                worst = Math.max(worst, run.executed());
                isCached &= isAllowedByNumber(run);
                wrong += run.value() == expected(policy, call).returnValue() ? 0 : 1;
            }
            sum += executed / (double) ofOne.size();
            cached += isCached ? 1 : 0;
        }
        long paid = 0;
        long all = 0;
        for (Map.Entry<Call, Integer> call : mix.entrySet()) {
            if (!expected(policy, call.getKey()).equals(Action.allow())) {
                // No service goes on asking for what it is denied.
                continue;
            }
            BpfMachine.Run run = call.getKey().run(program);
            all += call.getValue();
            paid += isAllowedByNumber(run) ? 0 : (long) run.executed() * call.getValue();
        }
        return new Compiled(
                program.instructions().size(),
                sum / calls.size(),
                worst,
                all == 0 ? 0 : paid / (double) all,
                cached,
                wrong);
    }

    private static Action expected(Policy policy, Call call) {
        return call.name().equals(EdgeCalls.UNKNOWN)
                ? policy.unknown()
                : policy.decision(call.name()).decide(call.arguments());
    }

    private static boolean isAllowedByNumber(BpfMachine.Run run) {
        return !run.loadedArgument() && run.value() == Action.allow().returnValue();
    }
}
