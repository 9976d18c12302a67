package io.github.threadsandbox.it.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is measured on, for the page. */
final class Machine {
    private Machine() {}

    static List<String> describe(List<Run> runs) throws IOException {
        List<String> lines = new ArrayList<>();
        long memory = number("/proc/meminfo", "MemTotal:") >> 20;
        lines.add("machine: " + processor() + ", " + Runtime.getRuntime().availableProcessors() + " processors, "
                + memory + " GB" + (virtual() ? ", virtual" : ""));
        lines.add("kernel: Linux "
                + Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip() + ", "
                + System.getProperty("os.arch"));
        lines.add("JDKs: " + runs.stream().map(Machine::version).collect(Collectors.joining(", ")));
        lines.add("date: " + LocalDate.now());
        return lines;
    }

    private static String processor() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown processor");
        }
    }

    private static boolean virtual() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.anyMatch(line -> line.startsWith("flags") && line.contains(" hypervisor"));
        }
    }

    private static long number(String file, String key) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of(file))) {
            return lines.filter(line -> line.startsWith(key))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .findFirst()
                    .orElse(0);
        }
    }

    private static String version(Run run) {
        try (Stream<String> lines = Files.lines(run.jdk().resolve("release"))) {
            List<String> release = lines.toList();
            return value(release, "JAVA_VERSION") + " (" + value(release, "IMPLEMENTOR") + ")";
        } catch (IOException e) {
            return run.jdk().toString();
        }
    }

    private static String value(List<String> release, String key) {
        return release.stream()
                .filter(line -> line.startsWith(key + "="))
                .map(line -> line.substring(key.length() + 1).replace("\"", ""))
                .findFirst()
                .orElse("?");
    }
}
