package io.github.threadsandbox.seccomp;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Loads jffi's native library, which jffi's jar brings along, and leaves no file behind. */
final class JffiLibrary {
    private static final String BOOT_PATH = "jffi.boot.library.path";
    private static final String FILE = "libjffi-1.2.so";

    /** Whoever takes this many names beforehand means to keep the JVM from starting. */
    private static final int ATTEMPTS = 100;

    private JffiLibrary() {}

    static void load(String kernelArch) throws SeccompException {
        String own = System.getProperty(BOOT_PATH);
        Path folder = null;
        try {
            if (own != null) {
                System.load(Path.of(own).resolve(FILE).toAbsolutePath().toString());
                return;
            }
            folder = temporaryDirectory();
            Path library = folder.resolve(FILE);
            unpack(kernelArch, library);
            System.load(library.toString());
        } catch (IOException | UnsatisfiedLinkError e) {
            throw new SeccompException("cannot load jffi's native library from "
                    + (own != null ? own : "the temporary directory " + System.getProperty("java.io.tmpdir")) + ": "
                    + e.getMessage()
                    + ": set -Djava.io.tmpdir=DIR to a directory that this user can write to and that is not mounted"
                    + " noexec, or -D" + BOOT_PATH + "=DIR to one that holds " + FILE
                    + " (from jffi's jar); from JDK 22 on none is needed");
        } finally {
            delete(folder);
        }
    }

    /**
     * A new directory that is this user's alone. Not {@code Files.createTempDirectory}, which takes a random name and so has
     * the JDK start its security providers, which may be the application's. That this name can be
     * guessed does no harm: mkdir(2) makes a directory that was not there, or fails.
     */
    private static Path temporaryDirectory() throws IOException {
        FileAttribute<?> owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        Path parent = Path.of(System.getProperty("java.io.tmpdir"));
        String name = "thread-sandbox-" + ProcessHandle.current().pid() + "-" + System.nanoTime() + "-";
        for (int attempt = 0; ; attempt++) {
            try {
                return Files.createDirectory(parent.resolve(name + attempt), owner);
            } catch (FileAlreadyExistsException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private static void unpack(String kernelArch, Path library) throws IOException, SeccompException {
        String resource = "jni/" + kernelArch + "-Linux/" + FILE;
        try (InputStream in = JffiLibrary.class.getClassLoader().getResourceAsStream(resource)) {
            if (in == null) {
                throw new SeccompException("bug: the agent's jar lacks " + resource);
            }
            Files.copy(in, library);
        }
        Files.setPosixFilePermissions(library, Set.copyOf(PosixFilePermissions.fromString("r-x------")));
    }

    /** The mapping keeps the library; the file is not needed any more. */
    private static void delete(Path folder) throws SeccompException {
        if (folder == null) {
            return;
        }
        try {
            Files.deleteIfExists(folder.resolve(FILE));
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            throw new SeccompException("cannot remove " + folder + " again: " + e.getMessage()
                    + ": set -Djava.io.tmpdir=DIR to a directory that this user can write to");
        }
    }
}
