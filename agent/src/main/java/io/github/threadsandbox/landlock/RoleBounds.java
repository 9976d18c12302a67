package io.github.threadsandbox.landlock;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * What a role map says of a role's paths and ports.
 *
 * @param role the role's name
 * @param files by use: paths, and {@code ${name}} for named sets, perhaps with more behind; empty where {@code files} is not
 *     said, and then files are held to paths only for the sake of {@code sets}
 * @param sets named sets that the role reads without saying so
 * @param ports by use; a use that is not said is not there, and not held
 */
public record RoleBounds(
        String role, Map<FileUse, List<String>> files, List<String> sets, Map<PortUse, NavigableSet<Integer>> ports) {
    /** Copies the collections. */
    public RoleBounds {
        Map<FileUse, List<String>> copy = new EnumMap<>(FileUse.class);
        files.forEach((use, paths) -> copy.put(use, List.copyOf(paths)));
        files = java.util.Collections.unmodifiableMap(copy);
        sets = List.copyOf(sets);
        Map<PortUse, NavigableSet<Integer>> copied = new EnumMap<>(PortUse.class);
        ports.forEach((use, numbers) -> copied.put(use, new TreeSet<>(numbers)));
        ports = java.util.Collections.unmodifiableMap(copied);
    }

    /**
     * The same, and the class path and the JDK are readable.
     *
     * @param names whether the role looks up names
     * @return a copy
     */
    public RoleBounds withClassPath(boolean names) {
        List<String> read = new ArrayList<>(List.of("class-path", "jdk"));
        if (names) {
            read.add("resolver");
        }
        return new RoleBounds(role, files, read, ports);
    }

    /**
     * The same, and where the role starts programs, what starting one takes.
     *
     * @return a copy
     */
    public RoleBounds withProgramStart() {
        List<String> programs = files.getOrDefault(FileUse.EXECUTE, List.of());
        if (programs.isEmpty()) {
            return this;
        }
        Map<FileUse, List<String>> more = new EnumMap<>(files);
        List<String> longer = new ArrayList<>(programs);
        longer.add("${program-start}");
        more.put(FileUse.EXECUTE, longer);
        return new RoleBounds(role, more, sets, ports);
    }

    /**
     * Whether the role says {@code files}.
     *
     * @return whether it says any key of it
     */
    public boolean saysFiles() {
        return !files.isEmpty();
    }

    /**
     * Whether files are held to paths.
     *
     * @return whether the role says {@code files}, or reads named sets and nothing else
     */
    public boolean holdsFiles() {
        return saysFiles() || !sets.isEmpty();
    }

    /**
     * Whether Landlock has anything to do.
     *
     * @return whether files or ports are held
     */
    public boolean holdsAny() {
        return holdsFiles() || !ports.isEmpty();
    }

    /**
     * What a kernel cannot hold of what the role says.
     *
     * @param abi the kernel's
     * @return by key, why
     */
    public Map<String, String> notHeldBy(Abi abi) {
        Map<String, String> notHeld = new LinkedHashMap<>();
        String kernel =
                abi.isThere() ? "this kernel's Landlock has ABI " + abi.version() : "this kernel has no Landlock";
        if (!abi.isThere()) {
            files.keySet()
                    .forEach(use -> notHeld.put("files." + use.key(), kernel + "; paths are held " + Abi.since(1)));
        }
        if (!abi.holdsPorts()) {
            ports.keySet()
                    .forEach(use ->
                            notHeld.put("tcp." + use.key(), kernel + "; ports are held " + Abi.since(PortUse.SINCE)));
        }
        return notHeld;
    }

    /**
     * For people: every rule, a line each.
     *
     * @return {@code files.read /srv/docs}
     */
    public List<String> describe() {
        List<String> lines = new ArrayList<>();
        sets.forEach(set -> lines.add("files.read ${" + set + "} (without saying so)"));
        files.forEach((use, paths) -> {
            paths.forEach(path -> lines.add("files." + use.key() + " " + path));
            if (paths.isEmpty()) {
                lines.add("files." + use.key() + " nothing");
            }
        });
        ports.forEach((use, numbers) -> lines.add("tcp." + use.key() + " "
                + (numbers.isEmpty() ? "nothing" : numbers.toString().replaceAll("[\\[\\]]", ""))));
        return lines;
    }
}
