package io.github.threadsandbox.coverage;

import io.github.threadsandbox.seccomp.OwnProc;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads {@code /proc/self/task}. For one thread at a time: it has one buffer. */
final class ProcTasks {
    private static final File TASKS = new File("/proc/self/task");

    /** Its own directory and its parent's entry count as links. */
    private static final int OTHER_LINKS = 2;

    private static final byte[] NAME = field("Name:\t");
    private static final byte[] FILTERS = field("\nSeccomp_filters:\t");

    /** How far from where the last thread's filters stood those of the next may stand: numbers before them have other lengths. */
    private static final int NEAR = 32;

    private byte[] buffer = new byte[4096];
    private int length;
    private int lastFilters;

    /**
     * The threads of this process.
     *
     * @param threads each
     * @param complete whether none can be missing: the kernel's list may lose one while others end
     */
    record Reading(List<KernelThread> threads, boolean complete) {}

    Reading read() throws IOException {
        if (!OwnProc.isThere()) {
            throw new IOException(
                    "/proc is not this PID namespace's, so its thread ids are others than this JVM's: mount"
                            + " one of this namespace's on /proc (unshare --mount-proc)");
        }
        int before = links();
        String[] tids = TASKS.list();
        if (tids == null) {
            throw new IOException(TASKS + " cannot be listed");
        }
        List<KernelThread> threads = new ArrayList<>(tids.length);
        for (String tid : tids) {
            if (readFile(tid + "/status")) {
                threads.add(parse(Integer.parseInt(tid)));
            }
        }
        return new Reading(threads, before == tids.length && links() == tids.length && threads.size() == tids.length);
    }

    /** When a thread started, which tells it from a later one of the same id; nothing for one that has ended. */
    Optional<String> startTime(int tid) throws IOException {
        if (!readFile(tid + "/stat")) {
            return Optional.empty();
        }
        String stat = new String(buffer, 0, length, StandardCharsets.ISO_8859_1);
        // "tid (name) S …": the name may hold anything. Field 22 of proc(5), the 20th from the state on.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return Optional.of(fields[19]);
    }

    /** How old a thread is, at most: up to three hundredths of a second less; nothing for one that has ended. */
    OptionalLong millisSinceStart(int tid) throws IOException {
        Optional<String> start = startTime(tid);
        if (start.isEmpty()) {
            return OptionalLong.empty();
        }
        // Both count from the machine's start, in hundredths of a second: USER_HZ of proc(5), and proc_uptime(5).
        // Two more make up for what is cut off of the one and the other.
        String uptime = Files.readString(Path.of("/proc/uptime"), StandardCharsets.US_ASCII);
        long now = Long.parseLong(uptime.substring(0, uptime.indexOf(' ')).replace(".", ""));
        return OptionalLong.of((now + 2 - Long.parseLong(start.get())) * 10);
    }

    private KernelThread parse(int tid) throws IOException {
        int name = after(NAME, 0);
        int filters = after(FILTERS, Math.max(name, lastFilters - NEAR));
        if (filters < 0) {
            filters = after(FILTERS, name);
        }
        lastFilters = filters;
        if (filters < 0) {
            throw new IOException("the kernel does not say how many filters a thread is under (Linux 5.9)");
        }
        int end = name;
        while (buffer[end] != '\n') {
            end++;
        }
        int count = 0;
        for (int i = filters; buffer[i] >= '0' && buffer[i] <= '9'; i++) {
            count = count * 10 + buffer[i] - '0';
        }
        return new KernelThread(tid, new String(buffer, name, end - name, StandardCharsets.UTF_8), count);
    }

    private int after(byte[] wanted, int from) {
        for (int i = from; i <= length - wanted.length; i++) {
            int same = 0;
            while (same < wanted.length && buffer[i + same] == wanted[same]) {
                same++;
            }
            if (same == wanted.length) {
                return i + same;
            }
        }
        return -1;
    }

    /** Whether it could be read: a thread that ends takes its files along. */
    private boolean readFile(String name) throws IOException {
        length = 0;
        try (FileInputStream in = new FileInputStream(new File(TASKS, name))) {
            while (true) {
                int read = in.read(buffer, length, buffer.length - length);
                if (read < 0) {
                    return length > 0;
                }
                length += read;
                if (length == buffer.length) {
                    buffer = java.util.Arrays.copyOf(buffer, 2 * length);
                }
            }
        } catch (IOException e) {
            if (new File(TASKS, name).exists()) {
                throw e;
            }
            return false;
        }
    }

    private static int links() throws IOException {
        return (Integer) Files.getAttribute(Path.of(TASKS.getPath()), "unix:nlink") - OTHER_LINKS;
    }

    private static byte[] field(String name) {
        return name.getBytes(StandardCharsets.US_ASCII);
    }
}
