package io.github.threadsandbox.it.benchmark;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** One JDK to measure on, and how thoroughly. */
record Run(Path repository, Path jdk, Effort effort) {
    String name() {
        try {
            return Files.readAllLines(jdk.resolve("release")).stream()
                    .filter(line -> line.startsWith("JAVA_VERSION="))
                    .map(line -> "JDK " + line.replaceAll("^JAVA_VERSION=\"([0-9]+).*$", "$1"))
                    .findFirst()
                    .orElse(jdk.toString());
        } catch (IOException e) {
            return jdk.toString();
        }
    }

    String agent(String roleMap) {
        return "-javaagent:" + repository.resolve("agent/target/thread-sandbox-agent.jar") + "="
                + repository.resolve(roleMap);
    }

    /** The feature release. */
    int release() {
        return Integer.parseInt(name().replaceAll("[^0-9]", ""));
    }

    /** For a JVM that calls the kernel itself, without the agent. */
    List<String> nativeAccess() {
        return release() >= 22 ? List.of("--enable-native-access=ALL-UNNAMED") : List.of();
    }

    /** Runs a JVM to its end and returns what it printed. */
    String java(List<String> options, Class<?> main, String... arguments) throws Exception {
        return java(60, options, main, arguments);
    }

    String java(int seconds, List<String> options, Class<?> main, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(jdk.resolve("bin/java").toString()));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return output(seconds, command);
    }

    /** Runs a JVM to its end and returns the milliseconds until its {@code main} printed something. */
    double millisToMain(List<String> options, Class<?> main) throws Exception {
        List<String> command = new ArrayList<>(List.of(jdk.resolve("bin/java").toString()));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        long begin = System.nanoTime();
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        CompletableFuture.delayedExecutor(60, TimeUnit.SECONDS).execute(process::destroyForcibly);
        int first = process.getInputStream().read();
        double millis = (System.nanoTime() - begin) / 1e6;
        process.getInputStream().readAllBytes();
        if (first < 0 || process.waitFor() != 0) {
            throw new IOException("exit code " + process.waitFor() + " of " + command);
        }
        return millis;
    }

    static String output(List<String> command) throws Exception {
        return output(60, command);
    }

    private static String output(int seconds, List<String> command) throws Exception {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        // A child that hangs keeps its output open: end it from beside, or the read below never returns.
        CompletableFuture.delayedExecutor(seconds, TimeUnit.SECONDS).execute(process::destroyForcibly);
        byte[] out = process.getInputStream().readAllBytes();
        int code = process.waitFor();
        if (code != 0) {
            throw new IOException("exit code " + code + " of " + command);
        }
        return new String(out, StandardCharsets.UTF_8).strip();
    }

    static double median(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
