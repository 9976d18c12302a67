package io.github.threadsandbox.policy;

import io.github.threadsandbox.linux.Arch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What Landlock holds a role to, and what seccomp closes for its sake: calls that Landlock does not look at, or that lead past
 * it ({@code closed/}, each with its reason).
 */
public enum Bound {
    /** Files are held to paths. */
    PATHS("files", "paths.txt"),
    /** TCP is held to ports. */
    PORTS("tcp", "ports.txt"),
    /** Truncating by path, which Landlock holds from ABI 3 on only. */
    TRUNCATION("files", "truncation.txt");

    private static final Map<Bound, Map<Arch, List<Unless>>> READ = new ConcurrentHashMap<>();

    private final String key;
    private final String file;

    Bound(String key, String file) {
        this.key = key;
        this.file = file;
    }

    /**
     * What is closed to a role of these bounds.
     *
     * @param bounds the role's
     * @param groups the groups that it allows, nested ones included
     * @param arch the architecture
     * @return the closings, each with its reason
     */
    static List<Grant> closedBy(Set<Bound> bounds, Set<String> groups, Arch arch) {
        List<Grant> closed = new ArrayList<>();
        for (Bound bound : bounds) {
            Unless.addTo(
                    closed,
                    READ.computeIfAbsent(bound, key -> new ConcurrentHashMap<>())
                            .computeIfAbsent(arch, bound::read),
                    groups);
        }
        return closed;
    }

    private List<Unless> read(Arch arch) {
        return Unless.read("closed/" + file, "closed for " + key, arch);
    }
}
