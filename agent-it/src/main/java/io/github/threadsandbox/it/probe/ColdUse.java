package io.github.threadsandbox.it.probe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Ordinary operations of the JDK, each first tried by a confined thread and then by an unconfined one: what the role denied
 * the first must not have broken anything for the second.
 */
public final class ColdUse {
    private ColdUse() {}

    private interface Operation {
        Object run() throws Exception;
    }

    /**
     * Prints how each operation went for the unconfined thread.
     *
     * @param arguments none
     * @throws Exception if a thread cannot be joined
     */
    public static void main(String[] arguments) throws Exception {
        Map<String, Operation> operations = operations();
        List<String> confined = new ArrayList<>();
        Thread first = new Thread(
                () -> operations.forEach((name, operation) -> confined.add(name + ": " + outcome(operation))),
                "role-first");
        first.start();
        first.join();
        Kernel.print("confined", confined);
        operations.forEach((name, operation) -> Kernel.print(name, outcome(operation)));
    }

    private static String outcome(Operation operation) {
        try {
            operation.run();
            return "done";
        } catch (Exception | LinkageError e) {
            return e.toString().replaceAll("\\s+", " ");
        }
    }

    private static Map<String, Operation> operations() {
        Map<String, Operation> all = new LinkedHashMap<>();
        all.put("file", () -> java.nio.file.Files.readAllBytes(java.nio.file.Path.of("/etc/hostname")));
        all.put("list", () -> String.join(" ", new java.io.File("/etc").list()).isEmpty());
        all.put("temp", () -> java.nio.file.Files.deleteIfExists(java.nio.file.Files.createTempFile("a", "b")));
        all.put("format", () -> String.format("%,d %tc", 12345, new java.util.GregorianCalendar()));
        all.put("zoned", () -> java.time.ZonedDateTime.now(java.time.ZoneId.of("Europe/Berlin"))
                .toString());
        all.put("uuid", java.util.UUID::randomUUID);
        all.put("digest", () -> java.security.MessageDigest.getInstance("SHA-256")
                .digest(new byte[1]));
        all.put("cipher", () -> javax.crypto.Cipher.getInstance("AES/GCM/NoPadding"));
        all.put("tls", () -> javax.net.ssl.SSLContext.getDefault().getSocketFactory());
        all.put("serverSocket", () -> {
            try (java.net.ServerSocket socket = new java.net.ServerSocket(0)) {
                return socket.getLocalPort();
            }
        });
        all.put("socketChannel", () -> {
            try (java.nio.channels.SocketChannel channel = java.nio.channels.SocketChannel.open()) {
                return channel.isOpen();
            }
        });
        all.put("selector", () -> {
            try (java.nio.channels.Selector selector = java.nio.channels.Selector.open()) {
                return selector.selectNow();
            }
        });
        all.put("localhost", java.net.InetAddress::getLoopbackAddress);
        all.put("interfaces", java.net.NetworkInterface::getNetworkInterfaces);
        all.put("process", () -> new ProcessBuilder("/bin/true").start().waitFor());
        all.put("processHandle", () -> ProcessHandle.current().info().command());
        all.put("xml", () -> javax.xml.parsers.DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new java.io.ByteArrayInputStream(new byte[] {'<', 'a', '/', '>'})));
        all.put("zip", () -> {
            java.util.zip.Deflater deflater = new java.util.zip.Deflater();
            deflater.end();
            return deflater;
        });
        all.put("charset", () -> new String(new byte[] {65}, "Shift_JIS"));
        all.put("normalizer", () -> java.text.Normalizer.normalize("é", java.text.Normalizer.Form.NFD));
        all.put("currency", () -> java.text.NumberFormat.getCurrencyInstance(java.util.Locale.US)
                .format(1));
        all.put("regex", () -> "a1".matches("\\w\\d"));
        all.put("mxbean", () -> java.lang.management.ManagementFactory.getThreadMXBean()
                .getThreadCount());
        all.put("commonPool", () -> java.util.concurrent.ForkJoinPool.commonPool()
                .submit(() -> 1)
                .get(5, java.util.concurrent.TimeUnit.SECONDS));
        all.put("timeout", () -> new java.util.concurrent.CompletableFuture<Integer>()
                .completeOnTimeout(1, 1, java.util.concurrent.TimeUnit.MILLISECONDS)
                .get(5, java.util.concurrent.TimeUnit.SECONDS));
        all.put("url", () -> new java.net.URL("https://127.0.0.1/").openConnection());
        all.put("resource", () -> {
            try (java.io.InputStream in = String.class.getResourceAsStream("String.class")) {
                return in.read();
            }
        });
        all.put("serialise", () -> {
            new java.io.ObjectOutputStream(new java.io.ByteArrayOutputStream()).writeObject("a");
            return "written";
        });
        return all;
    }
}
