package io.github.threadsandbox.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The agent's jar with another list of what is preloaded. */
final class PreloadJar {
    private static final String LIST = "inst/io/github/threadsandbox/confine/preload.txt";

    private PreloadJar() {}

    /** The packaged list. */
    static List<String> list() throws IOException {
        try (FileSystem jar = FileSystems.newFileSystem(AgentRun.JAR)) {
            return Files.readAllLines(jar.getPath(LIST));
        }
    }

    /** A copy that preloads nothing. */
    static Path none(Path directory) throws IOException {
        return with(List.of(), directory);
    }

    /** A copy without the groups that need nothing but what a role allows. */
    static Path forRole(Set<String> allowed, Path directory) throws IOException {
        List<String> kept = new ArrayList<>();
        boolean keep = true;
        for (String line : list()) {
            if (line.startsWith("group ")) {
                String[] words = line.split(" ");
                keep = !allowed.containsAll(List.of(words).subList(3, words.length));
            }
            if (keep) {
                kept.add(line);
            }
        }
        return with(kept, directory);
    }

    private static Path with(List<String> list, Path directory) throws IOException {
        Path copy = Files.copy(AgentRun.JAR, directory.resolve("agent.jar"));
        try (FileSystem jar = FileSystems.newFileSystem(copy)) {
            Files.write(jar.getPath(LIST), list, StandardCharsets.UTF_8);
        }
        return copy;
    }
}
