package io.github.threadsandbox.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.threadsandbox.it.probe.Effects;
import io.github.threadsandbox.it.probe.Hello;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

/** What the JVM, the JDK and logging frameworks do on whatever thread comes by, where that is a confined one. */
class SideEffectsIT {
    private static final String[] ROLES = {
        "roles { strict { allow = [\"@jvm\"] } }", "threads = [ { name = \"strict-*\", role = strict } ]"
    };

    private static final String DUMP = "-XX:+HeapDumpOnOutOfMemoryError";

    @EveryJdk
    void aHeapDumpThatWouldBeLostIsRefused(Jdk jdk) {
        AgentRun.Result refused =
                AgentRun.on(jdk).roles(ROLES).options(DUMP).run(Hello.class).exitsWith(1);
        assertTrue(refused.err().contains("a thread of role strict may not write that file"), refused.err());
        assertTrue(refused.err().contains("-XX:OnOutOfMemoryError="), refused.err());
        AgentRun.on(jdk)
                .roles(ROLES)
                .options(DUMP, "-XX:-HeapDumpOnOutOfMemoryError")
                .run(Hello.class)
                .exitsWith(0);
        AgentRun.on(jdk)
                .roles(
                        "roles { writing { allow = [\"@jvm\", \"@file-write\"] } }",
                        "threads = [ { name = \"strict-*\", role = writing } ]")
                .options(DUMP)
                .run(Hello.class)
                .exitsWith(0);
    }

    @EveryJdk
    void aHeapDumpElsewhereThanARolesPathsIsRefused(Jdk jdk, @TempDir Path temporary) {
        String[] roles = {
            "roles { held { allow = [\"@jvm\", \"@file-write\"], files.create = [\"" + temporary + "\"] } }",
            "threads = [ { name = \"strict-*\", role = held } ]"
        };
        AgentRun.Result refused = AgentRun.on(jdk)
                .roles(roles)
                .options(DUMP, "-XX:HeapDumpPath=" + temporary.resolveSibling("elsewhere"))
                .run(Hello.class)
                .exitsWith(1);
        assertTrue(refused.err().contains("a thread of role held may not write that file"), refused.err());
        AgentRun.on(jdk)
                .roles(roles)
                .options(DUMP, "-XX:HeapDumpPath=" + temporary.resolve("dump.hprof"))
                .run(Hello.class)
                .exitsWith(0);
    }

    @EveryJdk
    void theHeapDumpThatIsRecommendedComes(Jdk jdk, @TempDir Path temporary) {
        Path dump = temporary.resolve("dump.hprof");
        AgentRun.Result result = AgentRun.on(jdk)
                .roles(ROLES)
                .options(
                        "-Xmx48m",
                        "-XX:OnOutOfMemoryError=" + jdk.home().resolve("bin/jcmd") + " %p GC.heap_dump " + dump
                                + " > /dev/null &")
                .run(Effects.class, "memory", dump.toString())
                .exitsWith(0);
        assertEquals("out of memory", result.value("confined"));
        assertEquals("dumped", result.value("main"));
    }

    @EveryJdk
    void aLogThatWouldEndIsRefused(Jdk jdk, @TempDir Path temporary) throws Exception {
        String log = "-Xlog:class+load:file=" + temporary.resolve("log") + ":uptime:filecount=3,filesize=20K";
        AgentRun.Result refused =
                AgentRun.on(jdk).roles(ROLES).options(log).run(Hello.class).exitsWith(1);
        assertTrue(refused.err().contains("add -Xlog:async"), refused.err());
        AgentRun.on(jdk)
                .roles(ROLES)
                .options("-Xlog:class+load:file=" + temporary.resolve("other") + "::filesize=0")
                .run(Hello.class)
                .exitsWith(0);
        AgentRun.Result result = AgentRun.on(jdk)
                .roles(ROLES)
                .options(log, "-Xlog:async")
                .run(Effects.class, "load")
                .exitsWith(0);
        assertEquals("loaded", result.value("confined"));
        assertTrue(lines(temporary, "log").stream().anyMatch(line -> line.contains("probe.Hello ")), result::err);
    }

    @EveryJdk
    void aNameThatAConfinedThreadDidNotFindIsFoundByOthers(Jdk jdk, @TempDir Path temporary) throws Exception {
        Path hosts = Files.writeString(temporary.resolve("hosts"), "127.0.0.1 a.example\n");
        AgentRun.Result result = AgentRun.on(jdk)
                .roles(ROLES)
                .options("-Djdk.net.hosts.file=" + hosts)
                .run(Effects.class, "name", "a.example")
                .exitsWith(0);
        assertEquals("unknown", result.value("confined"));
        assertEquals("found", result.value("main"));
    }

    private static List<String> lines(Path directory, String prefix) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().startsWith(prefix))
                    .flatMap(SideEffectsIT::lines)
                    .toList();
        }
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
