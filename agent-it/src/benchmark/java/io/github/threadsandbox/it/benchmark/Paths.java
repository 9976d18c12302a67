package io.github.threadsandbox.it.benchmark;

import io.github.threadsandbox.bpf.PolicyCompiler;
import io.github.threadsandbox.config.Settings;
import io.github.threadsandbox.config.SettingsReader;
import io.github.threadsandbox.it.page.Bar;
import io.github.threadsandbox.landlock.Ruleset;
import io.github.threadsandbox.linux.Arch;
import io.github.threadsandbox.paths.NamedPaths;
import io.github.threadsandbox.seccomp.Landlock;
import io.github.threadsandbox.seccomp.LibC;
import io.github.threadsandbox.seccomp.NativeLibrary;
import io.github.threadsandbox.seccomp.Seccomp;
import io.github.threadsandbox.seccomp.SeccompException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A role that is held to one path, and to fifty: open and close there, against Landlock alone with these paths; and how long it
 * takes to make its rule set and a thread that is under it and under its filter.
 */
public final class Paths {
    private static final int MOST = 50;

    /** Threads that install a filter of their own: few. */
    private static final int STARTS = 9;

    /** linux/landlock.h: LANDLOCK_ACCESS_FS_READ_FILE and _READ_DIR; all rights of ABI 5. */
    private static final long READ = 1 << 2 | 1 << 3;

    private static final long ALL = (1 << 16) - 1;

    /** One struct sock_filter of linux/filter.h: BPF_RET|BPF_K, SECCOMP_RET_ALLOW. */
    private static final byte[] RET_ALLOW = ByteBuffer.allocate(8)
            .order(ByteOrder.nativeOrder())
            .putShort((short) 6)
            .putShort((short) 0)
            .putInt(0x7fff0000)
            .array();

    private Paths() {}

    static void measure(Run run, Results results) throws Exception {
        Path folder = Scratch.folder("paths");
        Path binary = Native.compile(run.repository(), folder, "paths.c");
        for (int paths : new int[] {1, MOST}) {
            openAndClose(binary, folder, paths, "", run.effort(), results);
        }
        // As documents lie: whoever looks a file up passes each directory, and so does Landlock.
        openAndClose(binary, folder, MOST, "archive/2026/q3/customers/acme/", run.effort(), results);
    }

    private static void openAndClose(Path binary, Path folder, int paths, String below, Effort effort, Results results)
            throws Exception {
        Arch arch = Arch.of(System.getProperty("os.arch")).orElseThrow();
        List<Path> directories = directories(folder, paths);
        Path file = Files.writeString(
                Files.createDirectories(directories.get(paths - 1).resolve(below))
                        .resolve("file"),
                "text");
        Settings settings = SettingsReader.read(Optional.of(roleMap(folder, directories)), arch);
        LibC libC = NativeLibrary.open(arch, Optional.empty());
        Ruleset ruleset =
                Ruleset.of(settings.bounds().get("docs"), NamedPaths.find(List.of()), new Landlock(libC, arch).abi());
        Path role = write(folder.resolve("role"), ruleset);
        Path program = Files.write(
                folder.resolve("program"),
                PolicyCompiler.compile(settings.roles().get("docs"), arch).bytes());
        Path alone = write(
                folder.resolve("alone"),
                new Ruleset(
                        ALL,
                        0,
                        0,
                        directories.stream()
                                .map(directory -> new Ruleset.PathRule(directory.toString(), READ, ""))
                                .toList(),
                        List.of()));
        Path letsAll = Files.write(folder.resolve("lets-all"), RET_ALLOW);
        List<Double> withRole = new ArrayList<>();
        List<Double> withFilter = new ArrayList<>();
        List<Double> withLandlock = new ArrayList<>();
        List<Double> withBoth = new ArrayList<>();
        String rounds = Integer.toString(effort.of(1_000, 100_000, 200_000));
        for (int i = 0; i < effort.of(1, 3, 5); i++) {
            withRole.add(time(binary, role, program.toString(), rounds, file));
            withLandlock.add(time(binary, alone, "-", rounds, file));
            withBoth.add(time(binary, role, "-", rounds, file));
            withFilter.add(time(binary, alone, letsAll.toString(), rounds, file));
        }
        String what = "open+close" + (below.isEmpty() ? "" : " of a file five directories below") + ", role with "
                + paths + (paths == 1 ? " path" : " paths") + " / Landlock alone in C";
        results.compare("", what, withRole, withLandlock, "ns", Bar.atMost(1.02));
        results.compare(
                "",
                "  Landlock and the filter that lets all through, in C / Landlock alone: what no filter is below",
                withFilter,
                withLandlock,
                "ns",
                Bar.NONE);
        results.compare(
                "",
                "  the role / Landlock and the filter that lets all through, in C",
                withRole,
                withFilter,
                "ns",
                Bar.atMost(1.02));
        results.compare(
                "",
                "  the role's rule set without its filter / Landlock alone in C",
                withBoth,
                withLandlock,
                "ns",
                Bar.NONE);
    }

