package io.github.threadsandbox.it.probe;

import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.management.ObjectName;

/** Goes, by every class of the JDK's that opens files or ports, where its thread's role may not; each operation at a path of its own. */
public final class OutOfBounds {
    private static final int STORM = 20_000;

    private OutOfBounds() {}

    private interface Operation {
        Object run() throws Exception;
    }

    /**
     * Prints {@code operation=outcome}.
     *
     * @param arguments a folder with {@code docs} and {@code other}, in which are a file of each operation's name, a
     *     directory {@code NAME.d}, and {@code docs/plain}, which cannot be executed; how many denials will be told; and, where
     *     its roles are audited, {@code audit}
     * @throws Exception if a thread cannot be joined
     */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        on("docs-1", operations(folder));
        on("free", Map.of("plain", () -> start(folder.resolve("docs/plain").toString())));
        boolean audit = arguments.length > 2;
        if (!audit) {
            Map<String, Operation> storm = new LinkedHashMap<>();
            storm.put("storm", () -> storm(folder.resolve("other/storm").toString()));
            on("storm-1", storm);
            on("none-1", Map.of("jdk", () -> Files.readString(folder.resolve("other/none"))));
        }
        ObjectName bean = new ObjectName("io.github.threadsandbox:type=Coverage");
        long expected = Long.parseLong(arguments[1]);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        long told = 0;
        while (told < expected && System.nanoTime() < end) {
            told = (long) ManagementFactory.getPlatformMBeanServer()
                    .getAttribute(bean, audit ? "AuditedCount" : "DeniedCount");
            Thread.onSpinWait();
        }
        Kernel.print("told", told);
        Kernel.print("end", "yes");
    }

    private static void on(String name, Map<String, Operation> operations) throws InterruptedException {
        Thread thread = new Thread(
                () -> operations.forEach((label, operation) -> Kernel.print(name + "/" + label, outcome(operation))),
                name);
        thread.start();
        thread.join();
    }

    private static String outcome(Operation operation) {
        try {
            return String.valueOf(operation.run());
        } catch (IOException e) {
            return e.getClass().getSimpleName();
        } catch (Exception e) {
            return e.toString();
        }
    }

    private static Map<String, Operation> operations(Path folder) {
        Path other = folder.resolve("other");
        Path docs = folder.resolve("docs");
        Map<String, Operation> all = new LinkedHashMap<>();
        all.put("stream", () -> read(file(other, "stream")));
        all.put("append", () -> write(file(docs, "append")));
        all.put("random", () -> random(file(docs, "random")));
        all.put("list", () -> file(other, "list.d").list() == null ? "null" : "done");
        all.put("delete", () -> new Nameless(file(docs, "delete").getPath()).delete());
        all.put("mkdir", () -> file(docs, "mkdir.new").mkdir());
        all.put("rename", () -> file(docs, "rename").renameTo(file(docs, "rename.new")));
        all.put("make", () -> file(docs, "make.new").createNewFile());
        all.put("temporary", () -> made(File.createTempFile("temporary", ".new", docs.toFile())));
        all.put("read", () -> Files.readString(other.resolve("read")).length());
        all.put("write", () -> Files.writeString(docs.resolve("write"), "x").getFileName());
        all.put("directory", () -> list(other.resolve("directory.d")));
        all.put("makeDirectory", () -> Files.createDirectory(docs.resolve("makeDirectory.new"))
                .getFileName());
        all.put("unlink", () -> Files.deleteIfExists(docs.resolve("unlink")));
        all.put("rmdir", () -> Files.deleteIfExists(docs.resolve("rmdir.d")));
        all.put("move", () -> Files.move(docs.resolve("move"), docs.resolve("move.new"))
                .getFileName());
        all.put("link", () -> Files.createSymbolicLink(docs.resolve("link.new"), Path.of("x"))
                .getFileName());
        all.put("hard", () -> Files.createLink(docs.resolve("hard.new"), docs.resolve("hard"))
                .getFileName());
        all.put("socket", () -> connect(1));
        all.put("channel", () -> channel(2));
        all.put("server", () -> bind(3));
        all.put("process", () -> start(other.resolve("process").toString()));
        // None of these is Landlock's doing.
        all.put("plain", () -> start(docs.resolve("plain").toString()));
        all.put("missing", () -> read(file(other, "missing")));
        all.put("missingDeleted", () -> file(docs, "missing").delete());
        return all;
    }

    private static File file(Path folder, String name) {
        return folder.resolve(name).toFile();
    }

    /** Tells another path than it has; nobody may ask it. */
    private static final class Nameless extends File {
        private static final long serialVersionUID = 1;

        Nameless(String path) {
            super(path);
        }

        @Override
        public String getPath() {
            return "/nameless";
        }

        @Override
        public String toString() {
            throw new IllegalStateException("asked");
        }
    }

    private static String read(File file) throws IOException {
        try (FileInputStream in = new FileInputStream(file)) {
            return in.available() >= 0 ? "done" : "";
        }
    }

    private static String write(File file) throws IOException {
        try (FileOutputStream out = new FileOutputStream(file, true)) {
            return out.getFD().valid() ? "done" : "";
        }
    }

    private static String random(File file) throws IOException {
        try (RandomAccessFile random = new RandomAccessFile(file, "rw")) {
            return random.length() >= 0 ? "done" : "";
        }
    }

    private static String made(File file) throws IOException {
        Files.delete(file.toPath());
        return "done";
    }

    private static String list(Path directory) throws IOException {
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
            return stream.iterator().hasNext() ? "some" : "none";
        }
    }

    private static String connect(int port) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return "done";
        }
    }

    private static String channel(int port) throws IOException {
        try (SocketChannel channel = SocketChannel.open()) {
            channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return "done";
        }
    }

    private static String bind(int port) throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return "done";
        }
    }

    private static String start(String program) throws IOException, InterruptedException {
        return "exit " + new ProcessBuilder(program).start().waitFor();
    }

    private static int storm(String path) {
        int denied = 0;
        for (int i = 0; i < STORM; i++) {
            try {
                read(new File(path));
            } catch (IOException e) {
                denied++;
            }
        }
        return denied;
    }
}
