package io.github.threadsandbox.observe;

import io.github.threadsandbox.linux.Arch;
import io.github.threadsandbox.linux.SyscallTable;
import io.github.threadsandbox.seccomp.LibC;
import io.github.threadsandbox.seccomp.NativeMemory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lines for the log, written by a thread of its own. The standard error may be a pipe that nobody reads, which whoever is denied
 * something can fill: then this thread waits, without the log's lock, and nobody else does. For threads of the agent's.
 */
final class LogLines implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger("thread-sandbox");

    /** That wait; more are counted. */
    private static final int MOST = 1000;

    private static final int STANDARD_ERROR = 2;
    private static final int POLLOUT = 4;
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    /** Bytes of a line: a pipe that can be written to takes 4096 without waiting (pipe(7), PIPE_BUF), the logger's own words among them. */
    private static final int LONGEST = 4000;

    private final LibC libC;
    private final int ppoll;
    private final NativeMemory memory;
    private final Deque<Line> lines = new ArrayDeque<>();
    private long dropped;
    private boolean writing;

    private record Line(boolean isError, String text) {}

    LogLines(LibC libC, Arch arch) {
        this.libC = libC;
        this.ppoll = SyscallTable.of(arch).number("ppoll").orElseThrow();
        this.memory = libC.reserve(24);
    }

    void warn(String text) {
        add(new Line(false, text));
    }

    void error(String text) {
        add(new Line(true, text));
    }

    private synchronized void add(Line line) {
        if (lines.size() >= MOST) {
            dropped++;
            return;
        }
        lines.add(line);
        notifyAll();
    }

    /** Waits until all is written, or for so long. */
    synchronized void await(long nanos) {
        long end = System.nanoTime() + nanos;
        for (long left = nanos; left > 0 && (writing || !lines.isEmpty()); left = end - System.nanoTime()) {
            try {
                wait(Math.max(1, TimeUnit.NANOSECONDS.toMillis(left)));
            } catch (InterruptedException e) {
                // Whoever waits is about to end the JVM.
                return;
            }
        }
    }

    @Override
    public void run() {
        while (true) {
            try {
                Line line = take();
                awaitRoom();
                write(line);
            } catch (Throwable t) {
                // An OutOfMemoryError, as like as not: this thread goes on.
                count(1);
            }
        }
    }

    private synchronized void count(int lost) {
        dropped += lost;
    }

    private synchronized Line take() throws InterruptedException {
        writing = false;
        notifyAll();
        while (lines.isEmpty()) {
            wait();
        }
        writing = true;
        if (dropped > 0) {
            Line first = new Line(
                    false,
                    dropped
                            + " lines more that were not written: nobody read the standard error in time, or there was no memory");
            dropped = 0;
            return first;
        }
        return lines.remove();
    }

    private void awaitRoom() {
        ByteBuffer bytes = memory.bytes();
        do {
            bytes.putInt(0, STANDARD_ERROR).putShort(4, (short) POLLOUT).putShort(6, (short) 0);
            bytes.putLong(8, 0).putLong(16, POLL_NANOS);
            // Whatever else it says, an error too, is no reason to wait.
        } while (libC.syscall(ppoll, memory.address(), 1, memory.address() + 8, 0, 0) == 0);
    }

    private static void write(Line line) {
        String text = shortened(line.text());
        if (line.isError()) {
            LOG.error(text);
        } else {
            LOG.warn(text);
        }
    }

    private static String shortened(String text) {
        String shorter = text;
        while (shorter.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
            shorter = Texts.shortened(shorter, Math.min(LONGEST, shorter.length() * 3 / 4));
        }
        return shorter;
    }
}
