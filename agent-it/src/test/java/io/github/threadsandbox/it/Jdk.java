package io.github.threadsandbox.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A JDK to test on.
 *
 * @param home its directory, links followed
 * @param feature its major version
 */
public record Jdk(Path home, int feature) {
    private static final Path INSTALLED = Path.of("/usr/lib/jvm");

    /**
     * Every JDK from 17 on under /usr/lib/jvm, and in the directories that the property {@code more.jdks} names, each once; the
     * one that runs the tests if there is none.
     */
    public static List<Jdk> all() {
        List<Path> homes = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"))));
        if (Files.isDirectory(INSTALLED)) {
            try (DirectoryStream<Path> installed = Files.newDirectoryStream(INSTALLED)) {
                installed.forEach(homes::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        for (String more : System.getProperty("more.jdks", "").split(":", -1)) {
            if (!more.isEmpty()) {
                homes.add(Path.of(more));
            }
        }
        return homes.stream()
                .filter(home -> Files.isExecutable(home.resolve("bin/java")))
                .map(Jdk::real)
                .distinct()
                .map(home -> new Jdk(home, feature(home)))
                .filter(jdk -> jdk.feature >= 17)
                .sorted((a, b) -> Integer.compare(a.feature, b.feature))
                .toList();
    }

    private static Path real(Path home) {
        try {
            return home.toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int feature(Path home) {
        String version = version(home).replaceAll("[^0-9].*", "");
        return version.isEmpty() ? 0 : Integer.parseInt(version);
    }

    private static String version(Path home) {
        try {
            return Files.readAllLines(home.resolve("release")).stream()
                    .filter(line -> line.startsWith("JAVA_VERSION="))
                    .map(line -> line.replaceAll("^JAVA_VERSION=\"(.*)\"$", "$1"))
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its version in full. */
    public String version() {
        return version(home);
    }

    /** Its launcher. */
    public Path java() {
        return home.resolve("bin/java");
    }

    @Override
    public String toString() {
        return "JDK " + feature;
    }
}
