package io.github.threadsandbox.seccomp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.threadsandbox.linux.Arch;
import io.github.threadsandbox.linux.SyscallTable;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UnixSocketTest {
    private static final Arch ARCH = Arch.of(System.getProperty("os.arch")).orElseThrow();

    @Test
    void whatTheOtherEndHadSentIsReadAlsoWhereItIsClosedWithoutHavingReadAll() throws Exception {
        LibC libC = NativeLibrary.open(ARCH, Optional.empty());
        int[] pair = UnixSocket.pair(libC, ARCH);
        UnixSocket closed = new UnixSocket(libC, ARCH, pair[0]);
        UnixSocket open = new UnixSocket(libC, ARCH, pair[1]);
        assertEquals(0, open.send(new byte[] {1}, -1));
        assertEquals(0, closed.send(new byte[] {2}, -1));
        assertEquals(0, closed.send(new byte[] {3}, -1));
        close(libC, pair[0]);
        assertArrayEquals(new byte[] {2}, open.receive());
        assertArrayEquals(new byte[] {3}, open.receive());
        assertArrayEquals(new byte[0], open.receive());
        close(libC, pair[1]);
    }

    private static void close(LibC libC, int descriptor) {
        int number = SyscallTable.of(ARCH).number("close").orElseThrow();
        assertEquals(0, libC.syscall(number, descriptor, 0, 0, 0, 0));
    }
}
