package io.github.threadsandbox.it.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The C side: compiled with the machine's gcc, in the benchmark only. */
final class Native {
    private Native() {}

    /** Compiles a source of src/benchmark/c. */
    static Path compile(Path repository, Path folder, String source, String... libraries) throws Exception {
        require("gcc");
        if (List.of(libraries).contains("-lseccomp") && !Files.exists(Path.of("/usr/include/seccomp.h"))) {
            throw new MissingTool("install libseccomp-dev");
        }
        Path binary = folder.resolve(source.replace(".c", ""));
        List<String> command = new ArrayList<>(List.of(
                "gcc",
                "-O2",
                "-Wall",
                "-Werror",
                "-o",
                binary.toString(),
                repository.resolve("agent-it/src/benchmark/c").resolve(source).toString()));
        command.addAll(List.of(libraries));
        Process gcc = new ProcessBuilder(command).inheritIO().start();
        if (gcc.waitFor() != 0) {
            throw new IOException("gcc does not compile " + source);
        }
        return binary;
    }

    /** Whether a program is there to be run. */
    static void require(String program) throws MissingTool {
        for (String folder : System.getenv("PATH").split(":", -1)) {
            if (Files.isExecutable(Path.of(folder, program))) {
                return;
            }
        }
        throw new MissingTool("install " + program);
    }
}
