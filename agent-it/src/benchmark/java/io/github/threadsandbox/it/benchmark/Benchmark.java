package io.github.threadsandbox.it.benchmark;

import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Runs every measurement on every JDK under /usr/lib/jvm and prints one table. */
public final class Benchmark {
    private static final List<String> NAMES =
            List.of("thread-start", "hand-off", "filter-objects", "calls", "start-up", "virtual-threads", "coverage");

    private Benchmark() {}

    /**
     * Measures.
     *
     * @param arguments the repository's root; {@code quick=true} for a look; {@code only=NAME} for one measurement
     * @throws Exception if something cannot be run
     */
    public static void main(String[] arguments) throws Exception {
        Path repository = Path.of(arguments[0]).toAbsolutePath().normalize();
        boolean quick = List.of(arguments).contains("quick=true");
        String only = List.of(arguments).stream()
                .filter(argument -> argument.startsWith("only="))
                .map(argument -> argument.substring("only=".length()))
                .filter(name -> !name.isEmpty())
                .findFirst()
                .orElse("");
        if (!only.isEmpty() && !NAMES.contains(only)) {
            throw new IllegalArgumentException("only=" + only + ": write one of " + NAMES);
        }
        Table table = new Table();
        for (Path jdk : jdks()) {
            Run run = new Run(repository, jdk, quick);
            if (wanted("thread-start", only)) {
                ThreadStartRun.measure(run, table);
            }
            if (wanted("hand-off", only)) {
                HandOffRun.measure(run, table);
            }
            if (wanted("filter-objects", only)) {
                FilterObjects.measure(run, table);
            }
            if (wanted("virtual-threads", only)) {
                VirtualThreadRun.measure(run, table);
            }
            if (wanted("coverage", only)) {
                CoverageCost.measure(run, table);
            }
            if (wanted("start-up", only)) {
                StartUp.measure(run, table);
            }
        }
        if (wanted("calls", only)) {
            Calls.measure(repository, quick, table);
        }
        table.print();
    }

    private static boolean wanted(String name, String only) {
        return only.isEmpty() || only.equals(name);
    }

    private static List<Path> jdks() throws Exception {
        TreeSet<Path> homes = new TreeSet<>();
        homes.add(Path.of(System.getProperty("java.home")).toRealPath());
        Path installed = Path.of("/usr/lib/jvm");
        if (Files.isDirectory(installed)) {
            try (DirectoryStream<Path> all = Files.newDirectoryStream(installed)) {
                for (Path home : all) {
                    if (Files.isExecutable(home.resolve("bin/java"))) {
                        homes.add(home.toRealPath());
                    }
                }
            }
        }
        return new ArrayList<>(homes);
    }
}
