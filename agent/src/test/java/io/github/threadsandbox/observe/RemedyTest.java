package io.github.threadsandbox.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.threadsandbox.bpf.PolicyCompiler;
import io.github.threadsandbox.bpf.Program;
import io.github.threadsandbox.linux.Arch;
import io.github.threadsandbox.linux.SyscallTable;
import io.github.threadsandbox.policy.Bound;
import io.github.threadsandbox.policy.Policy;
import io.github.threadsandbox.policy.PolicyBuilder;
import io.github.threadsandbox.policy.Rule;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RemedyTest {
    private static final long O_WRONLY = 1;

    /** linux/socket.h. */
    private static final long AF_INET = 2;

    private static final long SOCK_STREAM = 1;
    private static final long SOCK_DGRAM = 2;

    /** What a role map reads as another path, or as more than one, is no remedy. */
    @Test
    void allowsTheVeryPath() {
        assertEquals("\"/a/b\"", path("/a/b"));
        assertEquals("\"/a\\\", \\\"/\"", path("/a\", \"/"));
        assertEquals("\"/a/\\\\u002e\\\\u002e/b\"", path("/a/\\u002e\\u002e/b"));
        assertEquals("\"/a\\u000ab\"", path("/a\nb"));
    }

    /** What is closed for the sake of paths and ports, a group does not open. */
    @Test
    void namesTheCallWhereNoGroupOpensIt() {
        Set<Bound> none = Set.of();
        Set<Bound> all = Set.of(Bound.PATHS, Bound.PORTS);
        assertEquals("@file-write", allow(none, "chmod", 0, 0, 0));
        assertEquals("chmod", allow(all, "chmod", 0, 0, 0));
        assertEquals("@network-client", allow(none, "socket", AF_INET, SOCK_DGRAM, 0));
        assertEquals("@udp", allow(all, "socket", AF_INET, SOCK_DGRAM, 0));
        assertEquals("@network-client", allow(all, "socket", AF_INET, SOCK_STREAM, 0));
    }

    @Test
    void allowsNothingThatTheRolesOwnDenyTakesAway() {
        Arch arch = Arch.X86_64;
        Policy deny = new PolicyBuilder(arch).base(List.of(Rule.of("socket")));
        Watched.Role role = role(Set.of(), Optional.of(PolicyCompiler.compile(deny, arch)));
        int number = SyscallTable.of(arch).number("socket").orElseThrow();
        DecodedCall call = new DecodedCall("socket", Map.of(), "", "", -1);
        assertEquals("", new Remedy(arch).of(role, number, new long[] {AF_INET, SOCK_STREAM, 0, 0, 0, 0}, call));
    }

    private static String allow(Set<Bound> bounds, String syscall, long... first) {
        Arch arch = Arch.X86_64;
        DecodedCall call = new DecodedCall(syscall, Map.of(), "", "", -1);
        int number = SyscallTable.of(arch).number(syscall).orElseThrow();
        return new Remedy(arch)
                .of(role(bounds, Optional.empty()), number, Arrays.copyOf(first, 6), call)
                .replaceAll(".* allow \\+= \"([^\"]*)\".*", "$1");
    }

    private static Watched.Role role(Set<Bound> bounds, Optional<Program> refused) {
        return new Watched.Role("compute", OwnPolicy.program(Arch.X86_64), Optional.empty(), refused, bounds, false);
    }

    private static String path(String path) {
        Arch arch = Arch.X86_64;
        String before = "thread-sandbox.roles.compute { allow += \"@file-write\", files.write += ";
        String line = new Remedy(arch)
                .of(
                        role(Set.of(), Optional.empty()),
                        SyscallTable.of(arch).number("openat").orElseThrow(),
                        new long[] {0, 0, O_WRONLY, 0, 0, 0},
                        new DecodedCall("openat", Map.of("flags", "O_WRONLY"), path, "", -1));
        assertEquals(before, line.substring(0, Math.min(line.length(), before.length())));
        return line.substring(before.length(), line.length() - " }".length());
    }
}
