package io.github.threadsandbox.learn;

import io.github.threadsandbox.linux.Arch;
import io.github.threadsandbox.policy.CallRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Rules for single calls, held to what was seen where that is little. */
final class CallRules {
    /** So many different values are few. */
    private static final int FEW = 8;

    private final Arch arch;

    CallRules(Arch arch) {
        this.arch = arch;
    }

    /**
     * For each call of one kind, the rule that allows it: all that tells of it, where few different values were seen; or less.
     *
     * @param calls of one syscall
     * @return a rule for each, in the order of the calls
     */
    List<String> of(List<Call> calls) {
        for (int telling = CallRule.telling(calls.get(0).syscall()); telling > 0; telling--) {
            List<String> rules = new ArrayList<>();
            for (Call call : calls) {
                rule(call, telling).ifPresent(rules::add);
            }
            if (rules.size() == calls.size() && rules.stream().distinct().count() <= FEW) {
                return rules;
            }
        }
        return calls.stream().map(Call::syscall).toList();
    }

    private Optional<String> rule(Call call, int telling) {
        return call.registers(arch)
                .map(registers -> new CallRule(arch, call.syscall(), call.arguments(), registers).heldTo(telling));
    }
}
