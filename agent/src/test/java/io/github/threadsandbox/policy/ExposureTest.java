package io.github.threadsandbox.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.threadsandbox.linux.Arch;
import io.github.threadsandbox.linux.Errnos;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How much of the kernel is within reach, as a number. */
class ExposureTest {
    private static final Action DENIED = Action.errno(Errnos.of("EPERM").orElseThrow());
    private static final double EXACT = 1e-9;

    private static double exposure(Action unlisted, Map<String, Decision> decisions) {
        return Exposure.of(new Policy("some", decisions, unlisted, unlisted), Arch.X86_64);
    }

    private static double of(String syscall, Decision decision) {
        return exposure(DENIED, Map.of(syscall, decision));
    }

    private static Decision under(Condition condition) {
        return new Decision(List.of(new Clause(List.of(condition), Action.allow())), DENIED);
    }

    @Test
    void nothingIsZeroAndEverythingTen() {
        assertEquals(0, exposure(DENIED, Map.of()), EXACT);
        assertEquals(10, exposure(Action.allow(), Map.of()), EXACT);
    }

    @Test
    void aConditionCountsHalf() {
        Decision always = Decision.always(Action.allow());
        Decision sometimes = under(new Condition(0, false, 0xffffffffL, Comparison.EQUAL, 1));
        for (String syscall : List.of("getppid", "ptrace")) {
            assertTrue(of(syscall, always) > 0);
            assertEquals(of(syscall, always) / 2, of(syscall, sometimes), EXACT, syscall);
        }
    }

    @Test
    void whatIsDangerousWeighsMore() {
        Decision always = Decision.always(Action.allow());
        assertTrue(of("ptrace", always) > of("getppid", always));
        assertEquals(of("getppid", always), of("getuid", always), EXACT);
    }

    /** Whatever it is made of, it is the sum of its parts. */
    @Test
    void callsAddUp() {
        Decision always = Decision.always(Action.allow());
        Map<String, Decision> both = new HashMap<>();
        both.put("ptrace", always);
        both.put("getppid", always);
        assertEquals(of("ptrace", always) + of("getppid", always), exposure(DENIED, both), EXACT);
    }
}
