package io.github.threadsandbox.it.probe;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A thread whose role may start programs starts one. */
public final class Starts {
    private Starts() {}

    /**
     * Prints {@code exit}, and what the program printed.
     *
     * @param arguments the directory that it starts in, the program, and its arguments
     * @throws Exception if the thread cannot be joined
     */
    public static void main(String[] arguments) throws Exception {
        Thread thread = new Thread(
                () -> start(Path.of(arguments[0]), List.of(arguments).subList(1, arguments.length)), "tools-1");
        thread.start();
        thread.join();
    }

    private static void start(Path directory, List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            Kernel.print(
                    "printed",
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                            .strip()
                            .replace('\n', ' '));
            Kernel.print("exit", process.waitFor());
        } catch (IOException e) {
            Kernel.print("exit", e.getMessage());
        } catch (InterruptedException e) {
            Kernel.print("exit", "interrupted");
        }
    }
}
