package io.github.threadsandbox.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** One fresh JVM with a probe in it, and with the packaged agent unless said otherwise. */
final class AgentRun {
    static final Path JAR =
            Path.of(System.getProperty("agent.jar")).toAbsolutePath().normalize();
    static final Path REPOSITORY =
            Path.of(System.getProperty("repository.root")).toAbsolutePath().normalize();

    /** The probes. */
    static final String CLASS_PATH = REPOSITORY.resolve("agent-it/target/agent-it.jar") + ":"
            + REPOSITORY.resolve("agent/target/thread-sandbox-agent-annotations.jar");

    /** Whatever a test is about: a thread that is not confined as it should be ends the JVM. */
    private static final String WATCHED = "\ncoverage { interval = 1s, on-mismatch = abort }";

    /** A second JVM for each would be half of the tests' time; those that are about it, and all with a file of their own, have it. */
    private static final String UNOBSERVED = "\nobserve = off";

    private final Jdk jdk;
    private final List<String> firstOptions = new ArrayList<>();
    private final List<String> options = new ArrayList<>();
    private final List<String> under = new ArrayList<>();
    private final Map<String, String> environment = new HashMap<>();
    private String classPath = CLASS_PATH;
    private Path directory;
    private Path roleMap;
    private boolean agent = true;
    private Path jar = JAR;
    private Path input;
    private int seconds = 60;

    private AgentRun(Jdk jdk) {
        this.jdk = jdk;
    }

    /** What a JVM left behind when it ended. */
    record Result(int exitCode, String out, String err) {
        Result exitsWith(int expected) {
            assertEquals(expected, exitCode, () -> "exit code; out:\n" + out + "\nerr:\n" + err);
            return this;
        }

        /** What a probe that goes roads printed of each, from a confined thread ({@code out/}) and from others ({@code back/}). */
        Map<String, String> roads() {
            return out.lines()
                    .filter(line -> line.startsWith("out/") || line.startsWith("back/"))
                    .map(line -> line.split("=", 2))
                    .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1], (a, b) -> b, TreeMap::new));
        }

        /** What the probe printed as {@code name=value}. */
        String value(String name) {
            return out.lines()
                    .filter(line -> line.startsWith(name + "="))
                    .map(line -> line.substring(name.length() + 1))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(
                            "the probe did not print " + name + "=; out:\n" + out + "\nerr:\n" + err));
        }
    }

    static AgentRun on(Jdk jdk) {
        return new AgentRun(jdk);
    }

    AgentRun withoutAgent() {
        agent = false;
        return this;
    }

    /** A role map's text: what stands in {@code thread-sandbox { … }}. */
    AgentRun roles(String... lines) {
        try {
            roleMap = Files.createTempFile("roles", ".conf");
            roleMap.toFile().deleteOnExit();
            String text = String.join("\n", lines);
            Files.writeString(
                    roleMap,
                    "thread-sandbox {\n" + text + (text.contains("coverage") ? "" : WATCHED)
                            + (text.contains("observe") ? "" : UNOBSERVED) + "\n}\n");
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Another jar than the packaged one. */
    AgentRun agent(Path other) {
        jar = other;
        return this;
    }

    AgentRun roleMap(Path file) {
        roleMap = file;
        return this;
    }

    AgentRun options(String... more) {
        options.addAll(List.of(more));
        return this;
    }

    /** Options that stand before the agent's own. */
    AgentRun firstOptions(String... more) {
        firstOptions.addAll(List.of(more));
        return this;
    }

    /** Lets a class of the tests start the JVM: it is given these arguments, and then the JVM's command line. */
    AgentRun under(Class<?> starter, String... arguments) {
        under.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                starter.getName()));
        under.addAll(List.of(arguments));
        return this;
    }

    /** Lets another program start the JVM: it is given the JVM's command line as its last arguments. */
    AgentRun inside(String... command) {
        under.addAll(List.of(command));
        return this;
    }

    /** What the JVM reads from its standard input. */
    AgentRun input(Path file) {
        input = file;
        return this;
    }

    AgentRun environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    AgentRun classPath(String more) {
        classPath = classPath + ":" + more;
        return this;
    }

    AgentRun directory(Path path) {
        directory = path;
        return this;
    }

    AgentRun seconds(int limit) {
        seconds = limit;
        return this;
    }

    /** Runs a probe's {@code main}. */
    Result run(Class<?> probe, String... arguments) {
        List<String> command = new ArrayList<>(options);
        if (agent) {
            command.add(0, "-javaagent:" + jar + (roleMap == null ? "" : "=" + roleMap));
        }
        command.addAll(0, firstOptions);
        command.addAll(List.of("-cp", classPath, probe.getName()));
        command.addAll(List.of(arguments));
        return java(command);
    }

    /** Runs the jar's command line. */
    Result command(String... arguments) {
        List<String> command = new ArrayList<>(options);
        command.addAll(List.of("-jar", JAR.toString()));
        command.addAll(List.of(arguments));
        return java(command);
    }

    private Result java(List<String> arguments) {
        List<String> command = new ArrayList<>(under);
        command.add(jdk.java().toString());
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        if (directory != null) {
            builder.directory(directory.toFile());
        }
        try {
            Path out = Files.createTempFile("out", ".txt");
            Path err = Files.createTempFile("err", ".txt");
            if (input != null) {
                builder.redirectInput(input.toFile());
            }
            builder.redirectOutput(out.toFile()).redirectError(err.toFile());
            try {
                Process process = builder.start();
                if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                    process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
                    throw new AssertionError("no end after " + seconds + " s: " + command + "; out:\n" + text(out)
                            + "\nerr:\n" + text(err));
                }
                return new Result(process.exitValue(), text(out), text(err));
            } finally {
                Files.deleteIfExists(out);
                Files.deleteIfExists(err);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }
}
