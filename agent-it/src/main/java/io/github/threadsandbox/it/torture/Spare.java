package io.github.threadsandbox.it.torture;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.function.LongSupplier;

/** A class whose bytes are defined again and again. */
public final class Spare implements LongSupplier {
    /** Makes one. */
    public Spare() {}

    @Override
    public long getAsLong() {
        return 1;
    }

    /** This class's file; whoever is first must be able to read it, and a confined thread is not. */
    static byte[] bytes() {
        return Read.BYTES;
    }

    private static final class Read {
        private static final byte[] BYTES = read();

        private static byte[] read() {
            try (InputStream in = Spare.class.getResourceAsStream("Spare.class")) {
                return in.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static final class Loader extends ClassLoader {
        Loader() {
            super(Spare.class.getClassLoader());
        }

        Class<?> define(byte[] bytes) {
            return defineClass(Spare.class.getName(), bytes, 0, bytes.length);
        }
    }

    /** One of a class that nobody else has. */
    static LongSupplier inALoaderOfItsOwn() throws Exception {
        return of(bytes());
    }

    static LongSupplier of(byte[] bytes) throws Exception {
        return (LongSupplier)
                new Loader().define(bytes).getDeclaredConstructor().newInstance();
    }
}
