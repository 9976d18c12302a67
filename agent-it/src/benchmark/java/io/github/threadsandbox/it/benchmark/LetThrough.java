package io.github.threadsandbox.it.benchmark;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A JVM without the agent, under one filter that lets every call through: no agent that filters can cost less. */
final class LetThrough {
    private LetThrough() {}

    /** The program to start in place of {@code java}. */
    static Path java(Run run) throws Exception {
        Path folder = Scratch.folder("let-through");
        Path filter = Native.compile(run.repository(), folder, "let-through.c");
        Path java = folder.resolve("java");
        Files.writeString(java, "#!/bin/sh\nexec '" + filter + "' '" + run.jdk().resolve("bin/java") + "' \"$@\"\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
        return java;
    }
}
