package io.github.threadsandbox.it.torture;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a JVM has at one time.
 *
 * @param threads the kernel's
 * @param files open ones
 * @param filters over all threads
 * @param mostFilters of one thread
 * @param resident kilobytes
 * @param metaspace kilobytes in use, as the JVM last said
 */
record Sample(long threads, long files, long filters, long mostFilters, long resident, long metaspace) {
    /** Of a JVM that is stopped; nothing before it has said its first. */
    static Optional<Sample> of(Child child) throws IOException {
        List<String> said = child.lines().stream()
                .filter(line -> line.startsWith("sample metaspace="))
                .toList();
        if (said.isEmpty() || !child.isAlive()) {
            return Optional.empty();
        }
        Path proc = Path.of("/proc", Long.toString(child.pid()));
        long threads = 0;
        long filters = 0;
        long most = 0;
        try (Stream<Path> tasks = Files.list(proc.resolve("task"))) {
            for (Path task : tasks.toList()) {
                long own;
                try {
                    own = field(task.resolve("status"), "Seccomp_filters:");
                } catch (IOException e) {
                    // The signal that stops them all reaches each in its turn: this one ended first.
                    continue;
                }
                threads++;
                filters += own;
                most = Math.max(most, own);
            }
        }
        long files;
        try (Stream<Path> open = Files.list(proc.resolve("fd"))) {
            files = open.count();
        }
        String metaspace = said.get(said.size() - 1).substring("sample metaspace=".length());
        return Optional.of(new Sample(
                threads,
                files,
                filters,
                most,
                field(proc.resolve("status"), "VmRSS:"),
                Long.parseLong(metaspace) / 1024));
    }

    private static long field(Path status, String name) throws IOException {
        return new String(Files.readAllBytes(status), StandardCharsets.ISO_8859_1)
                .lines()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(name.length()).strip().split(" ")[0])
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElse(0);
    }
}
