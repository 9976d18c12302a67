package io.github.threadsandbox.landlock;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;

/**
 * What a Landlock domain denies, and the exceptions: {@code struct landlock_ruleset_attr} and its rules.
 *
 * @param files the rights on files that are denied but for the rules
 * @param ports the uses of ports that are denied but for the rules
 * @param scopes what does not leave the domain
 * @param paths the rules of paths
 * @param portRules the rules of ports
 */
public record Ruleset(long files, long ports, long scopes, List<PathRule> paths, List<PortRule> portRules) {
    /** Copies the rules. */
    public Ruleset {
        paths = List.copyOf(paths);
        portRules = List.copyOf(portRules);
    }

    /**
     * {@code struct landlock_path_beneath_attr}.
     *
     * @param path absolute
     * @param rights on it and all beneath; on a file, those that files have
     * @param key where the role map says it; empty for a part of a named set, which may be missing
     */
    public record PathRule(String path, long rights, String key) {
        /**
         * What the kernel takes where the path is a file.
         *
         * @return the rights without those that only directories have
         */
        public long rightsOfFile() {
            return rights & FileRight.maskOfFiles();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof PathRule that
                    && rights == that.rights
                    && path.equals(that.path)
                    && key.equals(that.key);
        }

        @Override
        public int hashCode() {
            return 31 * path.hashCode() + Long.hashCode(rights);
        }
    }

    /**
     * {@code struct landlock_net_port_attr}.
     *
     * @param port 0 to 65535
     * @param rights its uses
     */
    public record PortRule(int port, long rights) {
        @Override
        public boolean equals(Object other) {
            return other instanceof PortRule that && port == that.port && rights == that.rights;
        }

        @Override
        public int hashCode() {
            return 31 * port + Long.hashCode(rights);
        }
    }

    // By hand, here and above: a record's own are linked when first called, one by one, and a JVM pays for that at its
    // start.
    @Override
    public boolean equals(Object other) {
        return other instanceof Ruleset that
                && files == that.files
                && ports == that.ports
                && scopes == that.scopes
                && paths.equals(that.paths)
                && portRules.equals(that.portRules);
    }

    @Override
    public int hashCode() {
        return 31 * paths.hashCode() + portRules.hashCode();
    }

    /**
     * What holds a role to its bounds, as far as the kernel can.
     *
     * @param bounds what the role map says
     * @param sets what the named sets hold, by name
     * @param abi the kernel's
     * @return the rule set; one that denies nothing where nothing is to be held, or nothing can be
     */
    public static Ruleset of(RoleBounds bounds, Map<String, List<String>> sets, Abi abi) {
        long files = bounds.holdsFiles() ? abi.files() : 0;
        List<PathRule> paths = new ArrayList<>();
        if (files != 0) {
            for (String set : bounds.sets()) {
                addSet(paths, set, "", FileUse.READ, sets, files);
            }
            bounds.files()
                    .forEach((use, named) -> named.forEach(name -> add(paths, name, bounds.role(), use, sets, files)));
        }
        long ports = 0;
        Map<Integer, Long> portRules = new LinkedHashMap<>();
        if (abi.holdsPorts()) {
            for (Map.Entry<PortUse, NavigableSet<Integer>> use : bounds.ports().entrySet()) {
                long mask = use.getKey().mask();
                ports |= mask;
                use.getValue().forEach(port -> portRules.merge(port, mask, (a, b) -> a | b));
            }
        }
        List<PortRule> rules = new ArrayList<>();
        portRules.forEach((port, rights) -> rules.add(new PortRule(port, rights)));
        return new Ruleset(files, ports, files != 0 || ports != 0 ? abi.scopes() : 0, paths, rules);
    }

    /**
     * Where a role map says a role's paths.
     *
     * @param role its name
     * @param use what the paths are for
     * @return the key, beneath {@code thread-sandbox}
     */
    public static String key(String role, FileUse use) {
        return "roles." + role + ".files." + use.key();
    }

