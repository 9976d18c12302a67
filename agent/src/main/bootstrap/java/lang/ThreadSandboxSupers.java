package java.lang;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.BiPredicate;

/**
 * Has the superclass and the interfaces of a class loaded before the class itself is defined. The JVM would load them a moment
 * later, by the same loader on the same thread (JVMS 5.3.5); so the agent, which sees a class before the JVM asks for these,
 * has seen theirs first and knows which of their methods have a role that the class inherits. And has the thread show that its
 * stack does not end while the class is woven.
 *
 * <p>Here, because no frame of the agent's may be below an application's class loader.
 */
final class ThreadSandboxSupers {
    private static final int POOL_COUNT = 8;
    private static final int POOL = 10;

    /** Whether a class, of this name (null where its loader does not say) and of this file, may be woven. */
    private static BiPredicate<String, byte[]> concerned;

    private ThreadSandboxSupers() {}

    /** For the agent, before {@code ClassLoader} is woven. */
    static void arm(BiPredicate<String, byte[]> newConcerned) {
        ThreadSandboxStack.need();
        concerned = newConcerned;
    }

    /** At the head of {@code ClassLoader.defineClass}. */
    static void load(ClassLoader loader, String name, byte[] file, int offset, int length) {
        if (loader instanceof ThreadSandboxLoader || file == null) {
            return;
        }
        supers(loader, file, offset, length);
        if (concerned.test(name, offset == 0 && length == file.length ? file : part(file, offset, length))) {
            ThreadSandboxStack.need();
        }
    }

    /** Empty where there is no such part: the JVM says so. */
    private static byte[] part(byte[] file, int offset, int length) {
        return offset < 0 || length < 0 || length > file.length - offset
                ? new byte[0]
                : Arrays.copyOfRange(file, offset, offset + length);
    }

    private static void supers(ClassLoader loader, byte[] file, int offset, int length) {
        try {
            new Names(file, offset, length).load(loader);
        } catch (ClassNotFoundException | LinkageError | RuntimeException e) {
            // It is for the JVM to say so, when it comes to this class.
        }
    }

    /** The same for a buffer that is not backed by an array; one that is comes by as its array. */
    static void load(ClassLoader loader, String name, ByteBuffer file) {
        if (file != null && file.isDirect()) {
            byte[] copy = new byte[file.remaining()];
            file.duplicate().get(copy);
            load(loader, name, copy, 0, copy.length);
        }
    }

    /** What a class file calls its superclass and its interfaces (JVMS 4.1). */
    private static final class Names {
        private final byte[] file;
        private final int start;
        private final int[] constants;
        private final int end;

        Names(byte[] file, int start, int length) {
            this.file = file;
            this.start = start;
            constants = new int[u2(POOL_COUNT)];
            int at = POOL;
            for (int i = 1; i < constants.length; i++) {
                constants[i] = at;
                int tag = file[start + at];
                at += size(tag, at);
                if (tag == 5 || tag == 6) {
                    // A long or a double takes two places.
                    i++;
                }
            }
            end = at;
            if (end > length) {
                throw new IllegalArgumentException("thread-sandbox: not a class file");
            }
        }

        void load(ClassLoader loader) throws ClassNotFoundException {
            // access_flags, this_class, super_class, interfaces_count, interfaces
            int interfaces = u2(end + 6);
            load(loader, u2(end + 4));
            for (int i = 0; i < interfaces; i++) {
                load(loader, u2(end + 8 + 2 * i));
            }
        }

        private void load(ClassLoader loader, int constant) throws ClassNotFoundException {
            if (constant == 0) {
                return;
            }
            int text = constants[u2(constants[constant] + 1)];
            String name = new String(file, start + text + 3, u2(text + 1), StandardCharsets.UTF_8);
            if (!name.startsWith("java/")) {
                Class.forName(name.replace('/', '.'), false, loader);
            }
        }

        private int size(int tag, int at) {
            switch (tag) {
                case 1:
                    return 3 + u2(at + 1);
                case 7:
                case 8:
                case 16:
                case 19:
                case 20:
                    return 3;
                case 15:
                    return 4;
                case 5:
                case 6:
                    return 9;
                default:
                    return 5;
            }
        }

        private int u2(int at) {
            return ((file[start + at] & 0xff) << 8) | (file[start + at + 1] & 0xff);
        }
    }
}
