package io.github.threadsandbox.confine;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.management.ManagementFactory;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.DatagramChannel;
import java.nio.channels.FileChannel;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.text.NumberFormat;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Currency;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipFile;
import javax.crypto.Cipher;

/**
 * What is initialised beforehand. Each step touches one part of the JDK that opens files, makes sockets, loads native
 * libraries or starts threads when first used, and nothing of the application's: no service loader over the class path, no
 * logging configuration, no context class loader.
 */
final class PreloadSteps {
    private static final Path JAVA_HOME = Path.of(System.getProperty("java.home"));

    private PreloadSteps() {}

    /** One step and what it touches. */
    record Step(String name, Action action) {}

    /** Throws what the JDK throws. */
    interface Action {
        void run() throws Exception;
    }

    static List<Step> all() {
        return List.of(
                new Step("file systems", PreloadSteps::files),
                new Step("sockets", PreloadSteps::sockets),
                new Step("channels", PreloadSteps::channels),
                new Step(
                        "names",
                        () -> use(
                                InetAddress.getLoopbackAddress().getHostName(),
                                NetworkInterface.getNetworkInterfaces())),
                new Step(
                        "security",
                        () -> use(
                                MessageDigest.getInstance("SHA-256"), new SecureRandom().nextInt(), UUID.randomUUID())),
                new Step("ciphers", () -> use(Cipher.getInstance("AES/GCM/NoPadding"))),
                new Step("TLS", () -> use(javax.net.ssl.SSLContext.getDefault().getSocketFactory())),
                new Step("time", PreloadSteps::time),
                new Step(
                        "formats",
                        () -> use(
                                String.format(Locale.ROOT, "%d %s %.2f", 1, "a", 1.5),
                                String.format(Locale.getDefault(), "%d %s %.2f", 1, "a", 1.5),
                                NumberFormat.getCurrencyInstance(Locale.getDefault())
                                        .format(1.5),
                                Currency.getInstance(Locale.US),
                                "ß".toUpperCase(Locale.GERMAN))),
                new Step(
                        "text",
                        () -> use(
                                Normalizer.normalize("é", Normalizer.Form.NFD),
                                java.net.IDN.toASCII("bücher.example"),
                                "a1".matches("[a-z]\\d"))),
                new Step("charsets", () -> {
                    for (String name : List.of("UTF-8", "UTF-16", "windows-1252", "Shift_JIS", "GB18030")) {
                        use(java.nio.charset.Charset.forName(name));
                    }
                }),
                new Step("zip", PreloadSteps::zip),
                new Step("serialisation", PreloadSteps::serialise),
                new Step("processes", () -> {
                    use(ProcessHandle.current().info());
                    initialise("java.lang.ProcessImpl");
                    initialise("java.lang.ProcessEnvironment");
                }),
                new Step(
                        "management",
                        () -> use(
                                ManagementFactory.getRuntimeMXBean().getUptime(),
                                ManagementFactory.getThreadMXBean().getThreadCount(),
                                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage())),
                new Step("pools", PreloadSteps::pools),
                new Step("HTTP", () -> {
                    initialise("sun.net.www.protocol.http.HttpURLConnection");
                    initialise("sun.net.www.http.KeepAliveCache");
                    initialise("sun.net.www.protocol.https.HttpsURLConnectionImpl");
                    initialise("sun.net.www.protocol.jar.JarURLConnection");
                    use(new java.net.URL("http://127.0.0.1/").openConnection());
                    use(new java.net.URL("https://127.0.0.1/").openConnection());
                }),
                new Step("XML", () -> {
                    initialise("com.sun.org.apache.xerces.internal.jaxp.DocumentBuilderFactoryImpl");
                    initialise("com.sun.org.apache.xerces.internal.jaxp.SAXParserFactoryImpl");
                    use(javax.xml.parsers.DocumentBuilderFactory.newDefaultInstance()
                            .newDocumentBuilder()
                            .parse(new ByteArrayInputStream(new byte[] {'<', 'a', '/', '>'})));
                }),
                new Step("virtual threads", () -> initialise("java.lang.VirtualThread")));
    }

    /** Keeps what a step computed, so that it is computed. */
    private static void use(Object... values) {
        Objects.requireNonNull(values);
    }

    private static void time() {
        ZonedDateTime now = ZonedDateTime.now(ZoneId.systemDefault());
        use(
                DateTimeFormatter.ofLocalizedDateTime(FormatStyle.FULL).format(now),
                String.format(Locale.ROOT, "%tc", now),
                new GregorianCalendar().toZonedDateTime());
    }

    private static void files() throws Exception {
        Path release = JAVA_HOME.resolve("release");
        use(Files.exists(release), Files.readAttributes(JAVA_HOME, "*"), JAVA_HOME.toRealPath());
        try (Stream<Path> list = Files.list(JAVA_HOME)) {
            use(list.count());
        }
        use(
                new File("x").getAbsoluteFile().exists(),
                Files.getFileStore(JAVA_HOME).type());
        initialise("java.nio.file.TempFileHelper");
        initialise("sun.nio.fs.UnixCopyFile");
        initialise("sun.nio.ch.FileChannelImpl");
        if (Files.isReadable(release)) {
            FileChannel.open(release).close();
            use(Files.readString(release));
        }
        try (InputStream own = Object.class.getResourceAsStream("Object.class")) {
            use(own.read());
        }
    }

    private static void sockets() throws Exception {
        new Socket().close();
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (ServerSocket server = new ServerSocket(0, 1, loopback);
                Socket client = new Socket(loopback, server.getLocalPort());
                Socket accepted = server.accept()) {
            accepted.getOutputStream().write(1);
            use(client.getInputStream().read());
            client.setSoTimeout(1);
        }
        new DatagramSocket(0, loopback).close();
    }

    private static void channels() throws Exception {
        SocketChannel.open().close();
        ServerSocketChannel.open().close();
        DatagramChannel.open().close();
        try (Selector selector = Selector.open()) {
            use(selector.selectNow());
        }
        initialise("sun.nio.ch.Poller");
    }

    private static void zip() throws Exception {
        Deflater deflater = new Deflater();
        deflater.setInput(new byte[16]);
        deflater.finish();
        use(deflater.deflate(new byte[64]));
        deflater.end();
        initialise(ZipFile.class.getName());
        initialise("java.util.zip.ZipFile$Source");
        initialise("java.util.zip.CRC32");
    }

    private static void serialise() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(List.of("a"));
        }
        use(new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject());
    }

    /** The shared threads that whoever comes first starts. */
    private static void pools() throws Exception {
        Callable<Integer> one = () -> 1;
        ForkJoinPool.commonPool().submit(one).get(1, TimeUnit.SECONDS);
        new CompletableFuture<Integer>()
                .completeOnTimeout(1, 1, TimeUnit.MILLISECONDS)
                .get(1, TimeUnit.SECONDS);
    }

    private static void initialise(String className) throws ClassNotFoundException {
        Class.forName(className, true, null);
    }
}
