package io.github.threadsandbox.it.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.threadsandbox.it.TestJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way past Landlock that is known: open without the role, closed with it. */
class HolesIT {
    /** EPERM, EACCES, ENOSYS: what a filter or Landlock answers. */
    private static final List<Long> DENIED = List.of(-1L, -13L, -38L);

    /** There may be no attributes on this file system (EOPNOTSUPP), nor multipath TCP or the upper layer in this kernel. */
    private static final List<Long> ABSENT = List.of(-95L, -93L, -92L, -2L, -61L);

    /** What a kernel answers that lacks the flag (EINVAL), or has it (EBADF: no rule set is given). */
    private static final List<Long> NEWER = List.of(-22L, -9L);

    @TempDir
    private Path folder;

    static Stream<TestJvm> jvms() {
        return TestJvm.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("jvms")
    void isOpenWithoutTheRoleAndClosedWithIt(TestJvm jvm) throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "text");
        Path roles = Files.writeString(folder.resolve("roles.conf"), """
                thread-sandbox {
                  roles {
                    paths { allow = ["@jvm", "@file-write"], files.create = ["FOLDER"] }
                    emptier { allow = ["@jvm", "@file-write"], files.read = ["FOLDER"] }
                    ports { allow = ["@jvm", "@network-server"], tcp.connect = [1], tcp.bind = [] }
                    talker { allow = ["@jvm", "@process", "connect", "socket(domain == AF_UNIX)"], files.read = [] }
                  }
                }
                """.replace("FOLDER", folder.toString()));
        TestJvm.Output output = jvm.runWithTestClasses(Holes.class, roles.toString(), file.toString());
        int seen = 0;
        for (String line : output.text()
                .lines()
                .filter(text -> text.matches("[a-z]+/.*=-?\\d+/-?\\d+"))
                .toList()) {
            int equals = line.lastIndexOf('=');
            String[] results = line.substring(equals + 1).split("/", -1);
            long without = Long.parseLong(results[0]);
            assertTrue(
                    without >= 0 || ABSENT.contains(without) || (isNewer(line) && NEWER.contains(without)),
                    () -> line + " without the role");
            if (line.contains("own signal")) {
                assertEquals(0, Long.parseLong(results[1]), line);
            } else {
                assertTrue(DENIED.contains(Long.parseLong(results[1])), () -> line + " with the role");
            }
            seen++;
        }
        assertEquals(37, seen, output.text());
    }

    private static boolean isNewer(String line) {
        return line.contains("/execveat=") || line.contains(" with TSYNC=");
    }
}
