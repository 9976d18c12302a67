package io.github.threadsandbox.it.torture;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.FileChannel;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.text.NumberFormat;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import javax.crypto.Cipher;
import javax.net.ssl.SSLContext;
import javax.xml.parsers.DocumentBuilderFactory;

/** What an unconfined thread must still be able to do, whatever confined threads have done: all of these work in any JVM. */
final class Aftermath {
    private Aftermath() {}

    static List<Workload> all() {
        List<Workload> all = new ArrayList<>();
        add(all, "read a file", () -> Files.readAllBytes(Path.of("/etc/passwd")).length > 0);
        add(all, "write and map a file", Aftermath::file);
        add(all, "list a directory", () -> Path.of("/etc").toFile().list().length > 0);
        add(
                all,
                "start a process",
                () -> new ProcessBuilder("/bin/true").start().waitFor() == 0);
        add(
                all,
                "know its processes",
                () -> ProcessHandle.current().info().command().isPresent());
        add(all, "talk over a socket", Aftermath::socket);
        add(all, "send datagrams", () -> {
            try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort() > 0;
            }
        });
        add(all, "select", () -> {
            try (Selector selector = Selector.open();
                    SocketChannel channel = SocketChannel.open()) {
                return selector.selectNow() == 0 && channel.isOpen();
            }
        });
        add(all, "see its networks", () -> NetworkInterface.getNetworkInterfaces()
                .hasMoreElements());
        add(all, "start threads", Aftermath::thread);
        add(all, "use the common pool", () -> ForkJoinPool.commonPool()
                .submit(() -> true)
                .get(20, TimeUnit.SECONDS));
        add(all, "use delays", () -> new CompletableFuture<Boolean>()
                .completeOnTimeout(true, 1, TimeUnit.MILLISECONDS)
                .get(20, TimeUnit.SECONDS));
        add(all, "load classes", () -> Spare.inALoaderOfItsOwn().getAsLong() == 1);
        add(all, "read resources", () -> {
            try (InputStream in = String.class.getResourceAsStream("String.class")) {
                return in.read() == 0xCA;
            }
        });
        add(all, "find services", () -> ServiceLoader.load(java.nio.file.spi.FileSystemProvider.class)
                .findFirst()
                .isPresent());
        add(
                all,
                "run what the JIT compiles",
                () -> LongStream.range(0, 3_000_000).sum() == 3_000_000L * 2_999_999 / 2);
        add(
                all,
                "draw random numbers",
                () -> new SecureRandom().nextInt() != UUID.randomUUID().hashCode());
        add(all, "encrypt", () -> Cipher.getInstance("AES/GCM/NoPadding").getBlockSize() == 16);
        add(all, "use TLS", () -> SSLContext.getDefault().getSocketFactory().getDefaultCipherSuites().length > 0);
        add(all, "format for a place", () -> NumberFormat.getCurrencyInstance(Locale.US)
                .format(1)
                .equals("$1.00"));
        add(all, "know times of a place", () -> ZoneId.of("Europe/Berlin").getRules() != null);
        add(
                all,
                "parse XML",
                () -> DocumentBuilderFactory.newInstance()
                                .newDocumentBuilder()
                                .parse(new ByteArrayInputStream(new byte[] {'<', 'a', '/', '>'}))
                                .getDocumentElement()
                        != null);
        add(all, "collect garbage", () -> {
            System.gc();
            return new long[1_000_000].length == 1_000_000;
        });
        return all;
    }

    private static void add(List<Workload> all, String name, Callable<Boolean> can) {
        all.add(new Workload(name, 1, () -> can.call() ? 1L : 0L));
    }

    private static boolean file() throws Exception {
        Path file = Files.createTempFile("torture", ".txt");
        try (FileChannel channel =
                FileChannel.open(file, java.nio.file.StandardOpenOption.READ, java.nio.file.StandardOpenOption.WRITE)) {
            channel.map(FileChannel.MapMode.READ_WRITE, 0, 10).put(9, (byte) 1);
            return Files.size(file) == 10;
        } finally {
            Files.delete(file);
        }
    }

    private static boolean socket() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
                Socket accepted = server.accept()) {
            client.getOutputStream().write(7);
            return accepted.getInputStream().read() == 7;
        }
    }

    private static boolean thread() throws Exception {
        boolean[] ran = new boolean[1];
        Thread thread = new Thread(() -> ran[0] = true);
        thread.start();
        thread.join();
        return ran[0];
    }
}
