package io.github.threadsandbox.it.probe;

import java.io.File;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** What threads of roles with paths and ports may do: each operation on each thread, the unconfined one first. */
public final class Bounds {
    private Bounds() {}

    private interface Operation {
        Object run() throws Exception;
    }

    /**
     * Prints {@code thread/operation=outcome}.
     *
     * @param arguments a folder that holds docs/a, docs/in (a link to ../other/b), docs/sub, other/b, link (a link to docs),
     *     and then the names of the threads
     * @throws Exception if a thread cannot be joined
     */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        try (ServerSocket one = new ServerSocket(Integer.parseInt(arguments[1]), 5, InetAddress.getLoopbackAddress());
                ServerSocket two = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Map<String, Operation> operations = operations(folder, one.getLocalPort(), two.getLocalPort());
            for (int i = 2; i < arguments.length; i++) {
                String name = arguments[i];
                Thread thread = new Thread(() -> see(name, operations), name);
                thread.start();
                thread.join();
            }
        }
    }

    private static void see(String name, Map<String, Operation> operations) {
        operations.forEach((label, operation) -> Kernel.print(name + "/" + label, outcome(operation)));
    }

    private static String outcome(Operation operation) {
        try {
            operation.run();
            return "done";
        } catch (Exception | LinkageError e) {
            return e.getClass().getSimpleName();
        }
    }

    private static Map<String, Operation> operations(Path folder, int one, int two) {
        Path docs = folder.resolve("docs");
        Map<String, Operation> all = new LinkedHashMap<>();
        all.put("read", () -> Files.readString(docs.resolve("a")));
        all.put("list", () -> {
            try (Stream<Path> list = Files.list(docs)) {
                return list.count();
            }
        });
        all.put("throughLink", () -> Files.readString(folder.resolve("link/a")));
        all.put("linkThatLeadsOut", () -> Files.readString(docs.resolve("in")));
        all.put("other", () -> Files.readString(folder.resolve("other/b")));
        all.put("passwd", () -> Files.readString(Path.of("/etc/passwd")));
        all.put("write", () -> Files.writeString(docs.resolve("a"), "x"));
        all.put("make", () -> {
            Files.writeString(docs.resolve("new"), "x");
            Files.move(docs.resolve("new"), docs.resolve("sub/moved"));
            return Files.deleteIfExists(docs.resolve("sub/moved"));
        });
        all.put("makeOther", () -> Files.writeString(folder.resolve("other/new"), "x"));
        all.put("truncate", () -> {
            try (java.io.RandomAccessFile file =
                    new java.io.RandomAccessFile(folder.resolve("other/b").toFile(), "rw")) {
                file.setLength(1);
                return file;
            }
        });
        all.put("mode", () -> new File(docs.resolve("a").toString()).setWritable(true, true) || refused());
        all.put("program", () -> new ProcessBuilder("/bin/true").start().waitFor());
        all.put("otherProgram", () -> new ProcessBuilder(
                        folder.resolve("other/program").toString())
                .start()
                .waitFor());
        all.put("memory", () -> {
            try (java.io.RandomAccessFile memory = new java.io.RandomAccessFile("/proc/self/mem", "rw")) {
                return memory.length();
            }
        });
        all.put("connectOne", () -> connect(one));
        all.put("connectTwo", () -> connect(two));
        all.put("bindAny", () -> {
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            }
        });
        all.put("udp", () -> {
            try (java.net.DatagramSocket socket = new java.net.DatagramSocket()) {
                return socket.getLocalPort();
            }
        });
        return all;
    }

    private static boolean refused() throws java.io.IOException {
        throw new java.io.IOException("refused");
    }

    private static Object connect(int port) throws java.io.IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 2000);
            return socket.getLocalPort();
        }
    }
}
