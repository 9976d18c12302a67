package io.github.threadsandbox.policy;

import io.github.threadsandbox.linux.Arch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What no role may do, whatever it allows: {@code never.txt}, each line with its reason. */
public final class AlwaysDenied {
    private static final Map<Arch, List<Unless>> READ = new ConcurrentHashMap<>();

    private AlwaysDenied() {}

    /**
     * What is always denied to a role.
     *
     * @param groups the groups that the role allows, nested ones included
     * @param arch the architecture
     * @return the denials, each with its reason
     */
    public static List<Grant> to(Set<String> groups, Arch arch) {
        List<Grant> denied = new ArrayList<>();
        Unless.addTo(denied, read(arch), groups);
        return denied;
    }

    /**
     * What is denied to every role, without exception.
     *
     * @param arch the architecture
     * @return the denials, each with its reason
     */
    static List<Grant> toAll(Arch arch) {
        return read(arch).stream()
                .filter(line -> line.group().isEmpty())
                .map(Unless::grant)
                .toList();
    }

    private static List<Unless> read(Arch arch) {
        return READ.computeIfAbsent(arch, key -> Unless.read("never.txt", "always denied", key));
    }
}
