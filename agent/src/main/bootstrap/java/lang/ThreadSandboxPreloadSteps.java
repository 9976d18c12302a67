package java.lang;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.DatagramSocket;
import java.net.IDN;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.channels.DatagramChannel;
import java.nio.channels.FileChannel;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.Charset;
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
import javax.crypto.Cipher;
import javax.net.ssl.SSLContext;

/**
 * What is initialised beforehand. Each step touches one part of the JDK that opens files, makes sockets, loads native
 * libraries or starts threads when first used. What is in other modules than {@code java.base} is reached by name.
 */
final class ThreadSandboxPreloadSteps implements Callable<Integer>, InvocationHandler {
    private static final List<String> CHARSETS = List.of("UTF-8", "UTF-16", "windows-1252", "Shift_JIS", "GB18030");

    private static final List<String> FONTS = List.of("SansSerif", "Serif", "Monospaced", "Dialog", "DialogInput");

    private ThreadSandboxPreloadSteps() {}

    static void run(String step) throws Exception {
        switch (step) {
            case "files" -> files();
            case "sockets" -> sockets();
            case "channels" -> channels();
            case "names" ->
                use(InetAddress.getLoopbackAddress().getHostName(), NetworkInterface.getNetworkInterfaces());
            case "security" ->
                use(MessageDigest.getInstance("SHA-256"), new SecureRandom().nextInt(), UUID.randomUUID());
            case "ciphers" -> use(Cipher.getInstance("AES/GCM/NoPadding"));
            case "TLS" -> use(SSLContext.getDefault().getSocketFactory());
            case "time" -> time();
            case "formats" -> formats();
            case "text" ->
                use(
                        Normalizer.normalize("é", Normalizer.Form.NFD),
                        IDN.toASCII("bücher.example"),
                        "a1".matches("[a-z]\\d"));
            case "charsets" -> charsets();
            case "zip" -> zip();
            case "serialisation" -> serialise();
            case "processes" -> use(ProcessHandle.current().info());
            case "management" -> management();
            case "recording" -> invoke("jdk.jfr", "jdk.jfr.Configuration", "getConfigurations");
            case "logging" -> logging();
            case "pools" -> pools();
            case "callbacks" -> callbacks();
            case "HTTP" -> http();
            case "XML" -> xml();
            case "fonts" -> fonts();
            default -> throw new IllegalArgumentException(step);
        }
    }

    /** Keeps what a step computed, so that it is computed. */
    private static void use(Object... values) {
        Objects.requireNonNull(values);
    }

    private static void files() throws Exception {
        Path javaHome = Path.of(System.getProperty("java.home"));
        Path release = javaHome.resolve("release");
        use(Files.exists(release), Files.readAttributes(javaHome, "*"), javaHome.toRealPath());
        try (Stream<Path> list = Files.list(javaHome)) {
            use(list.count());
        }
        use(
                new File("x").getAbsoluteFile().exists(),
                Files.getFileStore(javaHome).type());
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
    }

    private static void time() {
        ZonedDateTime now = ZonedDateTime.now(ZoneId.systemDefault());
        use(
                DateTimeFormatter.ofLocalizedDateTime(FormatStyle.FULL).format(now),
                String.format(Locale.ROOT, "%tc", now),
                new GregorianCalendar().toZonedDateTime());
    }

    private static void formats() {
        use(
                String.format(Locale.ROOT, "%d %s %.2f", 1, "a", 1.5),
                String.format(Locale.getDefault(), "%d %s %.2f", 1, "a", 1.5),
                NumberFormat.getCurrencyInstance(Locale.getDefault()).format(1.5),
                Currency.getInstance(Locale.US),
                "ß".toUpperCase(Locale.GERMAN));
    }

    private static void charsets() {
        for (String name : CHARSETS) {
            use(Charset.forName(name));
        }
    }

    private static void zip() throws Exception {
        Deflater deflater = new Deflater();
        deflater.setInput(new byte[16]);
        deflater.finish();
        use(deflater.deflate(new byte[64]));
        deflater.end();
    }

