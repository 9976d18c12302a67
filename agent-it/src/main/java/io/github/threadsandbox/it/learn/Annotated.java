package io.github.threadsandbox.it.learn;

import io.github.threadsandbox.SandboxedThread;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A program that says which roles it wants: on a method, and on a thread's class. */
public final class Annotated {
    private Annotated() {}

    /**
     * Reads a file and writes another.
     *
     * @param arguments the one, the other, and if it is to wait for a signal, {@code wait}; or {@code fail}
     * @throws Exception if it cannot
     */
    public static void main(String[] arguments) throws Exception {
        String text = read(Path.of(arguments[0]));
        Thread writer = new Writer(Path.of(arguments[1]), text);
        writer.start();
        writer.join();
        System.out.println("read=" + text);
        String then = arguments.length > 2 ? arguments[2] : "";
        if (then.equals("wait")) {
            Thread.currentThread().join();
        }
        if (then.equals("fail")) {
            System.exit(3);
        }
    }

    @SandboxedThread("reader")
    static String read(Path path) throws IOException {
        return Files.readString(path).strip();
    }

    /** Writes. */
    @SandboxedThread("writer")
    private static final class Writer extends Thread {
        private final Path path;
        private final String text;

        Writer(Path path, String text) {
            super("out");
            this.path = path;
            this.text = text;
        }

        @Override
        public void run() {
            try {
                Files.writeString(path, text);
            } catch (IOException e) {
                System.out.println("write=" + e.getMessage());
            }
        }
    }
}
