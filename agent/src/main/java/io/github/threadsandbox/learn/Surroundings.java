package io.github.threadsandbox.learn;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What paths mean where the calls were made.
 *
 * @param sets by the names of the named sets, their paths
 * @param directory the working directory; empty where it is not known
 * @param isThere whether a path is there; where that is not known, that it is
 * @param picked ports that are others next time
 */
public record Surroundings(
        Map<String, List<String>> sets, String directory, Predicate<String> isThere, PickedPorts picked) {
    /** Copies the sets. */
    public Surroundings {
        Map<String, List<String>> copy = new TreeMap<>();
        sets.forEach((name, paths) -> copy.put(name, List.copyOf(paths)));
        sets = copy;
    }

    /** The same, and what lines said of the JVMs; where they said something, that holds. */
    Surroundings with(Observations observations) {
        Map<String, List<String>> more = new TreeMap<>(sets);
        observations.sets().forEach((name, paths) -> more.put(name, List.copyOf(paths)));
        return new Surroundings(
                more, observations.directory().isEmpty() ? directory : observations.directory(), isThere, picked);
    }

    /** Whether a path is one of a set's, or beneath. */
    boolean isIn(String set, String path) {
        return isBeneath(path, sets.getOrDefault(set, List.of()));
    }

    static boolean isBeneath(String path, Collection<String> folders) {
        return folders.stream()
                .anyMatch(folder -> path.equals(folder) || folder.equals("/") || path.startsWith(folder + "/"));
    }

    /** A path without {@code .}, {@code ..} and doubled slashes, from the root; nothing where that is not known. */
    Optional<String> absolute(String path) {
        if (path.isEmpty() || (!path.startsWith("/") && directory.isEmpty())) {
            return Optional.empty();
        }
        Deque<String> parts = new ArrayDeque<>();
        for (String part : (path.startsWith("/") ? path : directory + "/" + path).split("/+", -1)) {
            if (part.equals("..")) {
                parts.pollLast();
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
        }
        return Optional.of("/" + String.join("/", parts));
    }

    static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash <= 0 ? "/" : path.substring(0, slash);
    }

    static List<String> parts(String path) {
        List<String> parts = new ArrayList<>(List.of(path.split("/", -1)));
        parts.removeIf(String::isEmpty);
        return parts;
    }
}
