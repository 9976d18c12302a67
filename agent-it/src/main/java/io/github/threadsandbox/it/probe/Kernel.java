package io.github.threadsandbox.it.probe;

import java.io.FileInputStream;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What the kernel says of threads, and calls that show what a role allows. */
final class Kernel {
    private Kernel() {}

    /** Opens a file for reading: {@code done}, or the errno's text as the JDK has it. */
    static String open() {
        try (FileInputStream in = new FileInputStream("/etc/hostname")) {
            return in.read() >= 0 ? "done" : "empty";
        } catch (IOException e) {
            return reason(e.getMessage());
        }
    }

    /** Makes a socket: {@code done}, or {@code denied}. */
    static String socket() {
        try {
            new DatagramSocket().close();
            return "done";
        } catch (SocketException e) {
            return "denied";
        }
    }

    /** Starts a process: {@code done}, or how it failed. */
    static String exec() {
        try {
            return new ProcessBuilder("/bin/true").start().waitFor() == 0 ? "done" : "failed";
        } catch (IOException e) {
            return e.getMessage().contains("not permitted") || e.getMessage().contains("Bad file")
                    ? "denied"
                    : e.getMessage();
        } catch (InterruptedException e) {
            return "interrupted";
        }
    }

    private static String reason(String message) {
        return message.replaceAll("^.*\\((.*)\\)$", "$1");
    }

    /** The filters on the thread that has this name in the kernel (15 characters), read from a thread that may. */
    static Map<String, String> filtersByThread() throws IOException {
        Map<String, String> filters = new TreeMap<>();
        try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
            for (Path task : tasks.toList()) {
                String status;
                try {
                    status = new String(Files.readAllBytes(task.resolve("status")), StandardCharsets.ISO_8859_1);
                } catch (IOException e) {
                    // Ended meanwhile.
                    continue;
                }
                filters.put(
                        field(status, "Name") + "/" + task.getFileName(),
                        field(status, "Seccomp_filters") + "/" + field(status, "NoNewPrivs"));
            }
        }
        return filters;
    }

    static String field(String status, String name) {
        return status.lines()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElse("?");
    }

    static void print(String name, Object value) {
        synchronized (Kernel.class) {
            System.out.println(name + "=" + value);
        }
    }
}