    /**
     * Where a role map says a role's ports.
     *
     * @param role its name
     * @param use what the ports are for
     * @return the key, beneath {@code thread-sandbox}
     */
    public static String key(String role, PortUse use) {
        return "roles." + role + ".tcp." + use.key();
    }

    private static void add(
            List<PathRule> paths, String name, String role, FileUse use, Map<String, List<String>> sets, long files) {
        if (name.startsWith("${")) {
            int end = name.indexOf('}');
            addSet(paths, name.substring(2, end), name.substring(end + 1), use, sets, files);
        } else {
            paths.add(new PathRule(name, use.rights() & files, key(role, use)));
        }
    }

    private static void addSet(
            List<PathRule> paths, String set, String behind, FileUse use, Map<String, List<String>> sets, long files) {
        for (String path : sets.getOrDefault(set, List.of())) {
            paths.add(new PathRule(path + behind, use.rights() & files, ""));
        }
    }

    /**
     * Whether it denies anything.
     *
     * @return whether a domain of it holds anything
     */
    public boolean holdsAny() {
        return files != 0 || ports != 0;
    }

    /**
     * Whether a file can be read under it.
     *
     * @param path absolute, without links
     * @return whether files are not held at all, or a rule for it or for a folder above lets it be read
     */
    public boolean reads(String path) {
        return files == 0 || lets(FileRight.READ_FILE, path);
    }

    /**
     * Whether a domain of it lets something be done.
     *
     * @param right what Landlock asks for
     * @param path of what it asks about: the file, or the directory in which something is made or deleted; absolute, without links
     * @return whether the right is not held at all, or a rule for the path or for a folder above has it
     */
    public boolean lets(FileRight right, String path) {
        long mask = FileRight.mask(right);
        return (files & mask) == 0
                || paths.stream()
                        .filter(rule -> (rule.rights() & mask) != 0)
                        .map(rule -> rule.path().endsWith("/") ? rule.path() : rule.path() + "/")
                        .anyMatch((path + "/")::startsWith);
    }

    /**
     * Whether a domain of it lets a port be used.
     *
     * @param use to connect, or to bind
     * @param port the port
     * @return whether such use is not held at all, or a rule names the port
     */
    public boolean lets(PortUse use, int port) {
        return (ports & use.mask()) == 0
                || portRules.stream().anyMatch(rule -> rule.port() == port && (rule.rights() & use.mask()) != 0);
    }

    /**
     * The same with other paths.
     *
     * @param rules in place of its own
     * @return a copy
     */
    public Ruleset with(List<PathRule> rules) {
        return new Ruleset(files, ports, scopes, rules, portRules);
    }

    /**
     * Whether files are held to paths.
     *
     * @return whether there is a right on files that only rules give
     */
    public boolean holdsFiles() {
        return files != 0;
    }

    /**
     * Whether TCP is held to ports.
     *
     * @return whether there is a use of ports that only rules give
     */
    public boolean holdsPorts() {
        return ports != 0;
    }

    /**
     * Whether a domain of it denies listing the root directory, which shows that it is in force.
     *
     * @return whether no rule lets it
     */
    public boolean deniesRoot() {
        return files != 0
                && paths.stream()
                        .noneMatch(rule ->
                                isRoot(rule.path()) && (rule.rights() & FileRight.mask(FileRight.READ_DIR)) != 0);
    }

    private static boolean isRoot(String path) {
        return path.chars().allMatch(letter -> letter == '/');
    }

    /**
     * Whether a domain of it denies a use of port 0, which shows that it is in force.
     *
     * @param use to connect, or to bind
     * @return whether it is denied and no rule lets it
     */
    public boolean deniesPortZero(PortUse use) {
        return (ports & use.mask()) != 0
                && portRules.stream().noneMatch(rule -> rule.port() == 0 && (rule.rights() & use.mask()) != 0);
    }
}