    private static double time(Path binary, Path rules, String program, String rounds, Path file) throws Exception {
        return Double.parseDouble(
                Run.output(List.of(binary.toString(), rules.toString(), program, rounds, file.toString())));
    }

    private static Path write(Path to, Ruleset ruleset) throws Exception {
        return Files.writeString(
                to,
                ruleset.files() + " " + ruleset.ports() + " " + ruleset.scopes() + "\n"
                        + ruleset.paths().stream()
                                .map(rule -> rule.rights() + " " + rule.path() + "\n")
                                .collect(Collectors.joining()));
    }

    private static List<Path> directories(Path folder, int paths) throws Exception {
        List<Path> directories = new ArrayList<>();
        for (int i = 0; i < paths; i++) {
            directories.add(Files.createDirectories(folder.resolve("d" + i)));
        }
        return directories;
    }

    private static Path roleMap(Path folder, List<Path> directories) throws Exception {
        return Files.writeString(
                folder.resolve("roles.conf"),
                directories.stream()
                        .map(directory -> '"' + directory.toString() + '"')
                        .collect(Collectors.joining(
                                ", ", "thread-sandbox.roles.docs { allow = [\"@jvm\"], files.read = [", "] }\n")));
    }

    /** On each JDK. */
    static void measureStart(Run run, Results results) throws Exception {
        List<Double> first = new ArrayList<>();
        List<Double> later = new ArrayList<>();
        for (int round = 0; round < run.effort().of(1, 2, 3); round++) {
            String[] words = run.java(run.nativeAccess(), Paths.class).split(" ", -1);
            later.add(Double.parseDouble(words[0]));
            first.add(Double.parseDouble(words[1]));
        }
        results.figure(
                run.name(),
                "start of a role with " + MOST + " paths: rule set, program, thread; the first in a JVM, later ones",
                String.format(Locale.ROOT, "%.1f ms, %.1f ms", Run.median(first), Run.median(later)),
                "");
    }

    /**
     * Makes the zygote of a role with fifty paths, some times over, and prints the milliseconds: of the first, and the median.
     *
     * @param arguments none
     * @throws Exception if it cannot be made
     */
    public static void main(String[] arguments) throws Exception {
        Arch arch = Arch.of(System.getProperty("os.arch")).orElseThrow();
        Path folder = Scratch.folder("paths");
        List<Path> directories = directories(folder, MOST);
        Settings settings = SettingsReader.read(Optional.of(roleMap(folder, directories)), arch);
        LibC libC = NativeLibrary.open(arch, Optional.empty());
        Landlock landlock = new Landlock(libC, arch);
        Seccomp seccomp = new Seccomp(libC, arch);
        Ruleset ruleset = Ruleset.of(settings.bounds().get("docs"), NamedPaths.find(List.of()), landlock.abi());
        List<Double> millis = new ArrayList<>();
        for (int i : IntStream.range(0, STARTS).toArray()) {
            long begin = System.nanoTime();
            Landlock.Loaded loaded = landlock.load(ruleset);
            Seccomp.Loaded filter =
                    seccomp.load(PolicyCompiler.compile(settings.roles().get("docs"), arch));
            Thread thread = new Thread(
                    () -> {
                        try {
                            landlock.restrictThisThread(loaded);
                            seccomp.installOnThisThread(filter);
                        } catch (SeccompException e) {
                            throw new IllegalStateException(e);
                        }
                    },
                    "zygote-" + i);
            thread.start();
            thread.join();
            millis.add((System.nanoTime() - begin) / 1e6);
        }
        System.out.println(Run.median(millis) + " " + millis.get(0));
    }
}
