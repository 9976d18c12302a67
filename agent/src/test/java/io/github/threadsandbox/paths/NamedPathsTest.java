package io.github.threadsandbox.paths;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.threadsandbox.landlock.PathSets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NamedPathsTest {
    @TempDir
    private Path folder;

    @Test
    void followsTheManifestsOfAClassPath() throws Exception {
        Path first = jar("first.jar", "Class-Path", "lib/second.jar classes/ http://example.org/x.jar");
        Files.createDirectories(folder.resolve("lib"));
        jar(
                "lib/second.jar",
                "Class-Path",
                "../first.jar with%20space.jar " + folder.resolve("third.jar").toUri());
        assertEquals(
                List.of(
                        first.toString(),
                        "/srv/classes",
                        folder + "/lib/second.jar",
                        folder + "/classes",
                        folder + "/lib/with space.jar",
                        folder + "/third.jar"),
                ClassPath.of(first + ":/srv/classes"));
        assertEquals(List.of(Path.of("").toAbsolutePath().toString()), ClassPath.of(":"));
        assertEquals(List.of(), ClassPath.of(""));
    }

    @Test
    void takesInTheJarsThatQuarkusOpensItself() throws Exception {
        for (String made : List.of("app", "lib/main", "lib/deployment", "quarkus", "config")) {
            Files.createDirectories(folder.resolve(made));
        }
        Path run = jar("quarkus-run.jar", "Main-Class", "io.quarkus.bootstrap.runner.QuarkusEntryPoint");
        assertEquals(
                List.of(run.toString(), folder + "/app", folder + "/lib/main", folder + "/quarkus"),
                ClassPath.of(run.toString()));
        Path other = jar("other.jar", "Main-Class", "com.acme.Main");
        assertEquals(List.of(other.toString()), ClassPath.of(other.toString()));
    }

    @Test
    void takesInOtherAgentsAndNotItsOwn() throws Exception {
        Path other = jar("other.jar", "Boot-Class-Path", "boot.jar");
        Path own = jar("own.jar", "Premain-Class", "io.github.threadsandbox.premain.Premain");
        List<String> paths = NamedPaths.find(List.of(
                        "-javaagent:" + own + "=roles.conf",
                        "-javaagent:" + other + "=a=b",
                        "-Xbootclasspath/a:/boot/a.jar",
                        "--patch-module=java.base=/patch"))
                .get("class-path");
        for (String expected : List.of(other.toString(), folder + "/boot.jar", "/boot/a.jar", "/patch")) {
            assertTrue(paths.contains(expected), () -> expected + " in " + paths);
        }
        assertTrue(!paths.contains(own.toString()), paths::toString);
    }

    @Test
    void findsWhatEverySetHolds() {
        Map<String, List<String>> sets = NamedPaths.find(List.of());
        assertEquals(PathSets.names(), new java.util.TreeSet<>(sets.keySet()));
        sets.forEach((name, paths) -> paths.forEach(path -> assertTrue(path.startsWith("/"), name + ": " + path)));
        assertTrue(sets.get("jdk").contains(System.getProperty("java.home")));
        assertEquals(List.of(System.getProperty("java.io.tmpdir")), sets.get("temporary"));
    }

    private Path jar(String name, String attribute, String value) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue(attribute, value);
        Path jar = folder.resolve(name);
        new JarOutputStream(Files.newOutputStream(jar), manifest).close();
        return jar;
    }
}
