package io.github.threadsandbox.it;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReproducibleBuildIT {
    /** The module is built once more, elsewhere, and its jars must be the ones that this build made, byte for byte. */
    @Test
    void twoBuildsMakeTheSameJars(@TempDir Path elsewhere) throws Exception {
        for (String part : List.of("pom.xml", ".mvn", "agent/pom.xml", "agent/src")) {
            copy(AgentRun.REPOSITORY.resolve(part), elsewhere.resolve(part));
        }
        Files.createDirectories(elsewhere.resolve("agent-it"));
        Files.copy(AgentRun.REPOSITORY.resolve("agent-it/pom.xml"), elsewhere.resolve("agent-it/pom.xml"));
        Path log = elsewhere.resolve("build.log");
        Process build = new ProcessBuilder(
                        "mvn", "--batch-mode", "-pl", "agent", "package", "-DskipTests", "-Dspotless.check.skip=true")
                .directory(elsewhere.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!build.waitFor(10, TimeUnit.MINUTES)) {
            build.destroyForcibly();
        }
        assertEquals(0, build.exitValue(), Files.readString(log));
        for (String jar : List.of("thread-sandbox-agent.jar", "thread-sandbox-agent-annotations.jar")) {
            assertArrayEquals(
                    hash(AgentRun.JAR.resolveSibling(jar)),
                    hash(elsewhere.resolve("agent/target").resolve(jar)),
                    jar);
        }
    }

    private static byte[] hash(Path file) throws Exception {
        return MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.createDirectories(target.getParent());
                    Files.copy(file, target);
                }
            }
        }
    }
}
