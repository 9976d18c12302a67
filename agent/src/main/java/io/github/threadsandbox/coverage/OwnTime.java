package io.github.threadsandbox.coverage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The calling thread's time on a processor; the time by the clock, which is not less, where the kernel does not say. */
final class OwnTime {
    /** Its first number: nanoseconds on a processor (Documentation/scheduler/sched-stats.rst). */
    private static final Path FILE = Path.of("/proc/thread-self/schedstat");

    private boolean readable = true;

    long nanos() {
        if (readable) {
            try {
                String text = new String(Files.readAllBytes(FILE), StandardCharsets.US_ASCII);
                return Long.parseLong(text.substring(0, text.indexOf(' ')));
            } catch (IOException e) {
                readable = false;
            }
        }
        return System.nanoTime();
    }
}
