package io.github.threadsandbox.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.threadsandbox.it.jdk.Initialisers;
import io.github.threadsandbox.it.jdk.Settings;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every initialiser of every class of the JDK: what a confined thread breaks must be preloaded. */
class InitialisersIT {
    private static final String[] ROLES = {
        "roles { strict { allow = [\"@jvm\"], class-path = deny } }",
        "threads = [ { name = \"strict-*\", role = strict } ]"
    };

    /** By the beginning of a class's name: what stays broken, and why that is nobody's loss. */
    private static final Map<String, String> EXCUSED = Map.of(
            "sun.tools.jconsole.", "a program with windows of its own",
            "com.sun.java.swing.plaf.gtk.", "needs a screen",
            "com.sun.tools.jdeps.", "reads the JDK's image as a program, run as one",
            "jdk.tools.jimage.", "the same",
            "jdk.tools.jlink.", "the same",
            "jdk.jpackage.", "starts programs, run as one");

    /**
     * What the start reads early, and no program sets in main: the JVM's own properties, what counts when the JVM starts or for
     * debugging alone, and a permission's detail.
     */
    private static final Set<String> SETTLED = Set.of(
            "java.home",
            "java.locale.providers",
            "java.security.properties",
            "java.specification.version",
            "java.util.currency.data",
            "jdk.charset.GB18030",
            "jdk.proxy.ProxyGenerator.saveGeneratedFiles",
            "jdk.proxy.debug",
            "locale.resources.debug",
            "resource.bundle.debug",
            "sun.net.trustNameService");

    private static final Map<Jdk, List<String>> CLASSES = new ConcurrentHashMap<>();
    private static final Map<Jdk, Set<String>> ALONE = new ConcurrentHashMap<>();

    @EveryJdk
    void aConfinedThreadBreaksNone(Jdk jdk, @TempDir Path temporary) throws Exception {
        Path classes = classes(jdk, temporary);
        Set<String> alone = alone(jdk, classes, temporary);
        Map<String, String> confined = fails(AgentRun.on(jdk), classes, temporary);
        confined.keySet().removeAll(alone);
        confined.keySet().removeIf(name -> EXCUSED.keySet().stream().anyMatch(name::startsWith));
        assertEquals(Map.of(), confined, "preload.txt, or EXCUSED");
    }

    @EveryJdk
    void withoutThePreloadItBreaksMany(Jdk jdk, @TempDir Path temporary) throws Exception {
        Path classes = classes(jdk, temporary);
        Set<String> alone = alone(jdk, classes, temporary);
        Map<String, String> confined = fails(AgentRun.on(jdk).agent(PreloadJar.none(temporary)), classes, temporary);
        confined.keySet().removeAll(alone);
        assertTrue(confined.size() > 200, confined::toString);
    }

    @Test
    void everyClassOfTheListHasAnInitialiser(@TempDir Path temporary) throws Exception {
        Set<String> known = new HashSet<>();
        for (Jdk jdk : Jdk.all()) {
            known.addAll(Files.readAllLines(classes(jdk, temporary)));
        }
        Set<String> needless = PreloadJar.list().stream()
                .map(line -> line.strip().replaceAll("^headless ", ""))
                .filter(line -> line.matches("[a-z.]+/\\S+"))
                .map(line -> line.substring(line.indexOf('/') + 1))
                // The agent's own are all there, whatever they have (JavaBaseTest).
                .filter(name -> !name.contains(".ThreadSandbox"))
                .collect(Collectors.toCollection(TreeSet::new));
        needless.removeAll(known);
        assertEquals(Set.of(), needless);
    }

    @EveryJdk
    void whatRunsBesideTheStartDependsOnNothingThatProgramsSetInMain(Jdk jdk, @TempDir Path temporary)
            throws Exception {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Premain-Class", Settings.class.getName());
        Path agent = temporary.resolve("settings.jar");
        try (OutputStream out = Files.newOutputStream(agent)) {
            new JarOutputStream(out, manifest).close();
        }
        AgentRun.Result result = AgentRun.on(jdk)
                .roles(ROLES)
                .firstOptions("-javaagent:" + agent)
                .run(Settings.class)
                .exitsWith(0);
        Set<String> asked = new TreeSet<>(List.of(result.value("asked").split(" ")));
        assertTrue(asked.contains("java.home"), asked::toString);
        asked.removeAll(SETTLED);
        assertEquals(Set.of(), asked);
    }

    private static Path classes(Jdk jdk, Path temporary) throws Exception {
        List<String> classes = CLASSES.computeIfAbsent(jdk, key -> AgentRun.on(key)
                .withoutAgent()
                .run(Initialisers.class, "list")
                .exitsWith(0)
                .out()
                .lines()
                .filter(line -> !line.contains("="))
                .toList());
        return Files.write(temporary.resolve("classes-" + jdk.feature()), classes);
    }

    /** What fails without the agent as well: it needs a screen, or a module that is not there. */
    private static Set<String> alone(Jdk jdk, Path classes, Path temporary) {
        return ALONE.computeIfAbsent(jdk, key -> fails(AgentRun.on(key).withoutAgent(), classes, temporary)
                .keySet());
    }

    private static Map<String, String> fails(AgentRun run, Path classes, Path temporary) {
        AgentRun.Result result = run.roles(ROLES)
                .options("-Djava.awt.headless=true", "-Djava.util.prefs.userRoot=" + temporary)
                .input(classes)
                .seconds(120)
                .run(Initialisers.class, "fail", "strict-1")
                .exitsWith(0);
        assertEquals("yes", result.value("end"));
        return result.out()
                .lines()
                .filter(line -> line.startsWith("fails/"))
                .collect(Collectors.toMap(
                        line -> line.substring("fails/".length(), line.indexOf('=')),
                        line -> line.substring(line.indexOf('=') + 1),
                        (one, other) -> one + other,
                        TreeMap::new));
    }
}
