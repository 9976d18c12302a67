package io.github.threadsandbox.observe;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * The observer's end of the file of events. A disk may be full and have room again: then the next line begins on a line of its own, and
 * how many are missing is said.
 */
final class EventLines {
    private static final long SAY_PAUSE = TimeUnit.SECONDS.toNanos(10);

    private final Kernel kernel;
    private final int file;
    private boolean torn;
    private boolean whole = true;
    private long missing;
    private long said = System.nanoTime() - SAY_PAUSE;
    private String errno = "";

    /** @param file its descriptor, or -1 where there is none */
    EventLines(Kernel kernel, int file) {
        this.kernel = kernel;
        this.file = file;
    }

    void write(String line) {
        if (file < 0) {
            return;
        }
        byte[] bytes = ((torn ? "\n" : "") + line + "\n").getBytes(StandardCharsets.UTF_8);
        int done = kernel.write(file, bytes);
        if (done == bytes.length) {
            torn = false;
            return;
        }
        // Of one that begins with the end of the torn one, that alone may have been written.
        torn = torn ? done != 1 : done > 0;
        whole = false;
        missing++;
        errno = kernel.writeErrno();
    }

    /** Whether every line was written. */
    boolean isWhole() {
        return whole;
    }

    /** How many lines are missing that nobody was told of; 0 as well where that was said a moment ago. */
    long missing(long now) {
        if (missing == 0 || now - said < SAY_PAUSE) {
            return 0;
        }
        said = now;
        long taken = missing;
        missing = 0;
        return taken;
    }

    /** Why the last of them is missing. */
    String errno() {
        return errno;
    }
}
