package io.github.threadsandbox.it.probe;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Is denied files on confined threads while the observer is short of something, or is attacked. */
public final class Pressed {
    private static final int THREADS = 5;
    private static final int PATHS = 20;
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(20);

    private static Path events;

    private Pressed() {}

    /**
     * Runs one case.
     *
     * @param arguments its name, the file of events, and another file
     * @throws Exception if it cannot be run
     */
    public static void main(String[] arguments) throws Exception {
        events = Path.of(arguments[1]);
        Path other = Path.of(arguments[2]);
        switch (arguments[0]) {
            case "unread" -> unread(other);
            case "full" -> full();
            case "absent" -> absent(other);
            case "moved" -> moved(other);
            case "slow" -> slow();
            case "starved" -> starved();
            case "orphan" -> orphan();
            case "killer" -> killer();
            case "socket" -> socketOfTheJvm();
            default -> throw new IllegalArgumentException(arguments[0]);
        }
        Kernel.print("end", "yes");
    }

    /** Its standard error is a pipe, which is full from now on. */
    private static void unread(Path pipe) throws Exception {
        // It ends with EAGAIN.
        new ProcessBuilder("dd", "if=/dev/zero", "of=" + pipe, "bs=1024", "oflag=nonblock")
                .redirectErrorStream(true)
                .start()
                .waitFor();
        for (int i = 0; i < THREADS; i++) {
            on("run-" + i, () -> {});
        }
        awaitLine("run-" + (THREADS - 1));
        observer().destroyForcibly();
        observedAnew("run-anew");
    }

    /** The file takes no more, in the middle of a line; and then it does again. */
    private static void full() throws Exception {
        on("run-before", () -> {});
        awaitLine("run-before");
        String pid = Long.toString(observer().pid());
        command("prlimit", "--pid", pid, "--fsize=" + (Files.size(events) + 100) + ":");
        for (int i = 0; i < PATHS; i++) {
            on("run-full-" + i, () -> {});
        }
        TimeUnit.MILLISECONDS.sleep(500);
        command("prlimit", "--pid", pid, "--fsize=unlimited:");
        on("run-after", () -> {});
        awaitLine("run-after");
    }

    /** What the observer needs is not there when it is wanted, and comes later. */
    private static void absent(Path jar) throws Exception {
        Path away = jar.resolveSibling("away.jar");
        Files.move(jar, away);
        on("run-before", () -> {});
        Files.move(away, jar);
        observedAnew("run-anew");
    }

    /** Between two observers, the file's name means another file. */
    private static void moved(Path other) throws Exception {
        on("run-before", () -> {});
        awaitLine("run-before");
        Path real = Files.move(events, events.resolveSibling("moved.jsonl"));
        Files.createSymbolicLink(events, other);
        events = real;
        observer().destroyForcibly();
        observedAnew("run-anew");
    }

    private static void slow() throws Exception {
        ProcessHandle observer = beforehand();
        command("kill", "-STOP", Long.toString(observer.pid()));
        Thread thread = new Thread(() -> Kernel.print("slow", denied("run-slow")), "run-slow");
        thread.start();
        TimeUnit.SECONDS.sleep(1);
        command("kill", "-CONT", Long.toString(observer.pid()));
        thread.join();
        Kernel.print("same", observer.isAlive());
    }

    /** The JVM ends at once, while the observer is stopped and has not told all. */
    private static void orphan() throws Exception {
        ProcessHandle observer = beforehand();
        on("run-orphan", () -> {
            for (int i = 0; i < PATHS; i++) {
                denied("run-orphan");
            }
        });
        command("kill", "-STOP", Long.toString(observer.pid()));
        Kernel.print("observer", observer.pid());
        Runtime.getRuntime().halt(0);
    }

