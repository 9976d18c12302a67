package io.github.threadsandbox.seccomp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Whether the numbers in {@code /proc} are those by which this process knows itself and its threads. In a PID namespace with the
 * {@code /proc} of another one they are not: that shows processes as the namespace sees them of the process that mounted it
 * (pid_namespaces(7), "/proc and PID namespaces").
 */
public final class OwnProc {
    private static final Path SELF = Path.of("/proc/self");

    private OwnProc() {}

    /**
     * Asks.
     *
     * @return whether they are; that they are not, too, where there is no {@code /proc}
     */
    public static boolean isThere() {
        try {
            String self = Files.readSymbolicLink(SELF).toString();
            return self.equals(Long.toString(ProcessHandle.current().pid()));
        } catch (IOException e) {
            return false;
        }
    }
}
