package io.github.threadsandbox.it.torture;

import io.github.threadsandbox.it.Jdk;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** One JVM of a program of torture's, in a directory of its own, and what it leaves behind. */
final class Child {
    /** As far as a report's stacks. */
    private static final int CRASH_LINES = 60;

    /** What the observer says of denials. */
    static final String EVENTS = "events.jsonl";

    private final Jdk jdk;
    private final Path directory;
    private final Process process;
    private final List<String> lines = new ArrayList<>();
    private final Thread reader;

    private Child(Jdk jdk, Path directory, Process process) {
        this.jdk = jdk;
        this.directory = directory;
        this.process = process;
        this.reader = new Thread(this::read, "reader of " + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    static Child start(Jdk jdk, List<String> options, Class<?> main, String... arguments) throws IOException {
        Path directory = Files.createTempDirectory("torture");
        Path roles = Files.writeString(directory.resolve("roles.conf"), """
                thread-sandbox {
                  roles { strict { allow = ["@jvm"] } }
                  threads = [ { name = "role-*", role = strict }, { name = "run-*", role = strict } ]
                  events.file = "%s"
                  coverage { interval = 1s, on-mismatch = abort }
                }
                """.formatted(directory.resolve(EVENTS)));
        // A JVM that crashes on purpose leaves no core behind, but ends as one that does.
        List<String> command = new ArrayList<>(
                List.of("sh", "-c", "ulimit -c 0; exec \"$@\"", "sh", jdk.java().toString()));
        command.addAll(options);
        command.addAll(List.of(
                "-javaagent:" + Where.agent() + "=" + roles,
                "-cp",
                Where.programs().toString(),
                main.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectError(directory.resolve("err.txt").toFile())
                .start();
        return new Child(jdk, directory, process);
    }

    private void read() {
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                synchronized (lines) {
                    lines.add(line);
                    lines.notifyAll();
                }
            }
        } catch (IOException e) {
            // The process ended in the middle of a line.
        }
    }

    /** Waits for a line; false if the time is over or the process has ended without. */
    boolean says(String line, int seconds) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        synchronized (lines) {
            while (!lines.contains(line) && System.nanoTime() < end && reader.isAlive()) {
                lines.wait(100);
            }
            return lines.contains(line);
        }
    }

    void tell() throws IOException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
    }

    /** Waits for the end; where there is none, the JVM dumps its threads and is killed. */
    boolean ends(int seconds) throws IOException, InterruptedException {
        if (process.waitFor(seconds, TimeUnit.SECONDS)) {
            reader.join(10_000);
            return true;
        }
        signal("CONT");
        signal("QUIT");
        process.waitFor(3, TimeUnit.SECONDS);
        process.destroyForcibly().waitFor();
        reader.join(10_000);
        return false;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    int exitCode() {
        return process.exitValue();
    }

    long pid() {
        return process.pid();
    }

    Jdk jdk() {
        return jdk;
    }

    Path directory() {
        return directory;
    }

    void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    List<String> lines() {
        synchronized (lines) {
            return List.copyOf(lines);
        }
    }

    String errors() throws IOException {
        return new String(Files.readAllBytes(directory.resolve("err.txt")), StandardCharsets.UTF_8);
    }

    /** Files by the beginning of their names. */
    List<Path> files(String beginning) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().startsWith(beginning))
                    .toList();
        }
    }

    /** What HotSpot's own report of a crash says first: the signal, the frame, the thread and its stack; empty without one. */
    String crash() throws IOException {
        StringBuilder said = new StringBuilder();
        for (Path report : files("hs_err")) {
            said.append('\n').append(report.getFileName());
            try (Stream<String> lines = Files.lines(report, StandardCharsets.ISO_8859_1)) {
                lines.filter(line -> !line.isBlank()).limit(CRASH_LINES).forEach(line -> said.append("\n    ")
                        .append(line));
            }
        }
        return said.toString();
    }

    void delete() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(file);
            }
        }
    }
}
