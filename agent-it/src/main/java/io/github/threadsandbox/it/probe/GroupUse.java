package io.github.threadsandbox.it.probe;

import io.github.threadsandbox.it.jdk.OkServer;
import java.io.File;
import java.io.RandomAccessFile;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/**
 * What each group is for, in the JDK's own operations: done on an unconfined thread first (so that nothing here depends on
 * loading classes), then on a thread of the group's role, then on one that has the floor alone.
 */
public final class GroupUse {
    private final Path folder;
    private final int port;

    private GroupUse(Path folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    private interface Operation {
        Object run() throws Exception;
    }

    /**
     * Prints {@code group/operation/thread=outcome}.
     *
     * @param arguments none
     * @throws Exception if the server cannot be started
     */
    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory("groups");
        Files.writeString(folder.resolve("a"), "text");
        try (OkServer server = new OkServer()) {
            Map<String, Map<String, Operation>> groups = new GroupUse(folder, server.port()).groups();
            for (Map.Entry<String, Map<String, Operation>> group : groups.entrySet()) {
                for (Map.Entry<String, Operation> operation : group.getValue().entrySet()) {
                    String name = group.getKey() + "/" + operation.getKey();
                    Kernel.print(name + "/main", outcome(operation.getValue()));
                    on(group.getKey() + "-1", name + "/role", operation.getValue());
                    on("floor-1", name + "/floor", operation.getValue());
                }
            }
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                files.map(Path::toFile).sorted((a, b) -> b.compareTo(a)).forEach(File::delete);
            }
        }
    }

    private static void on(String threadName, String label, Operation operation) throws Exception {
        Thread thread = new Thread(() -> Kernel.print(label, outcome(operation)), threadName);
        thread.start();
        thread.join();
    }

    private static String outcome(Operation operation) {
        try {
            operation.run();
            return "done";
        } catch (Exception | LinkageError e) {
            return e.toString().replaceAll("\\s+", " ");
        }
    }

    private Map<String, Map<String, Operation>> groups() {
        Map<String, Map<String, Operation>> groups = new LinkedHashMap<>();
        groups.put("file-read", fileRead());
        groups.put("file-write", fileWrite());
        groups.put("network-client", networkClient());
        groups.put("network-server", networkServer());
        groups.put("process", process());
        groups.put("jvm-threads", threads());
        return groups;
    }

    private Map<String, Operation> fileRead() {
        Path file = folder.resolve("a");
        Map<String, Operation> all = new LinkedHashMap<>();
        all.put("readString", () -> Files.readString(file));
        all.put("readAllLines", () -> Files.readAllLines(file));
        all.put("attributes", () -> Files.readAttributes(file, "posix:*"));
        all.put("walk", () -> {
            try (Stream<Path> walk = Files.walk(folder)) {
                return walk.count();
            }
        });
        all.put("realPath", file::toRealPath);
        all.put("channel", () -> {
            try (FileChannel channel = FileChannel.open(file)) {
                return channel.read(ByteBuffer.allocate(4), 0) + channel.size();
            }
        });
        all.put("map", () -> {
            try (FileChannel channel = FileChannel.open(file)) {
                return channel.map(FileChannel.MapMode.READ_ONLY, 0, 4).get(0);
            }
        });
        all.put("randomAccess", () -> {
            try (RandomAccessFile random = new RandomAccessFile(file.toFile(), "r")) {
                random.seek(1);
                return random.readByte();
            }
        });
        return all;
    }

    private Map<String, Operation> fileWrite() {
        Map<String, Operation> all = new LinkedHashMap<>();
        all.put("write", () -> Files.writeString(folder.resolve("w"), "x"));
        all.put("append", () -> Files.writeString(folder.resolve("w"), "x", StandardOpenOption.APPEND));
        all.put("temporary", () -> Files.deleteIfExists(Files.createTempFile(folder, "t", "t")));
        all.put("directory", () -> Files.deleteIfExists(Files.createDirectories(folder.resolve("d/e"))));
        all.put("copy", () -> {
            Files.deleteIfExists(folder.resolve("c"));
            return Files.copy(folder.resolve("a"), folder.resolve("c"));
        });
        all.put("move", () -> {
            Files.writeString(folder.resolve("m"), "x");
            return Files.move(
                    folder.resolve("m"), folder.resolve("n"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        });
        all.put("link", () -> {
            Files.deleteIfExists(folder.resolve("l"));
            return Files.createSymbolicLink(folder.resolve("l"), folder.resolve("a"));
        });
        all.put(
                "permissions",
                () -> Files.setPosixFilePermissions(folder.resolve("w"), PosixFilePermissions.fromString("rw-------")));
        all.put(
                "time",
                () -> Files.setLastModifiedTime(folder.resolve("w"), java.nio.file.attribute.FileTime.fromMillis(0)));
        all.put("lock", () -> {
            try (FileChannel channel = FileChannel.open(folder.resolve("w"), StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                channel.force(true);
                channel.truncate(1);
                return lock.isValid();
            }
        });
        return all;
    }

    private Map<String, Operation> networkClient() {
        InetSocketAddress server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        URI uri = URI.create("http://127.0.0.1:" + port + "/");
        Map<String, Operation> all = new LinkedHashMap<>();
        all.put("socket", () -> {
            try (Socket socket = new Socket()) {
                socket.connect(server, 20_000);
                socket.setSoTimeout(20_000);
                socket.getOutputStream()
                        .write("GET / HTTP/1.0\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
                return socket.getInputStream().read() + socket.getInputStream().available();
            }
        });
        all.put("url", () -> {
            try (java.io.InputStream in = uri.toURL().openStream()) {
                return in.readAllBytes();
            }
        });
        all.put("httpClient", () -> HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(20))
                .build()
                .send(
                        HttpRequest.newBuilder(uri)
                                .timeout(Duration.ofSeconds(20))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body());
        all.put("channel", () -> {
            try (SocketChannel channel = SocketChannel.open(server)) {
                return channel.write(ByteBuffer.wrap(new byte[] {'G'}));
            }
        });
        all.put("selector", () -> {
            try (Selector selector = Selector.open();
                    SocketChannel channel = SocketChannel.open()) {
                channel.configureBlocking(false);
                channel.connect(server);
                channel.register(selector, SelectionKey.OP_CONNECT);
                return selector.select(20_000);
            }
        });
        return all;
    }

    private static Map<String, Operation> networkServer() {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        Map<String, Operation> all = new LinkedHashMap<>();
        all.put("accept", () -> {
            try (ServerSocket server = new ServerSocket(0, 1, loopback);
                    Socket client = new Socket(loopback, server.getLocalPort());
                    Socket accepted = server.accept()) {
                return accepted.getPort() + client.getPort();
            }
        });
        all.put("acceptChannel", () -> {
            try (ServerSocketChannel server = ServerSocketChannel.open().bind(new InetSocketAddress(loopback, 0));
                    SocketChannel client = SocketChannel.open(server.getLocalAddress());
                    SocketChannel accepted = server.accept()) {
                return accepted.isConnected() && client.isConnected();
            }
        });
        all.put("datagram", () -> {
            try (DatagramSocket one = new DatagramSocket(0, loopback);
                    DatagramSocket two = new DatagramSocket(0, loopback)) {
                one.send(new DatagramPacket(new byte[1], 1, loopback, two.getLocalPort()));
                two.setSoTimeout(20_000);
                two.receive(new DatagramPacket(new byte[1], 1));
                return two.getLocalPort();
            }
        });
        return all;
    }

    private static Map<String, Operation> process() {
        Map<String, Operation> all = new LinkedHashMap<>();
        all.put("output", () -> {
            Process process = new ProcessBuilder("/bin/echo", "hello").start();
            String out =
                    new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.US_ASCII);
            if (process.waitFor() != 0 || !out.equals("hello\n")) {
                throw new IllegalStateException("exit " + process.exitValue() + " " + out);
            }
            return out;
        });
        all.put("shell", () -> {
            Process process = new ProcessBuilder("/bin/sh", "-c", "echo $((1 + 1)); /bin/true").start();
            String out =
                    new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.US_ASCII);
            if (process.waitFor() != 0 || !out.equals("2\n")) {
                throw new IllegalStateException("exit " + process.exitValue() + " " + out);
            }
            return out;
        });
        all.put("destroy", () -> {
            Process process = new ProcessBuilder("/bin/sleep", "20").start();
            process.destroy();
            return process.waitFor();
        });
        return all;
    }

    /** Every role may start threads, which inherit its filter; the group adds what priorities need. */
    private static Map<String, Operation> threads() {
        Map<String, Operation> all = new LinkedHashMap<>();
        all.put("thread", () -> {
            Thread thread = new Thread(() -> {}, "floor-child");
            thread.setPriority(Thread.MAX_PRIORITY);
            thread.start();
            thread.join();
            return thread;
        });
        all.put("pool", () -> {
            ExecutorService pool = Executors.newFixedThreadPool(2);
            try {
                return pool.submit(() -> 1).get();
            } finally {
                pool.shutdown();
            }
        });
        return all;
    }
}
