package io.github.threadsandbox.it.probe;

import io.github.threadsandbox.it.probe.okhttp3.internal.NamedRunnable;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;

/** A confined thread runs tasks of a class with a framework's name that nobody was seen to make. */
public final class Lookalikes {
    private Lookalikes() {}

    /**
     * Prints what each could do.
     *
     * @param arguments {@code trusted} if an unconfined thread loads the class
     */
    public static void main(String[] arguments) {
        boolean trusted = arguments.length > 0;
        if (trusted) {
            NamedRunnable.trying(Kernel::open);
        }
        Thread thread = new Thread(() -> start(new Thread(() -> tryAll(trusted), "of a confined one")), "role-1");
        start(thread);
    }

    /** The role map gives a role to the first; the second has it from that one alone. */
    private static void start(Thread thread) {
        thread.start();
        Uninterrupted.join(thread);
    }

    private static void tryAll(boolean trusted) {
        NamedRunnable.trying(Kernel::open);
        if (!trusted) {
            Kernel.print("early", seenBy(new NamedRunnable(true)));
        }
        NamedRunnable made = new NamedRunnable(false);
        made.run();
        Kernel.print("made", NamedRunnable.seen());
        try {
            NamedRunnable read = read(made);
            read.run();
            Kernel.print("read", NamedRunnable.seen());
            NamedRunnable unmade = unmade();
            unmade.run();
            Kernel.print("unmade", NamedRunnable.seen());
        } catch (IOException | ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        } catch (UnsupportedOperationException e) {
            Kernel.print("unmade", "refused");
        }
    }

    private static String seenBy(Object task) {
        return task == null ? "" : NamedRunnable.seen();
    }

    private static NamedRunnable read(NamedRunnable task) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(task);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (NamedRunnable) in.readObject();
        }
    }

    /** By {@code sun.reflect.ReflectionFactory}, which any code may call. */
    private static NamedRunnable unmade() throws ReflectiveOperationException {
        Class<?> type = Class.forName("sun.reflect.ReflectionFactory");
        Object factory = type.getMethod("getReflectionFactory").invoke(null);
        try {
            return (NamedRunnable)
                    ((Constructor<?>) type.getMethod("newConstructorForSerialization", Class.class, Constructor.class)
                                    .invoke(factory, NamedRunnable.class, Object.class.getDeclaredConstructor()))
                            .newInstance();
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof UnsupportedOperationException refused) {
                throw refused;
            }
            throw e;
        }
    }
}
