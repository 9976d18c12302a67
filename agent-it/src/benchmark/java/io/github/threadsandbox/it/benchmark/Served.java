package io.github.threadsandbox.it.benchmark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** {@link Service} in a JVM of its own. */
final class Served implements AutoCloseable {
    private static final int START_SECONDS = 60;
    private static final int STOP_SECONDS = 20;

    /** USER_HZ, in which /proc/PID/stat counts (proc(5)): 100 on every architecture that the agent knows. */
    private static final double TICK_MILLIS = 10;

    private final Process process;
    private final int port;

    private Served(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts it; returns when it listens. */
    static Served start(Run run, List<String> options, Path folder, String classPath) throws Exception {
        // A heap of one size, as doctor --jvm-flags recommends: else G1 shrinks it in those that go over the first
        // limit of metaspace.
        List<String> command =
                new ArrayList<>(List.of(run.jdk().resolve("bin/java").toString(), "-Xms256m", "-Xmx256m"));
        command.addAll(options);
        command.addAll(List.of(
                "-cp",
                classPath,
                Service.class.getName(),
                Files.createDirectories(folder.resolve("tomcat")).toString(),
                folder.resolve("words.txt").toString()));
        Path log = Files.createTempFile(folder, "service", ".log");
        Process process =
                new ProcessBuilder(command).redirectError(log.toFile()).start();
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = CompletableFuture.supplyAsync(() -> lineOf(out))
                .completeOnTimeout(null, START_SECONDS, TimeUnit.SECONDS)
                .get();
        if (line == null) {
            process.destroyForcibly();
            throw new IOException("the service did not start: see " + log);
        }
        return new Served(process, Integer.parseInt(line));
    }

    private static String lineOf(BufferedReader out) {
        try {
            return out.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String url() {
        return "http://127.0.0.1:" + port + "/?title=words";
    }

    /** Waits for a page. */
    int get() throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(url()).toURL().openConnection();
        connection.getInputStream().readAllBytes();
        return connection.getResponseCode();
    }

    /** Processor time so far, of it and of the observer if it has one. */
    double cpuMillis() {
        return family().stream().mapToDouble(Served::cpuMillis).sum();
    }

    double residentMegabytes() {
        return family().stream().mapToDouble(Served::residentMegabytes).sum();
    }

    private List<Long> family() {
        List<Long> all = new ArrayList<>(List.of(process.pid()));
        process.toHandle().descendants().forEach(child -> all.add(child.pid()));
        return all;
    }

    static double cpuMillis(long pid) {
        String stat = read("/proc/" + pid + "/stat");
        // Behind the name, which may hold anything, come field 3 and so on.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * TICK_MILLIS;
    }

    private static double residentMegabytes(long pid) {
        return read("/proc/" + pid + "/status")
                        .lines()
                        .filter(line -> line.startsWith("VmRSS:"))
                        .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")))
                        .findFirst()
                        .orElse(0)
                / 1024;
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws Exception {
        process.getOutputStream().close();
        if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException("the service does not end");
        }
    }
}
