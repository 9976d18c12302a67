package io.github.threadsandbox.start;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.threadsandbox.linux.Arch;
import io.github.threadsandbox.policy.Action;
import io.github.threadsandbox.policy.OnViolation;
import io.github.threadsandbox.policy.Policy;
import io.github.threadsandbox.policy.PolicyBuilder;
import io.github.threadsandbox.policy.RoleRules;
import io.github.threadsandbox.policy.RuleParser;
import io.github.threadsandbox.seccomp.Landlock;
import io.github.threadsandbox.seccomp.LibC;
import io.github.threadsandbox.seccomp.NativeMemory;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Here nothing is confined: the self-test must see that. */
class SelfTestTest {
    /** A C library whose calls all return the same. */
    private record Returning(long result) implements LibC {
        @Override
        public long syscall(long number, long a, long b, long c, long d, long e) {
            return result;
        }

        @Override
        public NativeMemory reserve(int size) {
            throw new AssertionError("not needed here");
        }

        @Override
        public long memory(byte[] bytes) {
            return 8;
        }
    }

    @Test
    void refusesWhereADeniedCallSucceeds() throws Exception {
        StartException refused = assertThrows(StartException.class, () -> selfTest(4711)
                .prove((role, probe) -> new Thread(probe), List.of(policy(OnViolation.AUTO)), Set.of()));
        assertTrue(
                refused.getMessage().contains("a thread of role 'compute' called getppid and got 4711"),
                refused.getMessage());
    }

    @Test
    void refusesWhereTheThreadHasNoFilterMore() throws Exception {
        StartException refused = assertThrows(StartException.class, () -> selfTest(-1)
                .prove((role, probe) -> new Thread(probe), List.of(policy(OnViolation.AUTO)), Set.of()));
        assertTrue(refused.getMessage().contains("filters, expected "), refused.getMessage());
    }

    @Test
    void countsFiltersWhereADenialWouldEndTheProcess() throws Exception {
        StartException refused = assertThrows(StartException.class, () -> selfTest(0)
                .prove(
                        (role, probe) -> new Thread(probe),
                        List.of(policy(OnViolation.always(Action.killProcess()))),
                        Set.of()));
        assertTrue(refused.getMessage().contains("filters, expected "), refused.getMessage());
    }

    private static SelfTest selfTest(long result) {
        LibC libC = new Returning(result);
        return new SelfTest(libC, new Landlock(libC, Arch.X86_64), Arch.X86_64);
    }

    private static Policy policy(OnViolation onViolation) throws Exception {
        return new PolicyBuilder(Arch.X86_64)
                .role(new RoleRules(
                        "compute", List.of(new RuleParser(Arch.X86_64).parse("@jvm")), List.of(), onViolation));
    }
}
