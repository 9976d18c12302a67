package io.github.threadsandbox.start;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The agent's logger: SLF4J's simple one, to the standard error that the JVM started with. */
final class Log {
    private Log() {}

    /**
     * Makes the logger read the agent's own {@code simplelogger.properties} and not the application's, which it would find
     * through the context class loader.
     */
    static Logger open() {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(Log.class.getClassLoader());
        try {
            return LoggerFactory.getLogger("thread-sandbox");
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
