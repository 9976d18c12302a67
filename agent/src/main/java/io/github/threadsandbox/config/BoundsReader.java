package io.github.threadsandbox.config;

import io.github.threadsandbox.landlock.FileUse;
import io.github.threadsandbox.landlock.PathSets;
import io.github.threadsandbox.landlock.PortUse;
import io.github.threadsandbox.landlock.RoleBounds;
import io.github.threadsandbox.landlock.Ruleset;
import io.github.threadsandbox.linux.Nearest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/** Reads {@code files} and {@code tcp} of a role. What a path leads to is for the start to see, on the machine itself. */
final class BoundsReader {
    private static final int LAST_PORT = 65_535;

    private BoundsReader() {}

    /**
     * What the section says, on top of what the roles say that it builds on.
     *
     * @param places where each path and each key stands, by {@link Settings#placeKey}; those of this role are added
     */
    static RoleBounds read(String role, Section section, List<RoleBounds> parents, Map<String, String> places) {
        Map<FileUse, List<String>> files = new EnumMap<>(FileUse.class);
        Map<PortUse, NavigableSet<Integer>> ports = new EnumMap<>(PortUse.class);
        for (RoleBounds parent : parents) {
            parent.files().forEach((use, paths) -> {
                files.computeIfAbsent(use, key -> new ArrayList<>()).addAll(paths);
                paths.forEach(path -> places.computeIfAbsent(
                        Settings.placeKey(role, use, path),
                        key -> places.get(Settings.placeKey(parent.role(), use, path))));
                inherit(places, Ruleset.key(role, use), Ruleset.key(parent.role(), use));
            });
            parent.ports().forEach((use, numbers) -> {
                ports.computeIfAbsent(use, key -> new TreeSet<>()).addAll(numbers);
                inherit(places, Ruleset.key(role, use), Ruleset.key(parent.role(), use));
            });
        }
        Section saysFiles = section.section("files");
        saysFiles.onlyKeys(List.of("read", "write", "create", "execute"), Map.of());
        for (FileUse use : FileUse.values()) {
            if (saysFiles.says(use.key())) {
                List<String> paths = files.computeIfAbsent(use, key -> new ArrayList<>());
                places.put(Ruleset.key(role, use), saysFiles.report().line(saysFiles.origin(use.key())));
                readEach(
                        saysFiles, use.key(), text -> path(text, use, saysFiles).ifPresent(path -> {
                            paths.add(path);
                            places.put(
                                    Settings.placeKey(role, use, path),
                                    saysFiles.report().line(text.origin()));
                        }));
            }
        }
        Section saysTcp = section.section("tcp");
        saysTcp.onlyKeys(List.of("connect", "bind"), Map.of());
        for (PortUse use : PortUse.values()) {
            if (saysTcp.says(use.key())) {
                NavigableSet<Integer> numbers = ports.computeIfAbsent(use, key -> new TreeSet<>());
                places.put(Ruleset.key(role, use), saysTcp.report().line(saysTcp.origin(use.key())));
                readEach(saysTcp, use.key(), text -> port(text, use, saysTcp).ifPresent(numbers::add));
            }
        }
        return new RoleBounds(role, files, List.of(), ports);
    }

    private static void inherit(Map<String, String> places, String key, String parents) {
        places.computeIfAbsent(key, ignored -> places.get(parents));
    }

    private interface Reader {
        void read(Section.Text text);
    }

    private static void readEach(Section section, String key, Reader reader) {
        section.texts(key).forEach(reader::read);
    }

    private static Optional<String> path(Section.Text text, FileUse use, Section section) {
        String path = text.value();
        Optional<String> wrong = path.startsWith("${") ? wrongSet(path) : wrongPath(path);
        if (wrong.isEmpty() && !path.startsWith("${")) {
            wrong = wrongReach(text, use, section);
        }
        wrong.ifPresent(
                what -> section.report().problem(text.origin(), section.path(use.key()), "'" + path + "' " + what));
        return wrong.isPresent() ? Optional.empty() : Optional.of(path);
    }

    private static Optional<String> wrongSet(String path) {
        int end = path.indexOf('}');
        String name = end < 0 ? path.substring(2) : path.substring(2, end);
        if (end < 0 || !PathSets.names().contains(name)) {
            return Optional.of("names no set of paths: "
                    + Nearest.hint(name, PathSets.names(), "the sets are " + String.join(", ", PathSets.names())));
        }
        return end == path.length() - 1 || path.charAt(end + 1) == '/'
                ? Optional.empty()
                : Optional.of(
                        "goes on behind the set's name with something else than '/': write ${" + name + "}\"/…\"");
    }

    private static Optional<String> wrongPath(String path) {
        if (path.isBlank() || path.charAt(0) != '/') {
            return Optional.of(
                    path.startsWith("~")
                            ? "is for a shell: write the whole path"
                            : "is relative, and a JVM's working directory is where it happens to be started: write the"
                                    + " whole path");
        }
        if (path.indexOf('*') >= 0) {
            return Optional.of(
                    "is a pattern, and Landlock knows none: name the directory, and all beneath it is included");
        }
        return path.indexOf('\0') >= 0
                ? Optional.of("has a character that no path has: take it out")
                : Optional.empty();
    }

    /** Through /proc/PID/mem a file is memory: what is written there is the code of any thread. */
    private static Optional<String> wrongReach(Section.Text text, FileUse use, Section section) {
        String path = normal(text.value());
        if (!path.equals("/") && !(path + "/").startsWith("/proc/")) {
            return Optional.empty();
        }
        if (use == FileUse.WRITE || use == FileUse.CREATE) {
            return Optional.of(
                    "includes /proc/self/mem, which is the memory of every thread: name what the role writes");
        }
        if (use == FileUse.READ) {
            section.report()
                    .notice(
                            text.origin(),
                            section.path(use.key()),
                            "'" + text.value()
                                    + "' includes /proc/self/mem, which is the memory of every thread, and may"
                                    + " not hold for long: the kernel makes the files of /proc anew");
        }
        return Optional.empty();
    }

    private static String normal(String path) {
        Deque<String> parts = new ArrayDeque<>();
        for (String part : path.split("/", -1)) {
            if (part.equals("..")) {
                parts.pollLast();
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
        }
        return "/" + String.join("/", parts);
    }

    private static Optional<Integer> port(Section.Text text, PortUse use, Section section) {
        try {
            int port = Integer.parseInt(text.value());
            if (port >= 0 && port <= LAST_PORT) {
                return Optional.of(port);
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        section.report()
                .problem(
                        text.origin(),
                        section.path(use.key()),
                        "'" + text.value() + "' is no port: write a number from 0 to " + LAST_PORT);
        return Optional.empty();
    }
}
