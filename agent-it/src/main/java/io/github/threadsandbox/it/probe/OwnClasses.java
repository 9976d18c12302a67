package io.github.threadsandbox.it.probe;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;

/** Has a confined thread be the first to need classes of the application's own; then the main thread needs them. */
public final class OwnClasses {
    private OwnClasses() {}

    /** Reads a file where it is initialised. */
    static final class Settings {
        static final String TEXT;
        static final String HOW;

        static {
            try (FileInputStream in = new FileInputStream("/etc/hostname")) {
                TEXT = in.read() >= 0 ? "read" : "empty";
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            Thread thread = Thread.currentThread();
            boolean clean = Arrays.stream(thread.getStackTrace())
                    .allMatch(frame -> "java.base".equals(frame.getModuleName())
                            || frame.getClassName().startsWith("io.github.threadsandbox.it."));
            HOW = thread.getThreadGroup().getName() + " "
                    + (thread.getContextClassLoader() == ClassLoader.getSystemClassLoader()) + " " + clean;
        }

        private Settings() {}
    }

    /** Reads it as newer code does. */
    static final class NewerSettings {
        static final String TEXT;

        static {
            try {
                TEXT = Files.readString(Path.of("/etc/hostname")).isEmpty() ? "empty" : "read";
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private NewerSettings() {}
    }

    /** Is wrong wherever it is initialised. */
    static final class Wrong {
        static final int VALUE = Integer.parseInt("x");

        private Wrong() {}
    }

    /**
     * Needs them.
     *
     * @param arguments none, or the name of a class with a method {@code use} that needs another class
     * @throws Exception if a thread cannot be joined
     */
    public static void main(String[] arguments) throws Exception {
        Callable<Object> use = arguments.length == 0 ? null : used(arguments[0]);
        Thread confined = new Thread(
                () -> {
                    Kernel.print("confined", outcome(() -> Settings.TEXT));
                    Kernel.print("again", outcome(() -> Settings.TEXT));
                    Kernel.print("newer", outcome(() -> NewerSettings.TEXT));
                    Kernel.print("wrong", outcome(() -> Wrong.VALUE));
                    Kernel.print("reference", use == null ? "" : outcome(use));
                },
                "role-1");
        confined.start();
        confined.join();
        Kernel.print("main", outcome(() -> Settings.TEXT));
        Kernel.print("how", outcome(() -> Settings.HOW));
        Kernel.print("mainReference", use == null ? "" : outcome(use));
    }

    private static Callable<Object> used(String className) throws Exception {
        @SuppressWarnings("unchecked")
        Callable<Object> use = (Callable<Object>)
                Class.forName(className).getDeclaredConstructor().newInstance();
        return use;
    }

    private static String outcome(Callable<Object> use) {
        try {
            return String.valueOf(use.call());
        } catch (Exception | LinkageError e) {
            return e.getClass().getSimpleName();
        }
    }
}