    /** It runs only when nobody else would. */
    private static void starved() throws Exception {
        ProcessHandle observer = beforehand();
        command("chrt", "--all-tasks", "--idle", "--pid", "0", Long.toString(observer.pid()));
        AtomicBoolean ended = new AtomicBoolean();
        List<Thread> busy = new ArrayList<>();
        for (int i = 0; i < 2 * Runtime.getRuntime().availableProcessors(); i++) {
            Thread thread = new Thread(
                    () -> {
                        while (!ended.get()) {
                            Thread.onSpinWait();
                        }
                    },
                    "busy-" + i);
            thread.start();
            busy.add(thread);
        }
        long begin = System.nanoTime();
        on("run-starved", () -> System.gc());
        Kernel.print("seconds", TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin));
        ended.set(true);
        for (Thread thread : busy) {
            thread.join();
        }
    }

    /** A role that may start programs and send signals. */
    private static void killer() throws Exception {
        ProcessHandle observer = beforehand();
        on("run-killer", () -> {
            for (String signal : List.of("STOP", "KILL")) {
                try {
                    Process kill =
                            new ProcessBuilder("/bin/sh", "-c", "kill -" + signal + " " + observer.pid()).start();
                    Kernel.print(signal, kill.waitFor());
                } catch (IOException | InterruptedException e) {
                    Kernel.print(signal, e);
                }
            }
        });
        Kernel.print("alive", observer.isAlive());
        observedAnew("run-anew");
    }

    /** A confined thread gets at the JVM's end of the observer's socket, writes to it, and closes it. */
    private static void socketOfTheJvm() throws Exception {
        beforehand();
        int descriptor = descriptor();
        Constructor<FileDescriptor> open = FileDescriptor.class.getDeclaredConstructor(int.class);
        open.setAccessible(true);
        FileOutputStream out = new FileOutputStream(open.newInstance(descriptor));
        on("run-garbled", () -> {
            try {
                for (String message : List.of("L", "S\0\0\0\0\0\0\0\1", "C", "?", "B")) {
                    out.write(message.getBytes(StandardCharsets.ISO_8859_1));
                }
                Kernel.print("written", "yes");
            } catch (IOException e) {
                Kernel.print("written", e.getMessage());
            }
        });
        awaitLine("run-garbled");
        on("run-closed", () -> {
            try {
                out.close();
            } catch (IOException e) {
                Kernel.print("closed", e.getMessage());
            }
        });
        observedAnew("run-anew");
    }

    /** The only socket of this JVM that keeps messages apart: type 5 in proc_net(5)'s unix. */
    private static int descriptor() throws IOException {
        List<String> sockets = Files.readAllLines(Path.of("/proc/net/unix"));
        try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path one : all) {
                String to;
                try {
                    to = Files.readSymbolicLink(one).toString();
                } catch (IOException e) {
                    // The directory's own.
                    continue;
                }
                String inode = to.replaceAll("^socket:\\[(.*)\\]$", "$1");
                if (sockets.stream()
                        .anyMatch(line -> line.matches("\\S+ \\S+ \\S+ \\S+ 0005 \\S+ +" + inode + "( .*)?"))) {
                    return Integer.parseInt(one.getFileName().toString());
                }
            }
        }
        throw new IllegalStateException("no socket");
    }

    private static ProcessHandle beforehand() throws Exception {
        on("run-before", () -> {});
        return observer();
    }

    private static ProcessHandle observer() {
        return ProcessHandle.current().children().findFirst().orElseThrow();
    }

    /** Threads are denied until an observer tells of one. */
    private static void observedAnew(String name) throws Exception {
        long end = System.nanoTime() + PATIENCE;
        String denied = "";
        while (!isTold(name)) {
            String[] last = new String[1];
            Thread thread = new Thread(() -> last[0] = denied(name), name);
            thread.start();
            thread.join();
            denied = last[0];
            if (System.nanoTime() > end) {
                throw new IllegalStateException("nobody tells of " + name);
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        Kernel.print(name, denied);
    }

    private static void awaitLine(String name) throws Exception {
        long end = System.nanoTime() + PATIENCE;
        while (!isTold(name)) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("nobody tells of " + name);
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    private static void command(String... command) throws Exception {
        int code = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (code != 0) {
            throw new IllegalStateException(String.join(" ", command) + ": " + code);
        }
    }

    private static boolean isTold(String name) {
        try {
            return Files.readString(events).contains("\"path\":\"/" + name + "\"");
        } catch (IOException e) {
            // The agent closes the number that its socket had, which this file may have by now.
            return false;
        }
    }

    /** A thread that does that, and is denied a file of its name. */
    private static void on(String name, Runnable work) throws InterruptedException {
        Thread thread = new Thread(
                () -> {
                    work.run();
                    Kernel.print(name, denied(name));
                },
                name);
        thread.start();
        thread.join();
    }

    private static String denied(String name) {
        try (FileOutputStream out = new FileOutputStream("/" + name)) {
            return out.getFD().valid() ? "done" : "";
        } catch (IOException e) {
            return e.getMessage().replaceAll("^.*\\((.*)\\)$", "$1");
        }
    }
}
