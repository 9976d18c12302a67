package io.github.threadsandbox.learn;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A resource of this package: lines {@code text # reason}; lines that begin with {@code #} are comments. */
final class GuardFile {
    private GuardFile() {}

    /** A line of it. */
    record Line(String text, String reason) {}

    static List<Line> read(String name) {
        String path = "io/github/threadsandbox/learn/" + name;
        try (InputStream in = GuardFile.class.getClassLoader().getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("bug: the agent's jar lacks learn/" + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#") && !line.isBlank())
                    .map(GuardFile::line)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read learn/" + name + " from the agent's jar", e);
        }
    }

    private static Line line(String line) {
        int hash = line.indexOf(" # ");
        if (hash < 0) {
            throw new IllegalStateException("bug: a guard without a reason: " + line);
        }
        return new Line(
                line.substring(0, hash).strip(), line.substring(hash + 3).strip());
    }
}
