package io.github.threadsandbox.seccomp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.threadsandbox.bpf.PolicyCompiler;
import io.github.threadsandbox.bpf.Program;
import io.github.threadsandbox.linux.Arch;
import io.github.threadsandbox.linux.Errnos;
import io.github.threadsandbox.linux.SyscallTable;
import io.github.threadsandbox.policy.PolicyBuilder;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every call of an install, with every errno that it can return: it throws, and says which call, which errno, and what to do. */
class SeccompFaultsTest {
    private static final SyscallTable TABLE = SyscallTable.of(Arch.X86_64);
    private static final int PRCTL = TABLE.number("prctl").orElseThrow();
    private static final int SECCOMP = TABLE.number("seccomp").orElseThrow();
    private static final int SET_NO_NEW_PRIVS = 38;
    private static final int GET_NO_NEW_PRIVS = 39;
    private static final int GET_SECCOMP = 21;

    private record Fault(int call, long first, String name, String errno) {}

    /** A kernel that says yes, save to one call; it does nothing. */
    private record Kernel(int call, long first, long result) implements LibC {
        @Override
        public long syscall(long number, long a, long b, long c, long d, long e) {
            if (number == call && a == first) {
                return result;
            }
            return number != PRCTL ? 0 : a == GET_NO_NEW_PRIVS ? 1 : a == GET_SECCOMP ? 2 : 0;
        }

        @Override
        public NativeMemory reserve(int size) {
            throw new AssertionError("not needed here");
        }

        @Override
        public long memory(byte[] bytes) {
            return 4096;
        }
    }

    static Stream<Fault> faults() {
        // seccomp(2), prctl(2); EPERM and ENOSYS are what a container's profile says to either.
        Stream<Fault> prctl = Stream.of("EINVAL", "EPERM", "ENOSYS", "EFAULT", "EACCES")
                .flatMap(errno -> Stream.of(
                        new Fault(PRCTL, SET_NO_NEW_PRIVS, "prctl(PR_SET_NO_NEW_PRIVS)", errno),
                        new Fault(PRCTL, GET_NO_NEW_PRIVS, "prctl(PR_GET_NO_NEW_PRIVS)", errno)));
        Stream<Fault> seccomp = Stream.of("EACCES", "EFAULT", "EINVAL", "ENOMEM", "ESRCH", "EPERM", "ENOSYS")
                .map(errno -> new Fault(SECCOMP, 1, "seccomp(SECCOMP_SET_MODE_FILTER)", errno));
        return Stream.concat(prctl, seccomp);
    }

    @ParameterizedTest
    @MethodSource("faults")
    void namesCallErrnoAndFix(Fault fault) {
        Kernel kernel = new Kernel(
                fault.call(),
                fault.first(),
                -Errnos.of(fault.errno()).orElseThrow().number());
        for (boolean everyThread : List.of(true, false)) {
            SeccompException thrown = assertThrows(SeccompException.class, () -> install(kernel, everyThread));
            String message = thrown.getMessage();
            assertTrue(message.startsWith(fault.name() + " for 'base': " + fault.errno() + ": "), message);
            assertFalse(message.endsWith("see seccomp(2)"), message);
            assertFalse(thrown.isInstalled(), "the kernel said no");
        }
    }

    @Test
    void seesThatNothingWasDone() {
        SeccompException unset =
                assertThrows(SeccompException.class, () -> install(new Kernel(PRCTL, GET_NO_NEW_PRIVS, 0), false));
        assertTrue(unset.getMessage().contains("no_new_privs is not set"), unset::getMessage);
        SeccompException mode =
                assertThrows(SeccompException.class, () -> install(new Kernel(PRCTL, GET_SECCOMP, 0), false));
        assertTrue(mode.getMessage().startsWith("seccomp mode is 0, not 2"), mode::getMessage);
        assertTrue(mode.isInstalled(), "the kernel said yes");
        // Nothing fails, and nothing is installed: the count of filters of this very thread tells.
        SeccompException count = assertThrows(SeccompException.class, () -> install(new Kernel(-1, 0, 0), true));
        assertTrue(count.getMessage().contains("filters after installing one on top of"), count::getMessage);
        assertTrue(count.isInstalled(), "the kernel said yes");
    }

    @Test
    void takesNoErrorForAThreadId() {
        assertEquals(-1, new Seccomp(new Kernel(TABLE.number("gettid").orElseThrow(), 0, -1), Arch.X86_64).gettid());
    }

    private static void install(LibC kernel, boolean everyThread) throws SeccompException {
        Seccomp seccomp = new Seccomp(kernel, Arch.X86_64);
        Program program = PolicyCompiler.compile(new PolicyBuilder(Arch.X86_64).base(List.of()), Arch.X86_64);
        Seccomp.Loaded loaded = seccomp.load(program);
        if (everyThread) {
            seccomp.installOnEveryThread(loaded);
        } else {
            seccomp.installOnThisThread(loaded);
        }
    }
}
