package io.github.threadsandbox.bpf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.threadsandbox.linux.Arch;
import io.github.threadsandbox.linux.SyscallTable;
import io.github.threadsandbox.policy.OnViolation;
import io.github.threadsandbox.policy.Policy;
import io.github.threadsandbox.policy.PolicyBuilder;
import io.github.threadsandbox.policy.RoleRules;
import io.github.threadsandbox.policy.Rule;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Where a filter asks the observer: wherever it denies, but never where a thread must not be held. */
class ObservedPolicyTest {
    private static final int ASK = 0x7fc00000;
    private static final int ALLOW = 0x7fff0000;
    private static final int EPERM = 0x00050001;
    private static final int ENOSYS = 0x00050026;
    private static final long CLONE_THREAD = 0x10000;
    private static final long SECCOMP_FILTER_FLAG_TSYNC = 1;

    /** HotSpot makes them from inside the VM, or a thread as it begins or ends. */
    private static final List<String> UNHELD =
            List.of("futex", "mmap", "clone3", "rt_sigaction", "membarrier", "prctl", "tgkill", "getrusage", "rseq");

    @ParameterizedTest
    @EnumSource(Arch.class)
    void asksWhereTheRoleDenies(Arch arch) {
        Policy role = role(arch);
        Program observed =
                PolicyCompiler.compile(new PolicyBuilder(arch).observed(role, Optional.empty(), Set.of()), arch);
        Program enforced = PolicyCompiler.compile(role, arch);
        for (Map.Entry<Integer, String> call : SyscallTable.of(arch).byNumber().entrySet()) {
            int plain = run(enforced, call.getKey());
            int asked = run(observed, call.getKey());
            if (plain == ALLOW || UNHELD.contains(call.getValue())) {
                assertEquals(plain, asked, call::getValue);
            } else {
                assertTrue(asked == ASK || asked == plain, call::getValue);
            }
        }
        assertEquals(ASK, run(observed, number(arch, "socket")));
        assertEquals(ASK, run(observed, number(arch, "ptrace")));
        assertEquals(ENOSYS, run(observed, number(arch, "clone3")));
        assertEquals(EPERM, run(observed, number(arch, "getrusage")));
        assertEquals(ENOSYS, run(observed, 100_000));
    }

    @ParameterizedTest
    @EnumSource(Arch.class)
    void asksForAProcessAndNotForAThread(Arch arch) {
        Program observed =
                PolicyCompiler.compile(new PolicyBuilder(arch).observed(role(arch), Optional.empty(), Set.of()), arch);
        assertEquals(ASK, run(observed, number(arch, "clone"), 0));
        assertEquals(ALLOW, run(observed, number(arch, "clone"), CLONE_THREAD));
    }

    @ParameterizedTest
    @EnumSource(Arch.class)
    void auditKeepsWhatNoRoleMayAndAsksForTheRest(Arch arch) {
        PolicyBuilder builder = new PolicyBuilder(arch);
        Policy kept = builder.kept("role");
        Program observed = PolicyCompiler.compile(builder.observed(role(arch), Optional.of(kept), Set.of()), arch);
        Program alone = PolicyCompiler.compile(kept, arch);
        assertEquals(ASK, run(observed, number(arch, "socket")));
        assertEquals(ALLOW, run(alone, number(arch, "socket")));
        assertEquals(ALLOW, run(observed, number(arch, "getrusage")));
        assertEquals(ENOSYS, run(observed, number(arch, "clone3")));
        assertEquals(ALLOW, run(alone, number(arch, "execve")));
        assertEquals(EPERM, run(alone, number(arch, "ptrace")));
        assertEquals(EPERM, run(alone, number(arch, "seccomp"), 1, SECCOMP_FILTER_FLAG_TSYNC));
    }

    @ParameterizedTest
    @EnumSource(Arch.class)
    void asksToLearnWhereAThreadMayBeHeldForAMoment(Arch arch) {
        PolicyBuilder builder = new PolicyBuilder(arch);
        Program observed = PolicyCompiler.compile(
                builder.observedToLearn(role(arch), Optional.of(builder.kept("role")), Set.of()), arch);
        assertEquals(ASK, run(observed, number(arch, "getrusage")));
        assertEquals(ASK, run(observed, number(arch, "memfd_create")));
        assertEquals(ENOSYS, run(observed, number(arch, "clone3")));
        assertEquals(ALLOW, run(observed, number(arch, "membarrier")));
        assertEquals(ALLOW, run(observed, number(arch, "mmap")));
        assertEquals(ALLOW, run(observed, number(arch, "clone"), CLONE_THREAD));
    }

    private static Policy role(Arch arch) {
        return new PolicyBuilder(arch)
                .role(new RoleRules("role", List.of(Rule.of("@jvm")), List.of(), OnViolation.AUTO));
    }

    private static int number(Arch arch, String call) {
        return SyscallTable.of(arch).number(call).orElseThrow();
    }

    private static int run(Program program, int number, long... arguments) {
        return BpfMachine.run(program, program.arch().auditValue(), number, arguments)
                .value();
    }
}
