package java.lang;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Has the superclass and the interfaces of a class loaded before the class itself is defined. The JVM would load them a moment
 * later, by the same loader on the same thread (JVMS 5.3.5); so the agent, which sees a class before the JVM asks for these,
 * has seen theirs first and knows which of their methods have a role that the class inherits. And has the thread show that its
 * stack does not end while the class is woven.
 *
 * <p>Here, because no frame of the agent's may be below an application's class loader.
 */
final class ThreadSandboxSupers {
    /** The binary names of what a class of this file builds on, but for those of {@code java}. */
    private static Function<byte[], String[]> supers;

    /** Whether a class of this file may be woven. */
    private static Predicate<byte[]> concerned;

    private ThreadSandboxSupers() {}

    /** For the agent, before {@code ClassLoader} is woven. Both are given an array that nobody else has. */
    static void arm(Function<byte[], String[]> newSupers, Predicate<byte[]> newConcerned) {
        ThreadSandboxStack.need();
        supers = newSupers;
        concerned = newConcerned;
    }

    /** At the head of {@code ClassLoader.defineClass}. */
    static void load(ClassLoader loader, byte[] file, int offset, int length) {
        if (loader instanceof ThreadSandboxLoader || file == null) {
            return;
        }
        byte[] own = part(file, offset, length);
        load(loader, supers.apply(own));
        if (concerned.test(own)) {
            ThreadSandboxStack.need();
        }
    }

    /** A copy, for others may write to the loader's array. Empty where there is no such part: the JVM says so. */
    private static byte[] part(byte[] file, int offset, int length) {
        return offset < 0 || length < 0 || length > file.length - offset
                ? new byte[0]
                : Arrays.copyOfRange(file, offset, offset + length);
    }

    private static void load(ClassLoader loader, String[] names) {
        try {
            for (String name : names) {
                Class.forName(name, false, loader);
            }
        } catch (ClassNotFoundException | LinkageError | RuntimeException e) {
            // It is for the JVM to say so, when it comes to this class.
        }
    }

    /** The same for a buffer that is not backed by an array; one that is comes by as its array. */
    static void load(ClassLoader loader, ByteBuffer file) {
        if (file != null && file.isDirect()) {
            byte[] copy = new byte[file.remaining()];
            file.duplicate().get(copy);
            load(loader, copy, 0, copy.length);
        }
    }
}
