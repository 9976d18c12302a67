package io.github.threadsandbox.paths;

import io.github.threadsandbox.landlock.PathSets;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds out what each named set holds: absolute paths, whether they exist or not. */
public final class NamedPaths {
    /** This agent's: what confined threads need of it is loaded, and nobody else needs it. */
    private static final String PREMAIN = "io.github.threadsandbox.premain.Premain";

    private final String javaHome;
    private final List<String> vmArguments;

    private NamedPaths(List<String> vmArguments) {
        this.javaHome = System.getProperty("java.home");
        this.vmArguments = vmArguments;
    }

    /**
     * The sets of this JVM.
     *
     * @param vmArguments what the JVM was started with, options files and environment variables included; empty where that is
     *     not known, and then without what options alone say
     * @return by the sets' names, paths
     */
    public static Map<String, List<String>> find(List<String> vmArguments) {
        NamedPaths found = new NamedPaths(vmArguments);
        Map<String, List<String>> sets = new LinkedHashMap<>();
        for (PathSets.PathSet set : PathSets.all()) {
            Set<String> paths = new LinkedHashSet<>();
            set.parts().forEach(part -> paths.addAll(found.part(part.path())));
            sets.put(set.name(), List.copyOf(paths));
        }
        return sets;
    }

    /**
     * One part of a set.
     *
     * @param path as the set has it
     * @return the paths that it stands for here
     */
    private List<String> part(String path) {
        return switch (path) {
            case "<class-path>" -> ClassPath.of(System.getProperty("java.class.path", ""));
            case "<module-path>" -> modulePath();
            case "<boot-append>" -> bootAppend();
            case "<agents>" -> ClassPath.of(String.join(File.pathSeparator, agents()));
            case "<java-home>" -> List.of(javaHome);
            case "<java-home-links>" -> links();
            case "<native-libraries>" -> mapped("libc.so");
            case "<linker>" -> linker();
            case "<temporary>" ->
                ClassPath.absolute(System.getProperty("java.io.tmpdir")).stream()
                        .toList();
            case "<java-home>/lib/jspawnhelper" -> List.of(javaHome + "/lib/jspawnhelper");
            default -> List.of(path);
        };
    }

    private List<String> modulePath() {
        List<String> paths = new ArrayList<>(ClassPath.of(System.getProperty("jdk.module.path", "")));
        paths.addAll(ClassPath.of(System.getProperty("jdk.module.upgrade.path", "")));
        for (String value : values("--patch-module=")) {
            paths.addAll(ClassPath.of(value.substring(value.indexOf('=') + 1)));
        }
        return paths;
    }

    private List<String> bootAppend() {
        List<String> paths = new ArrayList<>();
        values("-Xbootclasspath/a:").forEach(value -> paths.addAll(ClassPath.of(value)));
        agents().forEach(agent -> paths.addAll(ClassPath.named(agent, "Boot-Class-Path")));
        return paths;
    }

    /** The jars of {@code -javaagent:JAR=OPTIONS}, without this agent's own. */
    private List<String> agents() {
        List<String> jars = new ArrayList<>();
        for (String value : values("-javaagent:")) {
            int options = value.indexOf('=');
            String jar = options < 0 ? value : value.substring(0, options);
            if (!isOwn(jar)) {
                jars.add(jar);
            }
        }
        return jars;
    }

    private List<String> values(String option) {
        return vmArguments.stream()
                .filter(argument -> argument.startsWith(option))
                .map(argument -> argument.substring(option.length()))
                .toList();
    }

    private static boolean isOwn(String jar) {
        return ClassPath.attribute(jar, "Premain-Class").filter(PREMAIN::equals).isPresent();
    }

    /** Where the links lead that lie in conf and lib, one level down as well. */
    private List<String> links() {
        Set<String> targets = new LinkedHashSet<>();
        for (String folder : List.of("conf", "lib")) {
            File[] found = new File(javaHome, folder).listFiles();
            for (File file : found == null ? new File[0] : found) {
                addLink(targets, file);
                File[] inner = file.getName().indexOf('.') < 0 ? file.listFiles() : null;
                for (File deeper : inner == null ? new File[0] : inner) {
                    addLink(targets, deeper);
                }
            }
        }
        return List.copyOf(targets);
    }

    private void addLink(Set<String> targets, File file) {
        Path path = file.toPath();
        try {
            if (Files.isSymbolicLink(path)) {
                String target = path.toRealPath().toString();
                if (!target.startsWith(javaHome + "/")) {
                    targets.add(target);
                }
            }
        } catch (IOException e) {
            // It leads nowhere, and so nobody can read what is there.
            targets.remove(file.getPath());
        }
    }

    /** The directory of a native library that this process has mapped: for the C library, where its kind lie. */
    private static List<String> mapped(String name) {
        try {
            for (String line : new String(Files.readAllBytes(Path.of("/proc/self/maps")), StandardCharsets.UTF_8)
                    .split("\n", -1)) {
                int slash = line.lastIndexOf('/');
                if (slash > 0 && line.startsWith(name, slash + 1)) {
                    return List.of(line.substring(line.indexOf('/'), slash));
                }
            }
        } catch (IOException e) {
            return List.of();
        }
        return List.of();
    }

    /** The dynamic linker, by the names that it has on the architectures of the agent; a machine has one of them. */
    private static List<String> linker() {
        return List.of(
                "/lib64/ld-linux-x86-64.so.2",
                "/lib/ld-linux-aarch64.so.1",
                "/lib/ld-linux-riscv64-lp64d.so.1",
                "/lib/ld-musl-x86_64.so.1",
                "/lib/ld-musl-aarch64.so.1");
    }
}
