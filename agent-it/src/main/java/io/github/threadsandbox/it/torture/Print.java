package io.github.threadsandbox.it.torture;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Lines for whoever started this JVM; whole, whoever else prints. */
final class Print {
    private static final PrintStream OUT =
            new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);

    private Print() {}

    static synchronized void line(String line) {
        OUT.println(line);
    }

    /** Says how something went: nothing wrong, or what. */
    static void result(String name, String problem) {
        line(problem.isEmpty() ? "ok " + name : "wrong " + name + ": " + problem);
    }
}