    private static void serialise() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(List.of("a"));
        }
        use(new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject());
    }

    private static void management() throws Exception {
        Class<?> factory = Class.forName("java.lang.management.ManagementFactory", true, null);
        String[] beans = {"Runtime.getUptime", "Thread.getThreadCount", "Memory.getHeapMemoryUsage"};
        for (String bean : beans) {
            int dot = bean.indexOf('.');
            String name = bean.substring(0, dot) + "MXBean";
            Object found = factory.getMethod("get" + name).invoke(null);
            use(Class.forName("java.lang.management." + name, true, null)
                    .getMethod(bean.substring(dot + 1))
                    .invoke(found));
        }
    }

    /** The shared threads that whoever comes first starts. */
    private static void pools() throws Exception {
        ForkJoinPool.commonPool().submit(new ThreadSandboxPreloadSteps()).get(1, TimeUnit.SECONDS);
        new CompletableFuture<Integer>()
                .completeOnTimeout(1, 1, TimeUnit.MILLISECONDS)
                .get(1, TimeUnit.SECONDS);
    }

    /** A task for the common pool: that it runs is enough. */
    @Override
    public Integer call() {
        return 1;
    }

    private static void http() throws Exception {
        use(URI.create("http://127.0.0.1/").toURL().openConnection());
        use(URI.create("https://127.0.0.1/").toURL().openConnection());
    }

    private static void xml() throws Exception {
        Class<?> factoryType = Class.forName("javax.xml.parsers.DocumentBuilderFactory", true, null);
        Object factory = factoryType.getMethod("newDefaultInstance").invoke(null);
        Object builder = factoryType.getMethod("newDocumentBuilder").invoke(factory);
        use(Class.forName("javax.xml.parsers.DocumentBuilder", true, null)
                .getMethod("parse", InputStream.class)
                .invoke(builder, new ByteArrayInputStream(new byte[] {'<', 'a', '/', '>'})));
    }

    /** What {@code java.util.concurrent.ThreadSandboxCallback} needs of reflection. */
    private static void callbacks() {
        Class<?>[] types = {Thread.UncaughtExceptionHandler.class};
        use(Proxy.newProxyInstance(null, types, new ThreadSandboxPreloadSteps()).hashCode());
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        return method.invoke(this, arguments);
    }

    /**
     * Reads the logging configuration. The handlers are made as well if it names others than the console's: they open their
     * files where they are made. The console's keeps what {@code System.err} is when it is made, so it is left for later.
     */
    private static void logging() throws Exception {
        Object manager = invoke("java.logging", "java.util.logging.LogManager", "getLogManager");
        if (manager != null) {
            Object handlers =
                    manager.getClass().getMethod("getProperty", String.class).invoke(manager, "handlers");
            if (handlers != null && !handlers.equals("java.util.logging.ConsoleHandler")) {
                Class<?> logger = find("java.logging", "java.util.logging.Logger");
                use(logger.getMethod("getHandlers")
                        .invoke(logger.getMethod("getLogger", String.class).invoke(null, "")));
            }
        }
    }

    /**
     * Fonts are read when a text is first measured; colours when a colour space is first asked for. Where fontconfig is not
     * configured no text is measured: the library says so on standard error, in a program that may never ask for a font. The
     * JDK's own library is loaded either way, without which other classes of {@code sun.font} cannot be initialised.
     */
    private static void fonts() throws Exception {
        Class<?> library = find("java.desktop", "sun.font.FontManagerNativeLibrary");
        if (library == null || !hasFontLibraries()) {
            return;
        }
        Class.forName(library.getName(), true, library.getClassLoader());
        if (hasFontconfig()) {
            measure();
        }
        invoke("java.desktop", "java.awt.GraphicsEnvironment", "getLocalGraphicsEnvironment");
        invoke("java.desktop", "sun.java2d.cmm.CMSManager", "getModule");
    }

    /**
     * Whether the class above can be initialised, which loads these two. A JRE for servers may have come without what they need: Debian's
     * class says so on standard error, and is broken when somebody needs it, with the agent as without.
     */
    private static boolean hasFontLibraries() {
        try {
            System.loadLibrary("awt");
            System.loadLibrary("fontmanager");
            return true;
        } catch (UnsatisfiedLinkError e) {
            return false;
        }
    }

    /** Where fontconfig looks for its file: {@code FcConfigGetFilename} of its {@code fccfg.c}, fonts-conf(5). */
    private static boolean hasFontconfig() {
        String set = System.getenv("FONTCONFIG_FILE");
        String file = set == null || set.isEmpty() ? "fonts.conf" : set;
        if (file.charAt(0) == '~') {
            return new File(System.getenv("HOME") + file.substring(1)).canRead();
        }
        if (file.charAt(0) == '/') {
            return new File(file).canRead();
        }
        String more = System.getenv("FONTCONFIG_PATH");
        for (String directory : ((more == null ? "" : more + ":") + "/etc/fonts").split(":", -1)) {
            if (!directory.isEmpty() && new File(directory, file).canRead()) {
                return true;
            }
        }
        return false;
    }

    private static void measure() throws Exception {
        Class<?> image = find("java.desktop", "java.awt.image.BufferedImage");
        Object canvas = image.getConstructor(int.class, int.class, int.class).newInstance(1, 1, 2);
        Object graphics = image.getMethod("createGraphics").invoke(canvas);
        Class<?> graphicsType = find("java.desktop", "java.awt.Graphics");
        Class<?> font = find("java.desktop", "java.awt.Font");
        Class<?> metrics = find("java.desktop", "java.awt.FontMetrics");
        for (String name : FONTS) {
            Object one = font.getConstructor(String.class, int.class, int.class).newInstance(name, 0, 12);
            Object measured = graphicsType.getMethod("getFontMetrics", font).invoke(graphics, one);
            use(metrics.getMethod("stringWidth", String.class).invoke(measured, "a"));
        }
    }

    /** A class of a module, or null where this JVM has not got both. */
    private static Class<?> find(String module, String className) {
        Module there = ModuleLayer.boot().findModule(module).orElse(null);
        return there == null ? null : Class.forName(there, className);
    }

    private static Object invoke(String module, String className, String method) throws Exception {
        Class<?> type = find(module, className);
        if (type == null) {
            return null;
        }
        Method found = type.getMethod(method);
        found.setAccessible(true);
        return found.invoke(null);
    }
}
