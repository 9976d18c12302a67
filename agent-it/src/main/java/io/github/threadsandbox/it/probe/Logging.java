package io.github.threadsandbox.it.probe;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.ILoggerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A thread of a role logs so much that files are turned over; after it {@code main} does, and before it if that is to make the loggers. */
public final class Logging {
    private static final int CONFINED = 1_000;
    private static final int MAIN = 300;

    /** Of the thread that writes what others log. */
    private static final String WORKERS = "(?i)async.*|log4j.*async.*";

    /** The kernel has as much of a thread's name. */
    private static final int KERNELS_NAME = 15;

    private Logging() {}

    /** As in any class of an application's: made where it is first used. */
    private static final class Made {
        private static final Logger LOGGER = LoggerFactory.getLogger(Made.class);
    }

    /**
     * Logs.
     *
     * @param arguments who makes the loggers, {@code main} or nobody beforehand; and the name of the thread
     * @throws Exception if a thread cannot be joined
     */
    public static void main(String[] arguments) throws Exception {
        if (arguments[0].equals("main")) {
            log("made", 1);
        }
        Thread thread = new Thread(() -> log("confined", CONFINED), arguments[1]);
        thread.start();
        thread.join();
        log("main", MAIN);
        for (Thread other : Thread.getAllStackTraces().keySet()) {
            if (other.getName().matches(WORKERS)) {
                Kernel.print("worker", filters(other.getName()));
            }
        }
        stop(LoggerFactory.getILoggerFactory());
        Kernel.print("end", "yes");
    }

    private static void log(String who, int lines) {
        for (int i = 0; i < lines; i++) {
            Made.LOGGER.info("{} {} {}", who, i, "x".repeat(80));
        }
    }

    private static String filters(String name) throws IOException {
        String kernels = name.substring(0, Math.min(KERNELS_NAME, name.length()));
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
            for (Path task : tasks) {
                String status;
                try {
                    status = Files.readString(task.resolve("status"));
                } catch (IOException e) {
                    // Ended meanwhile.
                    continue;
                }
                if (status.startsWith("Name:\t" + kernels + "\n")) {
                    return status.replaceAll("(?s).*Seccomp_filters:\\s*([0-9]+).*", "$1");
                }
            }
        }
        return "gone";
    }

    /** Writes what is queued. By reflection, because each framework has its own way. */
    private static void stop(ILoggerFactory factory) throws ReflectiveOperationException {
        if (factory.getClass().getName().startsWith("ch.qos.")) {
            factory.getClass().getMethod("stop").invoke(factory);
        } else {
            Class.forName("org.apache.logging.log4j.LogManager")
                    .getMethod("shutdown")
                    .invoke(null);
        }
    }
}
