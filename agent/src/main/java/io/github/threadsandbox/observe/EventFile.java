package io.github.threadsandbox.observe;

import static io.github.threadsandbox.linux.OpenFlags.O_APPEND;
import static io.github.threadsandbox.linux.OpenFlags.O_CLOEXEC;
import static io.github.threadsandbox.linux.OpenFlags.O_CREAT;
import static io.github.threadsandbox.linux.OpenFlags.O_NONBLOCK;
import static io.github.threadsandbox.linux.OpenFlags.O_PATH;
import static io.github.threadsandbox.linux.OpenFlags.O_WRONLY;

import io.github.threadsandbox.linux.Arch;
import io.github.threadsandbox.linux.Errnos;
import io.github.threadsandbox.linux.SyscallTable;
import io.github.threadsandbox.seccomp.LibC;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The JVM's end of the file of events: opened by its name once, before a thread of a role is observed. Another observer gets that very
 * file, whatever its name means by then: a role that may write in its folder could have put a link to another one there. What
 * is kept for that is no descriptor that anybody can write to (open(2), O_PATH).
 */
final class EventFile {
    private static final int TO_WRITE = O_WRONLY | O_APPEND | O_NONBLOCK | O_CLOEXEC;

    private static final int AT_FDCWD = -100;
    private static final int MODE = 0640;

    private final LibC libC;
    private final Arch arch;
    private final Path path;
    private int kept = -1;

    EventFile(LibC libC, Arch arch, Path path) {
        this.libC = libC;
        this.arch = arch;
        this.path = path;
    }

    /** Opens it, for an observer: a descriptor, or an errno, negated. */
    int open() {
        if (kept >= 0) {
            return open("/proc/self/fd/" + kept, TO_WRITE);
        }
        int file = open(path.toAbsolutePath().toString(), TO_WRITE | O_CREAT);
        if (file < 0) {
            return file;
        }
        kept = open("/proc/self/fd/" + file, O_PATH | O_CLOEXEC);
        if (kept < 0) {
            close(file);
            return kept;
        }
        return file;
    }

    private int open(String name, int flags) {
        byte[] text = (name + "\0").getBytes(StandardCharsets.UTF_8);
        return (int) call("openat", AT_FDCWD, libC.memory(text), flags, MODE);
    }

    void close(int descriptor) {
        call("close", descriptor, 0, 0, 0);
    }

    private long call(String name, long a, long b, long c, long d) {
        return libC.syscall(SyscallTable.of(arch).number(name).orElseThrow(), a, b, c, d, 0);
    }

    /** For people: its name, and why it is not written. */
    String failure(int negated) {
        return "events.file: " + path + ": " + Errnos.name(-negated);
    }
}
