package io.github.threadsandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who may mention whom: CONTRIBUTING's table, checked by jdeps on the compiled classes. */
class ImportTableTest {
    private static final String ROOT = "io.github.threadsandbox.";
    private static final Path CLASSES = Path.of("target/classes");
    private static final Path BOOTSTRAP = Path.of("target/bootstrap");

    private static final Pattern JDK_WIDE = Pattern.compile("ThreadSandbox(Preload|Loader|Properties)");

    /** By package, of what is not the JDK's. */
    private static final Map<String, Set<String>> MAY = Map.ofEntries(
            Map.entry("premain", Set.of()),
            Map.entry("foothold", Set.of()),
            Map.entry("com.kenai.jffi", Set.of()),
            Map.entry("linux", Set.of()),
            Map.entry("landlock", Set.of()),
            Map.entry("paths", Set.of("landlock")),
            Map.entry("role", Set.of()),
            Map.entry("policy", Set.of("linux")),
            Map.entry("bpf", Set.of("linux", "policy")),
            Map.entry("config", Set.of("linux", "landlock", "policy", "role", "com.typesafe.config")),
            Map.entry("seccomp", Set.of("linux", "landlock", "bpf", "com.kenai.jffi")),
            Map.entry("confine", Set.of("linux", "landlock", "policy", "role", "bpf", "seccomp", "org.slf4j")),
            Map.entry(
                    "observe",
                    Set.of("json", "role", "linux", "landlock", "policy", "bpf", "seccomp", "confine", "org.slf4j")),
            Map.entry("coverage", Set.of("seccomp", "confine", "org.slf4j")),
            Map.entry("weave", Set.of("net.bytebuddy.jar.asm", "net.bytebuddy.utility")),
            Map.entry("json", Set.of()),
            Map.entry("report", Set.of("json")),
            Map.entry("learn", Set.of("json", "linux", "landlock", "policy", "role")),
            Map.entry(
                    "command",
                    Set.of(
                            "linux",
                            "landlock",
                            "paths",
                            "policy",
                            "role",
                            "bpf",
                            "config",
                            "json",
                            "learn",
                            "report",
                            "seccomp",
                            "picocli")),
            Map.entry(
                    "start",
                    Set.of(
                            "linux",
                            "landlock",
                            "paths",
                            "policy",
                            "role",
                            "bpf",
                            "config",
                            "seccomp",
                            "confine",
                            "coverage",
                            "observe",
                            "weave",
                            "org.slf4j")));

    @Test
    void packagesImportWhatTheTableAllows() {
        Set<String> broken = new TreeSet<>();
        Set<String> seen = new TreeSet<>();
        for (String line : jdeps(CLASSES.toString())) {
            String[] words = line.split("\\s+", -1);
            String from = own(words[0]);
            String to = own(words[2]);
            seen.add(from);
            boolean ofTheJdk = to.startsWith("java.") || to.startsWith("javax.") || to.equals("org.w3c.dom");
            if (!from.equals(to)
                    && !ofTheJdk
                    && !MAY.getOrDefault(from, Set.of()).contains(to)) {
                broken.add(from + " imports " + to);
            }
        }
        assertEquals(Set.of(), broken);
        assertTrue(seen.containsAll(MAY.keySet()), () -> "jdeps saw only " + seen);
    }

    @Test
    void purePackagesTouchNoFilesThreadsOrNetworks() {
        Set<String> touched = jdeps(CLASSES.toString()).stream()
                .map(line -> line.split("\\s+", -1))
                .filter(words -> Set.of("linux", "landlock", "role", "policy", "bpf", "learn")
                        .contains(own(words[0])))
                .map(words -> words[2])
                .filter(to -> Set.of("java.nio.file", "java.net", "java.lang.management")
                        .contains(to))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(Set.of(), touched);
    }

    @Test
    void theGateKnowsLittleOfJavaBase() throws IOException {
        assertEquals(
                Set.of(
                        "java.io",
                        "java.lang",
                        "java.lang.invoke",
                        "java.lang.ref",
                        "java.lang.reflect",
                        "java.net",
                        "java.nio",
                        "java.nio.charset",
                        "java.util",
                        "java.util.concurrent",
                        "java.util.concurrent.atomic",
                        "java.util.concurrent.locks",
                        "java.util.function"),
                knownTo(BOOTSTRAP, JDK_WIDE.asPredicate().negate()));
    }

    @Test
    void whatIsPublishedKnowsTheJdkAlone() throws IOException {
        Set<String> known = knownTo(BOOTSTRAP, name -> name.contains("Properties"));
        assertEquals(Set.of("java.lang", "java.util", "java.util.function"), known);
        known = knownTo(Path.of("target/management"), name -> true);
        known.removeIf(name -> name.startsWith("java.") || name.startsWith("javax.management"));
        assertEquals(Set.of(), known);
    }

    @Test
    void thePreloadAndTheLoaderKnowTheJdkAlone() throws IOException {
        Set<String> known = knownTo(BOOTSTRAP, JDK_WIDE.asPredicate());
        known.removeIf(name -> name.startsWith("java.") || name.startsWith("javax."));
        assertEquals(Set.of(), known);
    }

    private static Set<String> knownTo(Path tree, Predicate<String> classFile) throws IOException {
        try (Stream<Path> files = Files.walk(tree)) {
            String[] chosen = Stream.concat(
                            Stream.of("--multi-release", "base"),
                            files.map(Path::toString)
                                    .filter(name -> name.endsWith(".class"))
                                    .filter(classFile))
                    .toArray(String[]::new);
            assertTrue(chosen.length > 2, "jdeps saw no class");
            return jdeps(chosen).stream()
                    // The summary of each file.
                    .filter(line -> !line.contains(".class -> "))
                    .map(line -> line.split("\\s+", -1)[2])
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static String own(String name) {
        return name.startsWith(ROOT) ? name.substring(ROOT.length()) : name;
    }

    /** Lines {@code from -> to where}. */
    private static Set<String> jdeps(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] all = new String[arguments.length + 2];
        all[0] = "-verbose:package";
        all[1] = "-filter:none";
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        int exit = ToolProvider.findFirst("jdeps")
                .orElseThrow()
                .run(new PrintWriter(out, true), new PrintWriter(err, true), all);
        assertEquals(0, exit, () -> out + "\n" + err);
        return out.toString()
                .lines()
                .map(String::strip)
                .filter(line -> line.contains(" -> ") && !line.startsWith("target") && !line.startsWith("classes"))
                .filter(line -> !line.startsWith("bootstrap") && !line.startsWith("management"))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
