package java.lang;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * Loads the agent and the libraries that it brings from {@code inst/} of the agent's jar, where no other class loader looks.
 * Its parent is the platform's: the application's libraries, in whatever versions, and the agent's never meet.
 *
 * <p>In {@code java.base}, because whoever finds a class of the agent finds its class loader, and must find it as closed as
 * the JDK's own. All its classes are in one named module that exports and opens nothing; others it does not load.
 */
final class ThreadSandboxLoader extends ClassLoader {
    private static final String FOLDER = "inst/";

    static {
        registerAsParallelCapable();
    }

    private final JarFile jar;
    private final Set<String> packages;

    /** Takes the jar, which stays open: a thread that may open no files can still load the agent's classes. */
    ThreadSandboxLoader(JarFile jar, Set<String> packages) {
        super("thread-sandbox", ClassLoader.getPlatformClassLoader());
        this.jar = jar;
        this.packages = packages;
    }

    /** What is in the module's packages is here or nowhere: the parents are not asked. */
    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!isOwn(name)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : findClass(name);
        }
    }

    private boolean isOwn(String name) {
        return packages.contains(name.substring(0, Math.max(0, name.lastIndexOf('.'))));
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        JarEntry entry = isOwn(name) ? jar.getJarEntry(FOLDER + name.replace('.', '/') + ".classdata") : null;
        if (entry == null) {
            throw new ClassNotFoundException(name);
        }
        byte[] bytes = new byte[(int) entry.getSize()];
        try (InputStream in = jar.getInputStream(entry)) {
            if (in.readNBytes(bytes, 0, bytes.length) < bytes.length) {
                throw new ClassNotFoundException(name + ": the agent's jar ends in the middle of it");
            }
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : defineClass(name, bytes, 0, bytes.length);
        }
    }

    /** The one way to the agent's resources: a URL would ask the application's URL handlers. */
    @Override
    public InputStream getResourceAsStream(String name) {
        JarEntry entry = jar.getJarEntry(FOLDER + name);
        if (entry == null) {
            return getParent().getResourceAsStream(name);
        }
        try {
            return jar.getInputStream(entry);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name + " from the agent's jar", e);
        }
    }
}
