package io.github.threadsandbox.observe;

import io.github.threadsandbox.seccomp.OwnProc;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The memory of the JVM that is watched, or of a process that it started: {@code /proc/PID/mem} (proc(5)), opened once. A thread that is held may have others change
 * what it points to: what is read here is for people, and decides nothing.
 */
final class TargetMemory implements AutoCloseable {
    /** linux/limits.h. */
    private static final int PATH_MAX = 4096;

    /** A read over the end of a mapping gives what is before it; one that begins there fails. */
    private static final int PAGE = 4096;

    private final RandomAccessFile memory;

    private TargetMemory(RandomAccessFile memory) {
        this.memory = memory;
    }

    /** Opens it; nothing may be read where the kernel does not let it (ptrace(2), "Ptrace access mode checking"). */
    static TargetMemory of(long pid) {
        if (!OwnProc.isThere()) {
            return new TargetMemory(null);
        }
        try {
            return new TargetMemory(new RandomAccessFile("/proc/" + pid + "/mem", "r"));
        } catch (FileNotFoundException e) {
            return new TargetMemory(null);
        }
    }

    boolean isReadable() {
        return memory != null;
    }

    @Override
    public void close() {
        if (memory != null) {
            try {
                memory.close();
            } catch (IOException e) {
                // What was opened for reading alone loses nothing.
            }
        }
    }

    /** A text that ends with a zero byte. */
    Optional<String> text(long address) {
        byte[] text = new byte[PATH_MAX];
        int length = 0;
        while (length < text.length) {
            int want = (int) Math.min(text.length - length, PAGE - ((address + length) & (PAGE - 1)));
            int got = read(address + length, text, length, want);
            for (int i = length; i < length + got; i++) {
                if (text[i] == 0) {
                    return Optional.of(new String(text, 0, i, StandardCharsets.UTF_8));
                }
            }
            if (got < want) {
                return Optional.empty();
            }
            length += got;
        }
        return Optional.empty();
    }

    /** Bytes, or nothing where not all of them can be read. */
    Optional<byte[]> bytes(long address, int length) {
        byte[] bytes = new byte[length];
        return read(address, bytes, 0, length) == length ? Optional.of(bytes) : Optional.empty();
    }

    private int read(long address, byte[] into, int at, int length) {
        if (memory == null || address <= 0) {
            return 0;
        }
        try {
            memory.seek(address);
            return Math.max(0, memory.read(into, at, length));
        } catch (IOException e) {
            return 0;
        }
    }
}
