package io.github.threadsandbox.premain;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * Loads the agent and the libraries that it brings from {@code inst/} of the agent's jar, where no other class loader looks.
 * Its parent is the platform's: the application's libraries, in whatever versions, and the agent's never meet.
 */
final class AgentClassLoader extends ClassLoader {
    private static final String FOLDER = "inst/";

    static {
        registerAsParallelCapable();
    }

    private final JarFile jar;
    private final String root;

    AgentClassLoader(Path jar) {
        super("thread-sandbox", ClassLoader.getPlatformClassLoader());
        try {
            // Kept open: a thread that may open no files can still load the agent's classes.
            this.jar = new JarFile(jar.toFile(), false);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open the agent's jar " + jar, e);
        }
        this.root = "jar:" + jar.toUri() + "!/" + FOLDER;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        JarEntry entry = jar.getJarEntry(FOLDER + name.replace('.', '/') + ".classdata");
        if (entry == null) {
            throw new ClassNotFoundException(name);
        }
        byte[] bytes;
        try (InputStream in = jar.getInputStream(entry)) {
            bytes = in.readAllBytes();
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : defineClass(name, bytes, 0, bytes.length);
        }
    }

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

    @Override
    protected URL findResource(String name) {
        if (jar.getJarEntry(FOLDER + name) == null) {
            return null;
        }
        try {
            return new URL(root + name);
        } catch (MalformedURLException e) {
            throw new IllegalStateException("bug: " + root + name, e);
        }
    }

    @Override
    protected Enumeration<URL> findResources(String name) {
        URL found = findResource(name);
        return Collections.enumeration(found == null ? List.of() : List.of(found));
    }
}
