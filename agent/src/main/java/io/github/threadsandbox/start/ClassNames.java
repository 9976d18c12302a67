package io.github.threadsandbox.start;

import io.github.threadsandbox.paths.ClassPath;
import io.github.threadsandbox.role.Glob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.slf4j.Logger;

/** The classes of the class path: what is in its directories and jars, and in the jars that those name. */
final class ClassNames {
    private static final String CLASS = ".class";

    private final Logger log;
    private final Set<String> names = new LinkedHashSet<>();

    private ClassNames(Logger log) {
        this.log = log;
    }

    /**
     * The classes that match.
     *
     * @param patterns what is looked for
     * @param log takes what cannot be read, and patterns that match nothing
     * @return their names, in the class path's order
     */
    static List<String> matching(List<String> patterns, Logger log) {
        ClassNames found = new ClassNames(log);
        String classPath = System.getProperty("java.class.path");
        // Empty, it is the working directory.
        ClassPath.of(classPath.isEmpty() ? "." : classPath).forEach(entry -> found.add(Path.of(entry)));
        List<String> matching = new ArrayList<>();
        for (String pattern : patterns) {
            Glob glob = Glob.ofClassName(pattern);
            int before = matching.size();
            found.names.stream()
                    .filter(name -> glob.matches(name) && !matching.contains(name))
                    .forEach(matching::add);
            if (matching.size() == before) {
                log.warn("preload: nothing on the class path matches \"{}\"", pattern);
            }
        }
        return matching;
    }

    private void add(Path path) {
        try {
            if (Files.isDirectory(path)) {
                addDirectory(path);
            } else if (Files.isRegularFile(path)) {
                addJar(path);
            }
        } catch (IOException e) {
            log.warn("preload: {} cannot be read: {}", path, e.getMessage());
        }
    }

    private void addDirectory(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            files.map(file -> directory.relativize(file).toString()).forEach(this::addFile);
        }
    }

    private void addJar(Path path) throws IOException {
        try (JarFile jar = new JarFile(path.toFile())) {
            jar.stream().map(entry -> entry.getName()).forEach(this::addFile);
        }
    }

    private void addFile(String file) {
        if (file.endsWith(CLASS) && !file.endsWith("module-info.class") && !file.startsWith("META-INF/")) {
            names.add(file.substring(0, file.length() - CLASS.length()).replace('/', '.'));
        }
    }
}
