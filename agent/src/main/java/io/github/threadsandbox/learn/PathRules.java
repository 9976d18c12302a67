package io.github.threadsandbox.learn;

import io.github.threadsandbox.landlock.FileUse;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Paths for one key of {@code files}: several files of a folder become the folder, several folders the one that holds them; never
 * what holds everybody's files.
 */
final class PathRules {
    /** So many of a folder are "several". */
    private static final int SEVERAL = 3;

    private final FileUse use;
    private final Surroundings surroundings;
    private final SortedMap<String, Tally> paths = new TreeMap<>();
    private final SortedSet<String> folders = new TreeSet<>();
    private final SortedMap<String, String> refused = new TreeMap<>();
    private final SortedSet<String> made = new TreeSet<>();

    PathRules(FileUse use, Surroundings surroundings) {
        this.use = use;
        this.surroundings = surroundings;
    }

    /** What a role map has: paths, and named sets as {@code ${name}}. */
    SortedMap<String, Tally> paths() {
        return paths;
    }

    /** Paths that are not proposed, with the reason; they are not among the others. */
    SortedMap<String, String> refused() {
        return refused;
    }

    /** Whether what is there, and not refused, holds a path. */
    boolean covers(String path) {
        return isHeldBy(path, paths.keySet()) || (use == FileUse.WRITE && isHeldBy(path, made));
    }

    private boolean isHeldBy(String path, Collection<String> rules) {
        return rules.stream()
                .anyMatch(rule -> rule.startsWith("$")
                        ? surroundings.isIn("temporary", path)
                        : Surroundings.isBeneath(path, List.of(rule)));
    }

    void add(PathUse path, Observation observation) {
        String given = observation.call().path();
        tally(path.path()).add(observation, given.isEmpty() ? path.path() : given);
        if (path.isFolder()) {
            folders.add(path.path());
        }
    }

    private Tally tally(String path) {
        return paths.computeIfAbsent(path, key -> new Tally());
    }

    /**
     * Makes few paths of many.
     *
     * @param makes folders in which the role makes files: it reads and changes what is new there
     */
    void generalise(Collection<String> makes) {
        made.addAll(makes);
        for (String path : List.copyOf(paths.keySet())) {
            if (surroundings.isIn("temporary", path)) {
                become(path, "${temporary}");
            } else {
                made.stream()
                        .filter(folder -> Surroundings.isBeneath(path, List.of(folder)))
                        .findFirst()
                        .ifPresent(folder -> become(path, folder));
            }
        }
        for (String path : List.copyOf(paths.keySet())) {
            toWhatIsThere(path);
        }
        boolean fewer;
        do {
            fewer = foldOnce(1) || foldOnce(2);
        } while (fewer);
        for (String folder : List.copyOf(this.folders)) {
            if (paths.containsKey(folder)) {
                tooBroad(folder).ifPresent(reason -> refused.put(folder, reason));
                paths.keySet().stream()
                        .filter(path -> !path.equals(folder) && Surroundings.isBeneath(path, List.of(folder)))
                        .filter(path -> !refused.containsKey(folder))
                        .toList()
                        .forEach(path -> become(path, folder));
            }
        }
    }

    /** Makes a folder of several paths that lie so many levels beneath it; false where there is none. */
    private boolean foldOnce(int levels) {
        for (Map.Entry<String, Set<String>> folder : byFolder(levels).entrySet()) {
            long several = folder.getValue().stream()
                    .map(path -> levels == 1 ? path : Surroundings.parent(path))
                    .distinct()
                    .count();
            if (several >= SEVERAL && tooBroad(folder.getKey()).isEmpty()) {
                folder.getValue().forEach(path -> become(path, folder.getKey()));
                return true;
            }
        }
        return false;
    }

    /** What is refused by name goes; what it was asked for stays to be told. */
    Tally take(String path) {
        return paths.remove(path);
    }

    /** The kernel holds a rule to what is there at the start: of a path that is not there, the folder. */
    private void toWhatIsThere(String path) {
        if (path.startsWith("$") || surroundings.isThere().test(path)) {
            return;
        }
        String folder = Surroundings.parent(path);
        while (use == FileUse.CREATE && !surroundings.isThere().test(folder) && !folder.equals("/")) {
            folder = Surroundings.parent(folder);
        }
        if (surroundings.isThere().test(folder) && tooBroad(folder).isEmpty()) {
            become(path, folder);
        } else {
            refused.put(path, "it is not there, and a rule needs what is there when the JVM starts");
        }
    }

    private void become(String path, String folder) {
        if (!path.equals(folder)) {
            Tally tally = paths.remove(path);
            tally(folder).add(tally);
            folders.remove(path);
        }
        if (!folder.startsWith("$")) {
            folders.add(folder);
        }
    }

    private SortedMap<String, Set<String>> byFolder(int levels) {
        SortedMap<String, Set<String>> byFolder = new TreeMap<>();
        for (String path : paths.keySet()) {
            if (!path.startsWith("$") && !refused.containsKey(path) && !path.equals("/")) {
                String folder = Surroundings.parent(path);
                byFolder.computeIfAbsent(levels == 1 ? folder : Surroundings.parent(folder), key -> new TreeSet<>())
                        .add(path);
            }
        }
        return byFolder;
    }

    /** Why a folder is more than a person would write without thinking twice; nothing where it is not. */
    static Optional<String> tooBroad(String folder) {
        List<String> parts = Surroundings.parts(folder);
        if (parts.isEmpty()) {
            return Optional.of("it is every file of the machine");
        }
        String first = parts.get(0);
        if (folder.equals("/etc")) {
            return Optional.of("it is the settings of the whole machine");
        }
        if (folder.equals("/root")
                || (parts.size() <= 2 && List.of("home", "Users").contains(first))) {
            return Optional.of("it is all that a person has");
        }
        if (List.of("proc", "sys", "dev").contains(first) && !folder.startsWith("/dev/shm/")) {
            return Optional.of("it is the kernel's own, of all processes and devices");
        }
        return parts.size() == 1 || (parts.size() == 2 && List.of("var", "usr").contains(first))
                ? Optional.of("it is what many programs share")
                : Optional.empty();
    }
}
