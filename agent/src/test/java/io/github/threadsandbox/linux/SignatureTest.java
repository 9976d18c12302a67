package io.github.threadsandbox.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SignatureTest {
    /** Numbers that no kernel answers any more and that had no parameters to speak of: unimplemented(2). */
    private static final Set<String> GONE = Set.of(
            "afs_syscall", "epoll_ctl_old", "epoll_wait_old", "getpmsg", "putpmsg", "security", "tuxcall", "vserver");

    @ParameterizedTest
    @EnumSource
    void knowsTheArgumentsOfEveryCall(Arch arch) {
        Set<String> unknown = new TreeSet<>();
        SyscallTable.of(arch).byNumber().values().forEach(name -> Signature.of(name, arch)
                .ifPresentOrElse(
                        signature -> {
                            assertTrue(signature.parameters().size() <= 6, name);
                            Set<String> names = new HashSet<>();
                            signature.parameters().forEach(parameter -> {
                                assertTrue(
                                        Set.of("int", "uint", "fd", "mode", "long", "addr", "ptr")
                                                .contains(parameter.type()),
                                        name);
                                parameter.names().forEach(one -> assertTrue(names.add(one), name + " " + one));
                            });
                        },
                        () -> unknown.add(name)));
        unknown.removeAll(GONE);
        assertEquals(Set.of(), unknown);
    }

    @Test
    void isSortedSoThatEveryLineIsFound() {
        List<String> names = DataFile.lines("signatures.txt").stream()
                .map(line -> line.split(" ", 2)[0])
                .toList();
        assertEquals(names.stream().sorted().toList(), names);
        for (String name : names) {
            int at = name.indexOf('@');
            Arch arch = at < 0 ? Arch.X86_64 : Arch.of(name.substring(at + 1)).orElseThrow();
            assertTrue(Signature.of(at < 0 ? name : name.substring(0, at), arch).isPresent(), name);
        }
        assertEquals(Optional.empty(), Signature.of("aaa", Arch.X86_64));
        assertEquals(Optional.empty(), Signature.of("socke", Arch.X86_64));
        assertEquals(Optional.empty(), Signature.of("zzz", Arch.X86_64));
    }

    @Test
    void knowsWhereCloneKeepsItsThreadPointer() {
        assertEquals(
                "clone(flags, stack, parent_tid, child_tid, tls)",
                Signature.of("clone", Arch.X86_64).orElseThrow().toString());
        assertEquals(
                "clone(flags, stack, parent_tid, tls, child_tid)",
                Signature.of("clone", Arch.AARCH64).orElseThrow().toString());
    }

    /** include/linux/syscalls.h: what is of 32 bits there, or cut to them behind it, must not be compared as 64. */
    @ParameterizedTest
    @CsvSource({
        "socket, 32 32 32",
        "ioctl, 32 32 64",
        "fcntl, 32 32 64",
        "openat, 32 64 32 16",
        "mknodat, 32 64 16 32",
        "mmap, 64 64 32 32 32 64",
        "getdents64, 32 64 32",
        "getdents, 32 64 32",
        "clone, 32 64 64 64 64",
        "prctl, 32 64 64 64 64",
        "preadv2, 32 64 64 64 64 32",
        "fanotify_mark, 32 32 64 32 64",
        "ptrace, 64 64 64 64",
        "sched_setaffinity, 32 32 64",
        "futex, 64 32 32 64 64 32",
        "futex_wait, 64 64 64 32 64 32"
    })
    void comparesAsManyBitsAsTheKernelLooksAt(String syscall, String bits) {
        assertEquals(
                bits,
                Signature.of(syscall, Arch.X86_64).orElseThrow().parameters().stream()
                        .map(parameter -> Integer.toString(parameter.width().bits()))
                        .collect(Collectors.joining(" ")));
    }

    @Test
    void takesOlderAndNewerNames() {
        assertEquals(
                List.of("request", "op", "cmd"),
                Signature.of("ioctl", Arch.X86_64)
                        .orElseThrow()
                        .parameters()
                        .get(1)
                        .names());
    }
}
