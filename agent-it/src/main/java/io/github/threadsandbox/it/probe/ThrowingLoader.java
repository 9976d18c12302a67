package io.github.threadsandbox.it.probe;

import io.github.threadsandbox.SandboxedThread;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Tasks of classes whose loader throws at whatever else it is asked for: annotations, types of parameters, resources. */
public final class ThrowingLoader extends ClassLoader {
    private static final Set<String> ASKED_BY_THE_AGENT = new TreeSet<>();

    private ThrowingLoader() {
        super(null);
    }

    /** An annotation whose class cannot be had. */
    @Retention(RetentionPolicy.RUNTIME)
    @interface Unloadable {}

    /** A type that cannot be had either. */
    static final class Nowhere {}

    /** By its annotation, of role {@code compute}. */
    @Unloadable
    static final class Annotated implements Runnable {
        Nowhere of(Nowhere nowhere) {
            return nowhere;
        }

        @Override
        public void run() {
            System.setProperty("seen", opened());
        }
    }

    /** By {@code @SandboxedThread}. */
    @SandboxedThread("compute")
    static final class Sandboxed implements Runnable {
        Nowhere of(Nowhere nowhere) {
            return nowhere;
        }

        @Override
        public void run() {
            System.setProperty("seen", opened());
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        Class<?> known = findLoadedClass(name);
        if (known != null) {
            return known;
        }
        if (name.startsWith("java.")) {
            return super.loadClass(name, resolve);
        }
        if (!name.endsWith("$Annotated") && !name.endsWith("$Sandboxed")) {
            // What the tasks themselves need is this class.
            if (name.equals(ThrowingLoader.class.getName())) {
                return ThrowingLoader.class;
            }
            asked(name);
            throw new IllegalStateException("on purpose: " + name);
        }
        try (InputStream in = ThrowingLoader.class.getResourceAsStream("/" + name.replace('.', '/') + ".class")) {
            byte[] bytes = in.readAllBytes();
            return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    @Override
    public java.net.URL getResource(String name) {
        asked(name);
        throw new IllegalStateException("on purpose: " + name);
    }

    private static synchronized void asked(String name) {
        StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE).forEach(frame -> {
            if (Witness.isAgents(frame.getDeclaringClass().getClassLoader())) {
                ASKED_BY_THE_AGENT.add(name + " by " + frame.getDeclaringClass().getName());
            }
        });
    }

    /**
     * For the tasks, which are in another package at run time.
     *
     * @return whether a file could be opened
     */
    public static String opened() {
        return Kernel.open();
    }

    /**
     * Runs them.
     *
     * @param arguments none
     * @throws Exception if one cannot be made
     */
    public static void main(String[] arguments) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(1);
        for (String name : new String[] {"Annotated", "Sandboxed"}) {
            Class<?> type = new ThrowingLoader().loadClass(ThrowingLoader.class.getName() + "$" + name);
            java.lang.reflect.Constructor<?> made = type.getDeclaredConstructor();
            made.setAccessible(true);
            Runnable task = (Runnable) made.newInstance();
            Thread thread = new Thread(task, "plain");
            thread.start();
            thread.join();
            Kernel.print("thread/" + name, System.clearProperty("seen"));
            pool.submit(task).get(60, TimeUnit.SECONDS);
            Kernel.print("task/" + name, System.clearProperty("seen"));
        }
        pool.shutdown();
        Kernel.print("asked", ASKED_BY_THE_AGENT);
        Kernel.print("end", "yes");
    }
}
