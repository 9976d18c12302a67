package io.github.threadsandbox.start;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The agent's logger: SLF4J's simple one, to the standard error that the JVM started with. */
final class Log {
    private static final String NAME = "thread-sandbox";

    /** What may be set from outside: how much the agent says. */
    private static final String LEVEL = "org.slf4j.simpleLogger.log." + NAME;

    private Log() {}

    /**
     * Makes the logger as the agent's own {@code simplelogger.properties} says, and not as the application's, which it would
     * find through the context class loader, or as system properties meant for the application's SLF4J. Neither may redirect
     * it to a {@code System.err} that the application replaces: that would be application code, run inside the agent.
     */
    static Logger open() {
        // Named, because a service loader finds nothing in a module that declares nothing; and SLF4J would say so.
        Map<String, String> own =
                Map.of("slf4j.provider", "org.slf4j.simple.SimpleServiceProvider", "slf4j.internal.verbosity", "WARN");
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        Map<String, String> application = takeProperties();
        thread.setContextClassLoader(Log.class.getClassLoader());
        try {
            own.forEach(System::setProperty);
            return LoggerFactory.getLogger(NAME);
        } finally {
            thread.setContextClassLoader(before);
            own.keySet().forEach(System::clearProperty);
            System.getProperties().putAll(application);
        }
    }

    /** The same in a JVM that runs already: {@code System.err} may be the application's by now. */
    static Logger openInApplication() {
        PrintStream theirs = System.err;
        System.setErr(new PrintStream(new FileOutputStream(FileDescriptor.err), true));
        try {
            return open();
        } finally {
            System.setErr(theirs);
        }
    }

    private static Map<String, String> takeProperties() {
        Properties properties = System.getProperties();
        Map<String, String> taken = new TreeMap<>();
        for (String name : properties.stringPropertyNames()) {
            if ((name.startsWith("org.slf4j.simpleLogger.") || name.startsWith("slf4j.")) && !name.equals(LEVEL)) {
                taken.put(name, properties.getProperty(name));
            }
        }
        taken.keySet().forEach(properties::remove);
        return taken;
    }
}
