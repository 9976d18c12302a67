package io.github.threadsandbox.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SyscallTableTest {
    @ParameterizedTest
    @CsvSource({
        "read, 0, 63, 63",
        "openat, 257, 56, 56",
        "clone, 56, 220, 220",
        "execve, 59, 221, 221",
        "seccomp, 317, 277, 277",
        "clone3, 435, 435, 435",
        "futex, 202, 98, 98",
        "landlock_restrict_self, 446, 446, 446",
        "open, 2, -1, -1",
        "riscv_flush_icache, -1, -1, 259"
    })
    void knowsNumbersThatNeverChange(String name, int x86, int arm, int riscv) {
        assertEquals(number(x86), SyscallTable.of(Arch.X86_64).number(name));
        assertEquals(number(arm), SyscallTable.of(Arch.AARCH64).number(name));
        assertEquals(number(riscv), SyscallTable.of(Arch.RISCV64).number(name));
    }

    private static OptionalInt number(int number) {
        return number < 0 ? OptionalInt.empty() : OptionalInt.of(number);
    }

    @ParameterizedTest
    @EnumSource
    void namesEveryNumberOnceAndBack(Arch arch) {
        SyscallTable table = SyscallTable.of(arch);
        assertTrue(table.byNumber().size() > 300);
        assertEquals(table.byNumber().size(), new HashSet<>(table.byNumber().values()).size());
        table.byNumber().forEach((number, name) -> {
            assertEquals(OptionalInt.of(number), table.number(name));
            assertTrue(number >= 0 && number < 1000, name);
        });
    }

    @Test
    void knowsErrnosByNameAndNumber() {
        assertEquals(13, Errnos.of("EACCES").orElseThrow().number());
        assertEquals("EAGAIN", Errnos.name(11));
        assertEquals("errno 4000", Errnos.name(4000));
    }

    @Test
    void findsTheNameThatWasMeant() {
        assertEquals(Optional.of("openat"), Nearest.to("opennat", SyscallTable.names()));
        assertEquals(Optional.of("EPERM"), Nearest.to("EPREM", Errnos.names()));
        assertEquals(Optional.of("socket"), Nearest.to("Socket", SyscallTable.names()));
        assertEquals(Optional.empty(), Nearest.to("frobnicate", SyscallTable.names()));
    }
}
