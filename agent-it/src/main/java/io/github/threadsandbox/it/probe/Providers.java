package io.github.threadsandbox.it.probe;

import java.io.IOException;
import java.net.URI;
import java.net.URLStreamHandler;
import java.net.spi.URLStreamHandlerProvider;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;
import java.nio.charset.Charset;
import java.nio.charset.spi.CharsetProvider;
import java.text.DecimalFormatSymbols;
import java.text.spi.DecimalFormatSymbolsProvider;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;
import java.time.zone.ZoneRulesProvider;
import java.util.Collections;
import java.util.Iterator;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;

/** Service providers of every kind that the JDK asks on its own account; each looks around when it is called. */
public final class Providers {
    private Providers() {}

    /** For {@code new URL("…")}. */
    public static final class Urls extends URLStreamHandlerProvider {
        @Override
        public URLStreamHandler createURLStreamHandler(String protocol) {
            Witness.look("URL handler");
            return null;
        }
    }

    /** For {@code Charset.forName}. */
    public static final class Charsets extends CharsetProvider {
        @Override
        public Iterator<Charset> charsets() {
            return Collections.emptyIterator();
        }

        @Override
        public Charset charsetForName(String name) {
            Witness.look("charset");
            return null;
        }
    }

    /** For {@code java.time}. */
    public static final class Zones extends ZoneRulesProvider {
        @Override
        protected Set<String> provideZoneIds() {
            Witness.look("zone rules");
            return Set.of("Witness/Zone");
        }

        @Override
        protected ZoneRules provideRules(String zoneId, boolean forCaching) {
            return ZoneRules.of(ZoneOffset.UTC);
        }

        @Override
        protected NavigableMap<String, ZoneRules> provideVersions(String zoneId) {
            return new TreeMap<>(java.util.Map.of("1", ZoneRules.of(ZoneOffset.UTC)));
        }
    }

    /** For formats, with {@code -Djava.locale.providers=SPI,…}. */
    public static final class Symbols extends DecimalFormatSymbolsProvider {
        @Override
        public Locale[] getAvailableLocales() {
            Witness.look("locale");
            return new Locale[] {new Locale("xx")};
        }

        @Override
        public DecimalFormatSymbols getInstance(Locale locale) {
            throw new IllegalArgumentException(locale.toString());
        }
    }

    /** For {@code System.getLogger}. */
    public static final class Loggers extends System.LoggerFinder {
        @Override
        public System.Logger getLogger(String name, Module module) {
            Witness.look("logger finder");
            return new System.Logger() {
                @Override
                public String getName() {
                    return name;
                }

                @Override
                public boolean isLoggable(Level level) {
                    Witness.look("logger");
                    return false;
                }

                @Override
                public void log(Level level, ResourceBundle bundle, String message, Throwable thrown) {}

                @Override
                public void log(Level level, ResourceBundle bundle, String format, Object... parameters) {}
            };
        }
    }

    /** For {@code Security}: named in a file of {@code -Djava.security.properties}. */
    public static final class Security extends java.security.Provider {
        private static final long serialVersionUID = 1L;

        /** Made by the JDK. */
        public Security() {
            super("Witness", "1", "looks around");
            Witness.look("security");
        }

        @Override
        public Service getService(String type, String algorithm) {
            Witness.look("security service");
            return super.getService(type, algorithm);
        }
    }

    /** For the common pool. */
    public static final class Workers implements ForkJoinPool.ForkJoinWorkerThreadFactory {
        @Override
        public ForkJoinWorkerThread newThread(ForkJoinPool pool) {
            Witness.look("worker factory");
            return ForkJoinPool.defaultForkJoinWorkerThreadFactory.newThread(pool);
        }
    }

    /** For channels; leaves everything to the JDK's own, for which {@code sun.nio.ch} must be exported. */
    public static final class Channels extends SelectorProvider {
        private final SelectorProvider own;

        /**
         * Made by the JDK.
         *
         * @throws ReflectiveOperationException if it has no other
         */
        public Channels() throws ReflectiveOperationException {
            Witness.look("selector provider");
            own = (SelectorProvider) Class.forName("sun.nio.ch.DefaultSelectorProvider")
                    .getMethod("get")
                    .invoke(null);
        }

        @Override
        public DatagramChannel openDatagramChannel() throws IOException {
            return own.openDatagramChannel();
        }

        @Override
        public DatagramChannel openDatagramChannel(java.net.ProtocolFamily family) throws IOException {
            return own.openDatagramChannel(family);
        }

        @Override
        public Pipe openPipe() throws IOException {
            return own.openPipe();
        }

        @Override
        public AbstractSelector openSelector() throws IOException {
            return own.openSelector();
        }

        @Override
        public ServerSocketChannel openServerSocketChannel() throws IOException {
            return own.openServerSocketChannel();
        }

        @Override
        public SocketChannel openSocketChannel() throws IOException {
            return own.openSocketChannel();
        }
    }

    /** For {@code java.util.logging}, named by {@code -Djava.util.logging.config.class}. */
    public static final class Logging {
        /** Made by the JDK. */
        public Logging() throws IOException {
            Witness.look("logging configuration");
        }
    }

    /** For {@code FileSystems}: installed, or the default one by {@code -Djava.nio.file.spi.DefaultFileSystemProvider}. */
    public static final class Files extends FileSystems {
        private final String scheme;

        /** Made by the JDK as an installed one. */
        public Files() {
            super(java.nio.file.FileSystems.getDefault().provider());
            Witness.look("file systems");
            scheme = "witness";
        }

        /**
         * Made by the JDK as the default one.
         *
         * @param own the JDK's own
         */
        public Files(java.nio.file.spi.FileSystemProvider own) {
            super(own);
            Witness.look("default file systems");
            scheme = own.getScheme();
        }

        @Override
        public String getScheme() {
            Witness.look("file system scheme");
            return scheme;
        }

        @Override
        public java.nio.file.FileSystem getFileSystem(URI uri) {
            Witness.look("default file system");
            return super.getFileSystem(uri);
        }
    }
}
