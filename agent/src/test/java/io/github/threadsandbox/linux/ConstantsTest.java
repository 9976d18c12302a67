package io.github.threadsandbox.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConstantsTest {
    /** As the man pages and the C libraries of the three architectures have them, written down by hand. */
    @ParameterizedTest
    @CsvSource({
        "open, O_RDWR, 2, 2, 2",
        "open, O_CREAT, 64, 64, 64",
        "open, O_DIRECTORY, 65536, 16384, 65536",
        "open, O_NOFOLLOW, 131072, 32768, 131072",
        "open, O_DIRECT, 16384, 65536, 16384",
        "open, O_LARGEFILE, 32768, 131072, 32768",
        "open, O_TMPFILE, 4259840, 4210688, 4259840",
        "open, O_CLOEXEC, 524288, 524288, 524288",
        "at, AT_FDCWD, -100, -100, -100",
        "af, AF_INET6, 10, 10, 10",
        "af, AF_VSOCK, 40, 40, 40",
        "sock, SOCK_SEQPACKET, 5, 5, 5",
        "sock, SOCK_NONBLOCK, 2048, 2048, 2048",
        "ip-protocol, IPPROTO_MPTCP, 262, 262, 262",
        "netlink, NETLINK_KOBJECT_UEVENT, 15, 15, 15",
        "msg, MSG_FASTOPEN, 536870912, 536870912, 536870912",
        "socket-option, SO_PEERCRED, 17, 17, 17",
        "socket-option, SO_ATTACH_BPF, 50, 50, 50",
        "socket-option-tcp, TCP_ULP, 31, 31, 31",
        "ioctl, FIONREAD, 21531, 21531, 21531",
        "ioctl, TIOCSTI, 21522, 21522, 21522",
        "ioctl, TIOCGPTN, 2147767344, 2147767344, 2147767344",
        "ioctl-socket, SIOCGIFCONF, 35090, 35090, 35090",
        "ioctl-file, FICLONE, 1074041865, 1074041865, 1074041865",
        "fcntl, F_SETOWN, 8, 8, 8",
        "fcntl, F_DUPFD_CLOEXEC, 1030, 1030, 1030",
        "prctl, PR_SET_NO_NEW_PRIVS, 38, 38, 38",
        "prctl, PR_SET_VMA, 1398164801, 1398164801, 1398164801",
        "prot, PROT_EXEC, 4, 4, 4",
        "prot, PROT_BTI, , 16, ",
        "map, MAP_ANONYMOUS, 32, 32, 32",
        "map, MAP_32BIT, 64, , ",
        "madvise, MADV_DONTNEED, 4, 4, 4",
        "madvise, MADV_GUARD_INSTALL, 102, 102, 102",
        "clone, CLONE_IO, 2147483648, 2147483648, 2147483648",
        "clone, CLONE_THREAD, 65536, 65536, 65536",
        "unshare, CLONE_NEWTIME, 128, 128, 128",
        "signal, SIGSYS, 31, 31, 31",
        "seek, SEEK_HOLE, 4, 4, 4",
        "rlimit, RLIMIT_NOFILE, 7, 7, 7",
        "mode, S_IFSOCK, 49152, 49152, 49152",
        "epoll-op, EPOLL_CTL_MOD, 3, 3, 3",
        "futex, FUTEX_WAIT_BITSET, 9, 9, 9",
        "clock, CLOCK_BOOTTIME, 7, 7, 7",
        "mremap, MREMAP_DONTUNMAP, 4, 4, 4",
        "seccomp-flags, SECCOMP_FILTER_FLAG_TSYNC_ESRCH, 16, 16, 16",
        "ptrace, PTRACE_SEIZE, 16902, 16902, 16902",
        "arch, ARCH_SET_FS, 4098, , "
    })
    void knowsConstantsAsTheirArchitectureHasThem(String family, String name, Long x86, Long arm, Long riscv) {
        assertEquals(optional(x86), Constants.of(family).value(name, Arch.X86_64));
        assertEquals(optional(arm), Constants.of(family).value(name, Arch.AARCH64));
        assertEquals(optional(riscv), Constants.of(family).value(name, Arch.RISCV64));
    }

    private static OptionalLong optional(Long value) {
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }

    @Test
    void meansOneThingByEachNameAndFitsItsArgument() {
        for (Arch arch : Arch.values()) {
            Map<String, Long> values = new HashMap<>();
            for (String family : Signature.families()) {
                List<Constants.Constant> all = Constants.of(family).all(arch);
                assertTrue(arch != Arch.X86_64 || !all.isEmpty(), family);
                for (Constants.Constant constant : all) {
                    assertTrue(constant.name().matches("_*[A-Z][A-Z0-9_]*"), constant.name());
                    assertEquals(
                            OptionalLong.of(constant.value()),
                            Constants.of(family).value(constant.name(), arch));
                    Long other = values.put(constant.name(), constant.value());
                    assertTrue(other == null || other == constant.value(), constant.name());
                    assertTrue(
                            constant.value() >= Integer.MIN_VALUE && constant.value() <= 0xFFFF_FFFFL, constant.name());
                }
            }
        }
    }

    @Test
    void namesZeroWhereItMeansSomething() {
        assertEquals(Optional.of("O_RDONLY"), Constants.of("open").zero(Arch.X86_64, 0x43, 0xFFFF_FFFFL));
        assertEquals(Optional.empty(), Constants.of("open").zero(Arch.X86_64, 0x40, 0xFFFF_FFFFL));
        assertEquals(Optional.of("PROT_NONE"), Constants.of("prot").zero(Arch.X86_64, 0xFFFF_FFFFL, 0xFFFF_FFFFL));
        assertEquals(Optional.empty(), Constants.of("prot").zero(Arch.X86_64, 4, 0xFFFF_FFFFL));
        assertEquals(Optional.empty(), Constants.of("msg").zero(Arch.X86_64, 0xFFFF_FFFFL, 0xFFFF_FFFFL));
    }

    /** The JDK's own, which its C compiler took from this machine's headers. */
    @Test
    void agreesWithTheJdkOfThisMachine() throws Exception {
        Arch arch = Arch.of(System.getProperty("os.arch")).orElseThrow();
        Class<?> jdk = Class.forName("sun.nio.fs.UnixConstants");
        int compared = 0;
        for (Field field : jdk.getDeclaredFields()) {
            for (String family : List.of("open", "mode", "access", "at", "at-flags", "at-remove")) {
                OptionalLong ours = Constants.of(family).value(field.getName(), arch);
                if (ours.isPresent() && !field.getName().equals("S_IAMB")) {
                    field.setAccessible(true);
                    assertEquals(field.getInt(null), (int) ours.getAsLong(), field.getName());
                    compared++;
                }
            }
        }
        assertTrue(compared > 20, "compared " + compared);
    }
}
