package io.github.threadsandbox.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.threadsandbox.linux.Arch;
import io.github.threadsandbox.linux.SyscallTable;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RemedyTest {
    private static final long O_WRONLY = 1;

    /** What a role map reads as another path, or as more than one, is no remedy. */
    @Test
    void allowsTheVeryPath() {
        assertEquals("\"/a/b\"", path("/a/b"));
        assertEquals("\"/a\\\", \\\"/\"", path("/a\", \"/"));
        assertEquals("\"/a/\\\\u002e\\\\u002e/b\"", path("/a/\\u002e\\u002e/b"));
        assertEquals("\"/a\\u000ab\"", path("/a\nb"));
    }

    private static String path(String path) {
        Arch arch = Arch.X86_64;
        String before = "thread-sandbox.roles.compute { allow += \"@file-write\", files.write += ";
        String line = new Remedy(arch)
                .of(
                        "compute",
                        SyscallTable.of(arch).number("openat").orElseThrow(),
                        new long[] {0, 0, O_WRONLY, 0, 0, 0},
                        new DecodedCall("openat", Map.of("flags", "O_WRONLY"), path, "", -1));
        assertEquals(before, line.substring(0, Math.min(line.length(), before.length())));
        return line.substring(before.length(), line.length() - " }".length());
    }
}
