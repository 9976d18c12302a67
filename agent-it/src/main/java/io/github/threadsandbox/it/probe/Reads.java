package io.github.threadsandbox.it.probe;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Threads that read files; and threads that start each other, each with one role more than the one before it. */
public final class Reads {
    private Reads() {}

    /**
     * Prints {@code thread/path=outcome}; or, where paths is a number, {@code chain=} how many threads of a chain ran and why no more.
     *
     * @param arguments threads' names with commas between them, and paths; or {@code chain} and a number
     * @throws Exception if a thread cannot be joined
     */
    public static void main(String[] arguments) throws Exception {
        if (arguments[0].equals("chain")) {
            chain(1, Integer.parseInt(arguments[1]));
            return;
        }
        List<String> paths = List.of(arguments).subList(1, arguments.length);
        for (String name : arguments[0].split(",", -1)) {
            Thread thread =
                    new Thread(() -> paths.forEach(path -> Kernel.print(name + "/" + path, read(Path.of(path)))), name);
            thread.start();
            thread.join();
        }
    }

    private static String read(Path path) {
        try {
            return Files.readAllBytes(path).length + " bytes";
        } catch (Exception e) {
            return e.getClass().getSimpleName();
        }
    }

    private static void chain(int number, int most) throws InterruptedException {
        Thread thread = new Thread(
                () -> {
                    try {
                        if (number == most) {
                            Kernel.print("chain", number);
                        } else {
                            chain(number + 1, most);
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "link-" + number);
        try {
            thread.start();
        } catch (IllegalStateException e) {
            Kernel.print("chain", (number - 1) + " " + e.getMessage());
            return;
        }
        thread.join();
    }
}
