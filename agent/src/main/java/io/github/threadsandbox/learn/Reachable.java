package io.github.threadsandbox.learn;

import io.github.threadsandbox.landlock.FileUse;
import io.github.threadsandbox.landlock.PortUse;
import io.github.threadsandbox.landlock.RoleBounds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The paths and ports that a role has before anything is learned. */
final class Reachable {
    private final RoleBounds bounds;
    private final Surroundings surroundings;

    /** The named sets that it may read. */
    private final List<String> sets;

    /**
     * For one role.
     *
     * @param talks whether its threads use the network: then they may read how names are resolved
     */
    Reachable(RoleBounds bounds, Surroundings surroundings, boolean talks) {
        this.bounds = bounds;
        this.surroundings = surroundings;
        List<String> readable = new ArrayList<>(bounds.sets());
        if (talks && readable.contains("class-path")) {
            readable.add("resolver");
        }
        this.sets = readable;
    }

    /** Whether a port is one of those that the role is held to. */
    boolean has(PortUse use, int port) {
        return !bounds.ports().containsKey(use) || bounds.ports().get(use).contains(port);
    }

    /** Whether the role has what a call does with a path. */
    boolean has(PathUse use, Observation seen) {
        if (!bounds.holdsFiles()) {
            return true;
        }
        if (!use.isWhole()) {
            return false;
        }
        boolean reads = use.use() == FileUse.READ;
        if (reads && sets.contains("class-path") && seen.loadsClasses()) {
            return true;
        }
        if (reads && sets.stream().anyMatch(set -> surroundings.isIn(set, use.path()))) {
            return true;
        }
        Map<FileUse, List<String>> rules = bounds.files();
        List<String> said = new ArrayList<>(rules.getOrDefault(use.use(), List.of()));
        if (reads) {
            said.addAll(rules.getOrDefault(FileUse.EXECUTE, List.of()));
        } else if (use.use() == FileUse.WRITE) {
            said.addAll(rules.getOrDefault(FileUse.CREATE, List.of()));
        }
        return said.stream().anyMatch(rule -> covers(rule, use.path()));
    }

    private boolean covers(String rule, String path) {
        if (!rule.startsWith("${")) {
            return Surroundings.isBeneath(path, List.of(rule));
        }
        int end = rule.indexOf('}');
        return surroundings.sets().getOrDefault(rule.substring(2, end), List.of()).stream()
                .anyMatch(folder -> Surroundings.isBeneath(path, List.of(folder + rule.substring(end + 1))));
    }
}
