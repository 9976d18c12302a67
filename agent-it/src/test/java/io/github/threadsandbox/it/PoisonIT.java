package io.github.threadsandbox.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.threadsandbox.it.jdk.Poison;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;

/** Ordinary operations of the JDK, on an unconfined thread, after confined ones have tried them all. */
class PoisonIT {
    private static final String[] ROLES = {
        "roles {",
        "  strict { allow = [\"@jvm\"], class-path = deny }",
        "  files { allow = [\"@jvm\", \"@jvm-threads\", \"@file-read\"] }",
        "  net { allow = [\"@jvm\", \"@jvm-threads\", \"@network-client\", \"@network-server\"] }",
        "}",
        "threads = [",
        "  { name = \"strict-*\", role = strict }",
        "  { name = \"files-*\", role = files }",
        "  { name = \"net-*\", role = net }",
        "]",
        // The confined threads' own open files and servers make no difference to it.
        "coverage { interval = 1s, on-mismatch = abort }"
    };

    private static final Map<Jdk, Map<String, String>> WITHOUT = new ConcurrentHashMap<>();

    @EveryJdk
    void isAsItIsWithoutTheAgent(Jdk jdk, @TempDir Path temporary) {
        Map<String, String> without = without(jdk, temporary);
        assertTrue(without.size() >= 240, without::toString);
        without.forEach((name, outcome) -> assertTrue(!outcome.startsWith("failed"), name + " " + outcome));
        assertEquals(
                Map.of(), differences(without, run(AgentRun.on(jdk), temporary, "17", "strict-1", "files-1", "net-1")));
    }

    @EveryJdk
    void isNotWithoutThePreload(Jdk jdk, @TempDir Path temporary) throws Exception {
        Map<String, String> differences = differences(
                without(jdk, temporary),
                run(AgentRun.on(jdk).agent(PreloadJar.none(temporary)), temporary, "17", "strict-1"));
        assertTrue(differences.size() >= 100, differences.size() + ": " + differences);
    }

    @EveryJdk
    void aRoleThatReadsFilesBreaksNothingThatItDoesNotWaitFor(Jdk jdk, @TempDir Path temporary) throws Exception {
        Path jar = PreloadJar.forRole(Set.of("jdk", "@file-read"), temporary);
        assertEquals(
                Map.of(),
                differences(without(jdk, temporary), run(AgentRun.on(jdk).agent(jar), temporary, "18", "files-1")));
    }

    @EveryJdk
    void aRoleThatTalksBreaksNothingThatItDoesNotWaitFor(Jdk jdk, @TempDir Path temporary) throws Exception {
        Path jar = PreloadJar.forRole(Set.of("@network-client"), temporary);
        assertEquals(
                Map.of(),
                differences(without(jdk, temporary), run(AgentRun.on(jdk).agent(jar), temporary, "19", "net-1")));
    }

    private static Map<String, String> without(Jdk jdk, Path temporary) {
        return WITHOUT.computeIfAbsent(jdk, key -> run(AgentRun.on(key).withoutAgent(), temporary));
    }

    private static Map<String, String> run(AgentRun run, Path temporary, String... arguments) {
        AgentRun.Result result = run.roles(ROLES)
                .options("-Djava.awt.headless=true", "-Djava.util.prefs.userRoot=" + temporary)
                .seconds(120)
                .run(Poison.class, arguments)
                .exitsWith(0);
        assertEquals("yes", result.value("end"));
        return result.out()
                .lines()
                .filter(line -> line.startsWith("main/"))
                .collect(Collectors.toMap(
                        line -> line.substring(0, line.indexOf('=')),
                        line -> line.substring(line.indexOf('=') + 1),
                        (one, other) -> one + other,
                        TreeMap::new));
    }

    private static Map<String, String> differences(Map<String, String> without, Map<String, String> with) {
        assertEquals(without.keySet(), with.keySet());
        Map<String, String> differences = new TreeMap<>();
        without.forEach((name, outcome) -> {
            if (!outcome.equals(with.get(name))) {
                differences.put(name, outcome + " became " + with.get(name));
            }
        });
        return differences;
    }
}
