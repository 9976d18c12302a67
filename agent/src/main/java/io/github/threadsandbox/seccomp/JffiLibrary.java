package io.github.threadsandbox.seccomp;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Loads jffi's native library, which jffi's jar brings along, and leaves no file behind. */
final class JffiLibrary {
    private static final String BOOT_PATH = "jffi.boot.library.path";
    private static final String FILE = "libjffi-1.2.so";

    private JffiLibrary() {}

    static void load(String kernelArch) throws SeccompException {
        String own = System.getProperty(BOOT_PATH);
        Path folder = null;
        try {
            if (own != null) {
                System.load(Path.of(own).resolve(FILE).toAbsolutePath().toString());
                return;
            }
            folder = Files.createTempDirectory(
                    "thread-sandbox-",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
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

    private static void unpack(String kernelArch, Path library) throws IOException, SeccompException {
        String resource = "/jni/" + kernelArch + "-Linux/" + FILE;
        try (InputStream in = JffiLibrary.class.getResourceAsStream(resource)) {
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
