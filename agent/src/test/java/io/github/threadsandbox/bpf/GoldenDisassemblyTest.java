package io.github.threadsandbox.bpf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.github.threadsandbox.linux.Arch;
import io.github.threadsandbox.policy.OnViolation;
import io.github.threadsandbox.policy.PolicyBuilder;
import io.github.threadsandbox.policy.RoleRules;
import io.github.threadsandbox.policy.Rule;
import io.github.threadsandbox.policy.RuleParser;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What the compiler makes of a small policy, to be read. When a change to the compiler is meant, the failure's "actual"
 * is the new file.
 */
class GoldenDisassemblyTest {
    private static final List<String> RULES = List.of(
            "read",
            "write",
            "openat(flags & O_ACCMODE|O_CREAT == O_RDONLY)",
            "socket(domain == AF_INET, type & 0xf == SOCK_STREAM)",
            "socket(domain == AF_INET6, type & 0xf == SOCK_STREAM)",
            "mmap(length <= 0x100000)",
            "clone(flags & CLONE_THREAD == CLONE_THREAD)",
            "ioctl(request == FIONREAD)");

    @ParameterizedTest
    @EnumSource
    void disassemblesToTheGoldenFile(Arch arch) throws Exception {
        List<Rule> rules = new ArrayList<>();
        for (String text : RULES) {
            rules.add(new RuleParser(arch).parse(text));
        }
        Program program = PolicyCompiler.compile(
                new PolicyBuilder(arch).role(new RoleRules("golden", rules, List.of(), OnViolation.AUTO)), arch);
        try (InputStream golden = getClass().getResourceAsStream("golden/" + arch.kernelName() + ".txt")) {
            assertNotNull(golden, () -> "no golden file; it would be:\n" + Disassembler.disassemble(program));
            assertEquals(new String(golden.readAllBytes(), StandardCharsets.UTF_8), Disassembler.disassemble(program));
        }
    }
}
