package io.github.threadsandbox.it.probe;

import java.io.File;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;

/** Confined threads and others mark files with {@code deleteOnExit}; a confined thread ends the JVM. */
public final class DeletedAtExit {
    private static final int FILES = 500;

    private DeletedAtExit() {}

    /**
     * Marks.
     *
     * @param arguments a directory; the name of the thread that ends the JVM
     * @throws Exception if a thread cannot be joined
     */
    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        Path kept = Files.createFile(directory.resolve("kept"));
        Path others = Files.createFile(directory.resolve("others"));
        Path late = Files.createFile(directory.resolve("late"));
        Path nested = Files.createDirectory(directory.resolve("nested"));
        for (int i = 0; i < FILES; i++) {
            Files.createFile(nested.resolve("file" + i));
        }
        others.toFile().deleteOnExit();
        run("role-1", () -> mark(kept));
        run("write-1", () -> {
            mark(nested);
            for (int i = 0; i < FILES; i++) {
                mark(nested.resolve("file" + i));
            }
            Runtime.getRuntime().addShutdownHook(new Thread(() -> mark(late), "write-2"));
        });
        // A thread whose roles are only its maker's.
        run("role-2", () -> run("child", () -> Kernel.print("byHand", byHand(others))));
        Kernel.print("others", Files.exists(others));
        run(arguments[1], () -> System.exit(0));
    }

    private static void mark(Path path) {
        new File(path.toString()).deleteOnExit();
    }

    /** What is public in {@code java.util.concurrent} for the JDK's own classes, called by a confined thread's. */
    private static String byHand(Path file) {
        String[] opened = {"denied"};
        try {
            Class<?> handOff = Class.forName("java.util.concurrent.ThreadSandboxHandOff");
            Method delete = handOff.getMethod("deleteAtExit", File.class);
            delete.invoke(null, file.toFile());
            handOff.getMethod("deleteAtExit").invoke(null);
            handOff.getMethod("elsewhere", Runnable.class, Object.class)
                    .invoke(null, (Runnable) () -> opened[0] = Kernel.open(), new Object());
        } catch (ReflectiveOperationException e) {
            return e.toString();
        }
        return opened[0];
    }

    private static void run(String name, Runnable action) {
        Thread thread = new Thread(action, name);
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
