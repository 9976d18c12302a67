package io.github.threadsandbox.policy;

import java.util.Set;
import java.util.TreeSet;

/** The calls whose paths and ports Landlock looks at (linux/security/landlock/fs.c and net.c), as far as the JDK makes them. */
public final class BoundCalls {
    private static final Set<String> PATHS = Set.of(
            "open",
            "openat",
            "creat",
            "execve",
            "truncate",
            "mkdir",
            "mkdirat",
            "rmdir",
            "unlink",
            "unlinkat",
            "symlink",
            "symlinkat",
            "link",
            "linkat",
            "rename",
            "renameat",
            "renameat2");
    private static final Set<String> PORTS = Set.of("connect", "bind");

    private BoundCalls() {}

    /**
     * Those of a role.
     *
     * @param paths whether it is held to paths
     * @param ports whether it is held to ports
     * @return their names, on every architecture
     */
    public static Set<String> of(boolean paths, boolean ports) {
        Set<String> calls = new TreeSet<>();
        if (paths) {
            calls.addAll(PATHS);
        }
        if (ports) {
            calls.addAll(PORTS);
        }
        return calls;
    }
}
