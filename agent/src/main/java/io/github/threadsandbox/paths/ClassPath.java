package io.github.threadsandbox.paths;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/** The jars and directories of a class path, with those that the jars' manifests name, and those of theirs. */
public final class ClassPath {
    /**
     * The main class of a Quarkus application: it makes a class loader that opens the jars beside it when it first needs each
     * ({@code io.quarkus.bootstrap.runner.SerializedApplication} names them). Were that denied to one thread, all that come after
     * it to the same jar would wait for ever ({@code io.quarkus.bootstrap.runner.JarFileReference}).
     */
    private static final String QUARKUS = "io.quarkus.bootstrap.runner.QuarkusEntryPoint";

    private static final List<String> QUARKUS_FOLDERS = List.of("app/", "lib/main/", "quarkus/");

    private ClassPath() {}

    /**
     * All that a class path leads to.
     *
     * @param text as {@code -cp} has it
     * @return absolute paths
     */
    public static List<String> of(String text) {
        if (text.isEmpty()) {
            return List.of();
        }
        Set<String> paths = new LinkedHashSet<>();
        Deque<String> open = new ArrayDeque<>();
        for (String entry : text.split(File.pathSeparator, -1)) {
            // An empty entry is the working directory.
            absolute(entry).ifPresent(open::add);
        }
        while (!open.isEmpty()) {
            String path = open.poll();
            if (paths.add(path)) {
                open.addAll(named(path, "Class-Path"));
                open.addAll(ofQuarkus(path));
            }
        }
        return List.copyOf(paths);
    }

    /**
     * What an attribute of a jar's manifest names, relative to the jar.
     *
     * @param path a jar, or anything else, which names nothing
     * @param attribute {@code Class-Path} or {@code Boot-Class-Path}
     * @return absolute paths
     */
    static List<String> named(String path, String attribute) {
        List<String> named = new ArrayList<>();
        for (String element : attribute(path, attribute).orElse("").split(" ", -1)) {
            if (!element.isBlank()) {
                resolved(path, element).ifPresent(named::add);
            }
        }
        return named;
    }

    /** The folders of jars beside the jar that starts a Quarkus application. */
    private static List<String> ofQuarkus(String path) {
        if (!attribute(path, "Main-Class").orElse("").equals(QUARKUS)) {
            return List.of();
        }
        return QUARKUS_FOLDERS.stream()
                .flatMap(folder -> resolved(path, folder).stream())
                .filter(folder -> new File(folder).isDirectory())
                .toList();
    }

    private static Optional<String> resolved(String path, String element) {
        try {
            URI uri = new File(path).getAbsoluteFile().toURI().resolve(element);
            return "file".equals(uri.getScheme()) && uri.getPath() != null ? absolute(uri.getPath()) : Optional.empty();
        } catch (IllegalArgumentException e) {
            // The JDK passes over what is no URL as well.
            return Optional.empty();
        }
    }

    static Optional<String> attribute(String path, String attribute) {
        File file = new File(path);
        if (!file.isFile()) {
            return Optional.empty();
        }
        try (JarFile jar = new JarFile(file, false)) {
            Manifest manifest = jar.getManifest();
            return manifest == null
                    ? Optional.empty()
                    : Optional.ofNullable(manifest.getMainAttributes().getValue(attribute));
        } catch (IOException e) {
            // No jar: nothing is loaded from it either.
            return Optional.empty();
        }
    }

    static Optional<String> absolute(String path) {
        try {
            return Optional.of(Path.of(path).toAbsolutePath().normalize().toString());
        } catch (InvalidPathException e) {
            // No file has such a name.
            return Optional.empty();
        }
    }
}
