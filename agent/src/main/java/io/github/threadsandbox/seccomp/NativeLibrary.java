package io.github.threadsandbox.seccomp;

import static java.lang.invoke.MethodType.methodType;

import io.github.threadsandbox.linux.Arch;
import java.lang.invoke.MethodHandles;
import java.util.Optional;

/**
 * Chooses the way to native code: jffi where the JDK lets it be silent, because it is there in a few milliseconds; else
 * {@code java.lang.foreign}, which a JDK has for good from 22 on, and which links for close to a tenth of a second.
 */
public final class NativeLibrary {
    /** The first JDK whose {@code java.lang.foreign} is not a preview, and which warns of native code like jffi's. */
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
            return jffi(arch);
        }
        if (javaBase.isPresent() && mayCallNative(javaBase.get())) {
            try {
                return jffi(arch);
            } catch (SeccompException | LinkageError e) {
                // No directory to unpack it in, no jdk.unsupported in the image: the JDK's own way needs neither.
            }
        }
        try {
            return new ForeignLibC(javaBase.orElseGet(MethodHandles::lookup));
        } catch (Throwable t) {
            throw new SeccompException("cannot reach the C library through java.lang.foreign: " + t);
        }
    }

    private static LibC jffi(Arch arch) throws SeccompException {
        JffiLibrary.load(arch.kernelName());
        return new JffiLibC();
    }

    /**
     * Lets the agent's own module load a native library, as {@code --enable-native-access} would, if it were one that the
     * option can name ({@code Module.implAddEnableNativeAccess}): no warning, also under
     * {@code --illegal-native-access=deny}, and no other module gains anything.
     */
    private static boolean mayCallNative(MethodHandles.Lookup javaBase) {
        Module own = NativeLibrary.class.getModule();
        if (!own.isNamed()) {
            return false;
        }
        try {
            javaBase.in(Module.class)
                    .findVirtual(Module.class, "implAddEnableNativeAccess", methodType(Module.class))
                    .invoke(own);
            return true;
        } catch (Throwable t) {
            // Another JDK's Module.
            return false;
        }
    }
}
