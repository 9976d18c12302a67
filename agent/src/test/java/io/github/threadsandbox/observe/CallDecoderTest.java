package io.github.threadsandbox.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.threadsandbox.linux.Arch;
import io.github.threadsandbox.linux.SyscallTable;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Numbers of linux/fcntl.h, linux/prctl.h, linux/socket.h, linux/sched.h, asm/mman.h, asm/ioctls.h. */
class CallDecoderTest {
    private static final Arch ARCH = Arch.X86_64;

    @Test
    void whatFcntlTakesItsOperationSays() {
        assertEquals("fcntl(3, F_DUPFD, 10)", words("fcntl", 3, 0, 10));
        assertEquals("fcntl(3, F_DUPFD_CLOEXEC, 1024)", words("fcntl", 3, 1030, 1024));
        assertEquals("fcntl(3, F_SETFD, FD_CLOEXEC)", words("fcntl", 3, 2, 1));
        assertEquals("fcntl(3, F_SETFL, O_RDWR|O_NONBLOCK)", words("fcntl", 3, 4, 02 | 04000));
        assertEquals("fcntl(3, F_SETSIG, SIGHUP)", words("fcntl", 3, 10, 1));
        assertEquals("fcntl(3, F_SETOWN, -1)", words("fcntl", 3, 8, -1));
        assertEquals("fcntl(3, F_GETFL)", words("fcntl", 3, 3, 2));
        assertEquals("fcntl(3, F_SETLK)", words("fcntl", 3, 6, 0x7f0012345678L));
    }

    @Test
    void whatPrctlTakesItsOperationSays() {
        assertEquals("prctl(PR_SET_DUMPABLE, 1, 0, 0, 0)", words("prctl", 4, 1));
        assertEquals("prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0)", words("prctl", 1, 9));
        assertEquals("prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, 0, 0, 0)", words("prctl", 22, 2));
        assertEquals("prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, 10, 0, 0)", words("prctl", 47, 2, 10));
        assertEquals("prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)", words("prctl", 38, 1));
        assertEquals("prctl(PR_SET_NAME, 0, 0, 0)", words("prctl", 15, 0x7f0012345678L));
    }

    @Test
    void whatAProtocolOrAnOptionIsItsDomainOrLevelSays() {
        assertEquals("socket(AF_UNIX, SOCK_STREAM|SOCK_CLOEXEC|SOCK_NONBLOCK, 0)", words("socket", 1, 1 | 0x80800, 0));
        assertEquals("socket(AF_INET, SOCK_DGRAM, IPPROTO_UDP)", words("socket", 2, 2, 17));
        assertEquals("socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE)", words("socket", 16, 3, 0));
        assertEquals("setsockopt(5, IPPROTO_TCP, TCP_NODELAY, 4)", words("setsockopt", 5, 6, 1, 0x7f0012345678L, 4));
        assertEquals("setsockopt(5, SOL_SOCKET, SO_REUSEADDR, 4)", words("setsockopt", 5, 1, 2, 0x7f0012345678L, 4));
    }

    @Test
    void aFilesModeIsToldWhereOneIsMade() {
        assertEquals("openat(O_RDONLY|O_CLOEXEC)", words("openat", -100, 0x7f0012345678L, 0x80000, 0xdead));
        assertEquals("openat(O_WRONLY|O_CREAT, 0644)", words("openat", -100, 0x7f0012345678L, 1 | 0100, 0644));
    }

    @Test
    void flagsAreToldByName() {
        assertEquals(
                "mmap(NULL, 4096, PROT_READ|PROT_EXEC, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0)",
                words("mmap", 0, 4096, 5, 0x22, 0xffffffffL, 0));
        assertEquals("mprotect(4096, PROT_NONE)", words("mprotect", 0x7f0012345000L, 4096, 0));
        assertEquals("madvise(4096, MADV_DONTNEED)", words("madvise", 0x7f0012345000L, 4096, 4));
        assertEquals(
                "clone(CLONE_VM|CLONE_VFORK|SIGCHLD, NULL, NULL, 0)",
                words("clone", 0x4100 | 17, 0x7f0012345000L, 0, 0, 0));
        assertEquals("ioctl(1, FIONREAD)", words("ioctl", 1, 0x541b, 0x7f0012345678L));
    }

    private static String words(String syscall, long... first) {
        int number = SyscallTable.of(ARCH).number(syscall).orElseThrow();
        return new CallDecoder(ARCH, TargetMemory.of(0))
                .decode(number, Arrays.copyOf(first, 6))
                .toString();
    }
}
