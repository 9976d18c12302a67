package io.github.threadsandbox.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.threadsandbox.it.probe.Hello;
import io.github.threadsandbox.it.probe.Reads;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

class QuietIT {
    private static final String ROLES = "roles { compute { allow = [\"@jvm\"] } }";
    private static final String THREADS = "threads = [ { name = \"role-*\", role = compute } ]";

    @EveryJdk
    void saysOneLineAndLeavesNothingBehind(Jdk jdk, @TempDir Path directory, @TempDir Path temporary) throws Exception {
        AgentRun.Result result = AgentRun.on(jdk)
                .roles(ROLES, THREADS)
                .directory(directory)
                .options("-Djava.io.tmpdir=" + temporary)
                .run(Hello.class)
                .exitsWith(0);
        assertOneLine(result);
        assertEquals(List.of(), list(directory));
        assertEquals(List.of(), list(temporary));
    }

    @EveryJdk
    void isQuietWhereTheJdkIsStrict(Jdk jdk) {
        AgentRun run = AgentRun.on(jdk).roles(ROLES, THREADS).options("-Xshare:on", "-Xlog:cds=warning");
        if (jdk.feature() >= 24) {
            run.options("--illegal-native-access=deny", "--sun-misc-unsafe-memory-access=deny");
        }
        assertOneLine(run.run(Hello.class).exitsWith(0));
    }

    /** As in a small container. Fontconfig says on standard error that it is not configured, as soon as a text is measured. */
    @EveryJdk
    void isQuietWhereNoFontsAreConfigured(Jdk jdk, @TempDir Path home) throws Exception {
        AgentRun.Result result = AgentRun.on(jdk)
                .roles(ROLES, THREADS)
                .options("-Djava.awt.headless=true", "-Duser.home=" + home)
                .environment("FONTCONFIG_FILE", home.resolve("none.conf").toString())
                .run(Reads.class, "role-1", "/nothing")
                .exitsWith(0);
        assertEquals("NoSuchFileException", result.value("role-1//nothing"));
        assertEquals(1, result.err().lines().count(), result::err);
        assertEquals(List.of(), list(home));
    }

    /**
     * As with a JRE for servers. Some of Debian's say on standard error what to install, as soon as the class that loads the library is
     * initialised; so it is not, with any.
     */
    @EveryJdk
    void isQuietWhereTheLibraryForFontsIsMissing(Jdk jdk, @TempDir Path home) throws Exception {
        link(jdk.home(), home, "bin", "lib");
        link(jdk.home().resolve("bin"), home.resolve("bin"), "java");
        link(jdk.home().resolve("lib"), home.resolve("lib"), "libjli.so", "server", "libfontmanager.so");
        link(jdk.home().resolve("lib/server"), home.resolve("lib/server"), "libjvm.so");
        for (String own : List.of("bin/java", "lib/libjli.so", "lib/server/libjvm.so")) {
            // By where these are the JVM knows what its home is.
            Files.copy(jdk.home().resolve(own), home.resolve(own), StandardCopyOption.COPY_ATTRIBUTES);
        }
        AgentRun.Result result = AgentRun.on(new Jdk(home, jdk.feature()))
                .roles(ROLES, THREADS)
                .options("-Djava.awt.headless=true", "-Dorg.slf4j.simpleLogger.log.thread-sandbox=debug")
                .run(Reads.class, "role-1", "/nothing")
                .exitsWith(0);
        assertEquals("NoSuchFileException", result.value("role-1//nothing"));
        assertFalse(result.err().contains("fonts"), result::err);
        assertFalse(result.err().contains("openjdk"), result::err);
    }

    private static void link(Path from, Path to, String... not) throws Exception {
        Files.createDirectories(to);
        for (Path one : list(from)) {
            if (!List.of(not).contains(one.getFileName().toString())) {
                Files.createSymbolicLink(to.resolve(one.getFileName()), one);
            }
        }
    }

    @EveryJdk
    void theCommandLineIsQuietAsWell(Jdk jdk) {
        AgentRun.Result result = AgentRun.on(jdk).command("doctor").exitsWith(0);
        assertEquals("", result.err());
        assertTrue(result.out().contains("TSYNC_ITER                       exists in no kernel"), result.out());
        assertTrue(result.out().contains("The agent can confine threads here."), result.out());
    }

    private static void assertOneLine(AgentRun.Result result) {
        assertEquals("yes", result.value("hello"));
        assertEquals("hello=yes\n", result.out());
        assertTrue(
                result.err()
                        .matches(
                                "\\[INFO] thread-sandbox - armed: 1 role \\(compute\\), \\d+ rules, base denies 68 calls"
                                        + " to all \\d+ threads, \\d+ ms\n"),
                result.err());
    }

    private static List<Path> list(Path directory) throws Exception {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }
}
