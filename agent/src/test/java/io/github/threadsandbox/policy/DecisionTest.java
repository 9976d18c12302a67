package io.github.threadsandbox.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.threadsandbox.linux.Arch;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What decisions make together. */
class DecisionTest {
    /** Against every call of a small world. */
    @Test
    void theStricterActionWhateverTheArguments() {
        Random random = new Random(11);
        for (int round = 0; round < 2000; round++) {
            Decision one = DifferenceTest.decision(random);
            Decision two = DifferenceTest.decision(random);
            Decision both = one.and(two);
            long[] call = new long[6];
            for (call[0] = 0; call[0] < 16; call[0]++) {
                for (call[1] = 0; call[1] < 16; call[1]++) {
                    assertEquals(
                            one.decide(call).stricter(two.decide(call)),
                            both.decide(call),
                            () -> one + " and " + two + " at " + call[0] + ", " + call[1]);
                }
            }
        }
    }

    /** The generations of a role are alike in most, and as many may meet on one thread as Landlock has layers. */
    @Test
    void alikeTheyDoNotGrow() throws Exception {
        List<Rule> rules = new ArrayList<>();
        for (String rule : List.of("@jvm", "@file-write", "@network-server", "@process")) {
            rules.add(new RuleParser(Arch.X86_64).parse(rule));
        }
        Policy role = new PolicyBuilder(Arch.X86_64).role(new RoleRules("r", rules, List.of(), OnViolation.AUTO));
        Policy together = role.and(role);
        assertEquals(clauses(role), clauses(together));
        for (int i = 0; i < 14; i++) {
            together = together.and(role);
        }
        assertEquals(clauses(role), clauses(together));
    }

    private static int clauses(Policy policy) {
        return policy.decisions().values().stream()
                .mapToInt(decision -> decision.clauses().size())
                .sum();
    }
}
