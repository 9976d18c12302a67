package io.github.threadsandbox.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The lines of an events file. Its observer may write the last ones a moment after its JVM has ended.
 *
 * @param file the file
 */
record Events(Path file) {
    private static final int SECONDS = 60;

    /** Those that are there and have a text. */
    List<String> now(String with) {
        try (var lines = Files.lines(file)) {
            return lines.filter(line -> line.contains(with)).toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The same once there is one; none if none comes. */
    List<String> soon(String with) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        List<String> lines = now(with);
        while (lines.isEmpty() && System.nanoTime() < end) {
            Thread.onSpinWait();
            lines = now(with);
        }
        return lines;
    }
}
