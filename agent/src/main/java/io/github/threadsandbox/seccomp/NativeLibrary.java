package io.github.threadsandbox.seccomp;

import io.github.threadsandbox.linux.Arch;
import java.lang.invoke.MethodHandles;
import java.util.Optional;

/** Chooses the way to native code: {@code java.lang.foreign} where the JDK has it for good (22), else jffi. */
public final class NativeLibrary {
    /** The first JDK whose {@code java.lang.foreign} is not a preview. */
    private static final int FOREIGN_SINCE = 22;

    private NativeLibrary() {}

    /**
     * Opens the C library.
     *
     * @param arch this machine's architecture
     * @param javaBase with full access to a package of {@code java.base}; without it, from JDK 22 on, the JDK may print its
     *     native-access warning
     * @return the C library
     * @throws SeccompException if native code cannot be reached; the message says what to do
     */
    public static LibC open(Arch arch, Optional<MethodHandles.Lookup> javaBase) throws SeccompException {
        if (Runtime.version().feature() < FOREIGN_SINCE) {
            JffiLibrary.load(arch.kernelName());
            return new JffiLibC();
        }
        try {
            return new ForeignLibC(javaBase.orElseGet(MethodHandles::lookup));
        } catch (Throwable t) {
            throw new SeccompException("cannot reach the C library through java.lang.foreign: " + t);
        }
    }
}
