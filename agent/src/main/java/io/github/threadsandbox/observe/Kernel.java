package io.github.threadsandbox.observe;

import io.github.threadsandbox.linux.Arch;
import io.github.threadsandbox.linux.Errnos;
import io.github.threadsandbox.linux.SyscallTable;
import io.github.threadsandbox.seccomp.LibC;
import io.github.threadsandbox.seccomp.NativeMemory;
import java.nio.ByteBuffer;
import java.util.List;

/** What the observer asks of the kernel for itself. */
final class Kernel {
    /** linux/prctl.h. */
    private static final int PR_SET_PDEATHSIG = 1;

    private static final int PR_SET_DUMPABLE = 4;

    private static final int SIGKILL = 9;

    /** The same on every architecture of the agent: asm-generic/signal.h, asm/signal.h. */
    private static final int SIGCONT = 18;

    private static final int CLOCK_MONOTONIC = 1;
    private static final int POLLIN = 1;
    private static final int POLLOUT = 4;
    private static final int POLLGONE = 8 | 0x10 | 0x20;

    /** More listeners than there can be zygotes. */
    private static final int MOST_POLLED = 600;

    private static final int MOST_WRITTEN = 1 << 17;

    private final LibC libC;
    private final SyscallTable table;
    private final NativeMemory polled;
    private final NativeMemory time;
    private final NativeMemory written;
    private int timer = -1;
    private String writeErrno = "";

    Kernel(LibC libC, Arch arch) {
        this.libC = libC;
        this.table = SyscallTable.of(arch);
        this.polled = libC.reserve(8 * MOST_POLLED);
        this.time = libC.reserve(64);
        this.written = libC.reserve(MOST_WRITTEN);
    }

    /**
     * Leaves the JVM's terminal and group, whose signals are not for it, and lets nobody of the same user look into it or trace it (prctl(2), PR_SET_DUMPABLE).
     * Should it be stopped when the JVM ends, the kernel has it go on (PR_SET_PDEATHSIG, which looks at the thread that started this
     * process: that one lives as long as the JVM), so that it finds its socket closed, writes what is left, and ends.
     */
    void settle() {
        must("prctl(PR_SET_PDEATHSIG)", call("prctl", PR_SET_PDEATHSIG, SIGCONT, 0, 0, 0));
        call("setsid", 0, 0, 0, 0, 0);
        must("prctl(PR_SET_DUMPABLE)", call("prctl", PR_SET_DUMPABLE, 0, 0, 0, 0));
    }

    long parent() {
        return call("getppid", 0, 0, 0, 0, 0);
    }

    /**
     * From now on the kernel kills this process if {@link #alive} is not called in time: also where it is stopped, and can do
     * nothing itself. Threads that are held are let go then, with ENOSYS (seccomp_unotify(2)).
     */
    void killUnlessAlive() {
        // struct sigevent of asm-generic/siginfo.h: value, signal, SIGEV_SIGNAL.
        time.bytes().putLong(0, 0).putInt(8, SIGKILL).putInt(12, 0);
        must("timer_create", call("timer_create", CLOCK_MONOTONIC, time.address(), time.address() + 56, 0, 0));
        timer = time.bytes().getInt(56);
    }

    void alive(int seconds) {
        // struct itimerspec: no interval, and the time.
        time.bytes().putLong(0, 0).putLong(8, 0).putLong(16, seconds).putLong(24, 0);
        must("timer_settime", call("timer_settime", timer, 0, time.address(), 0, 0));
    }

    /** Waits until one of these can be read, or the last can be written. */
    void await(List<Integer> descriptors, boolean lastIsWanted, long millis) {
        ByteBuffer bytes = polled.bytes();
        int count = Math.min(descriptors.size(), MOST_POLLED);
        for (int i = 0; i < count; i++) {
            boolean out = lastIsWanted && i == count - 1;
            bytes.putInt(8 * i, descriptors.get(i)).putInt(8 * i + 4, POLLIN | (out ? POLLOUT : 0));
        }
        time.bytes().putLong(32, millis / 1000).putLong(40, millis % 1000 * 1_000_000);
        long result = call("ppoll", polled.address(), count, time.address() + 32, 0, 0);
        if (result < 0) {
            if (!Errnos.name((int) -result).equals("EINTR")) {
                must("ppoll", result);
            }
            for (int i = 0; i < count; i++) {
                bytes.putInt(8 * i + 4, 0);
            }
        }
    }

    boolean isReadable(int index) {
        return index < MOST_POLLED && (polled.bytes().getShort(8 * index + 6) & POLLIN) != 0;
    }

    boolean isGone(int index) {
        return index < MOST_POLLED && (polled.bytes().getShort(8 * index + 6) & POLLGONE) != 0;
    }

    void close(int descriptor) {
        call("close", descriptor, 0, 0, 0, 0);
    }

    /**
     * Writes bytes to a file, or some of them, or none: a pipe that is full takes none, and neither does a disk.
     *
     * @return how many; if not all, {@link #writeErrno} says why
     */
    int write(int file, byte[] bytes) {
        int most = Math.min(bytes.length, MOST_WRITTEN);
        written.bytes().put(0, bytes, 0, most);
        writeErrno = most < bytes.length ? "E2BIG" : "";
        int done = 0;
        while (done < most) {
            long result = call("write", file, written.address() + done, most - done, 0, 0);
            if (result <= 0) {
                writeErrno = result == 0 ? "EIO" : Errnos.name((int) -result);
                return done;
            }
            done += (int) result;
        }
        return done;
    }

    /** Why the last bytes were not all written. */
    String writeErrno() {
        return writeErrno;
    }

    private long call(String name, long a, long b, long c, long d, long e) {
        return libC.syscall(table.number(name).orElseThrow(), a, b, c, d, e);
    }

    private static void must(String call, long result) {
        if (result < 0) {
            throw new IllegalStateException(call + ": " + Errnos.name((int) -result));
        }
    }
}
