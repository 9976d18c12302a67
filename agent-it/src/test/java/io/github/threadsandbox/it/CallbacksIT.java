package io.github.threadsandbox.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.threadsandbox.it.probe.Callbacks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;

class CallbacksIT {
    private static final int ROADS = 40;

    @TempDir
    Path directory;

    @EveryJdk
    void whatTheJdkCallsBackKeepsItsRoles(Jdk jdk) throws IOException {
        Path kept = Files.createTempFile(directory, "kept", "");
        Path deleted = Files.createTempFile(directory, "deleted", "");
        AgentRun.Result result = AgentRun.on(jdk)
                .roles(
                        "roles {",
                        "  compute { allow = [\"@jvm\"] }",
                        "  net { allow = [\"@jvm\", \"@network-client\", \"@network-server\"] }",
                        "  write { allow = [\"@jvm\", \"@file-write\"] }",
                        "  signal { allow = [\"@jvm\", \"@process\"] }",
                        "}",
                        "threads = [",
                        "  { name = \"role-*\", role = compute }",
                        "  { name = \"net-*\", role = net }",
                        "  { name = \"write-*\", role = write },",
                        "  { name = \"signal-*\", role = signal }",
                        "]")
                .run(Callbacks.class, kept.toString(), deleted.toString())
                .exitsWith(0);
        result.value("end");
        Map<String, String> expected = new TreeMap<>(result.roads());
        expected.replaceAll((name, value) ->
                name.startsWith("back/") ? "done" : value.equals("denied") ? value : "Permission denied");
        assertEquals(expected, result.roads(), result::err);
        assertTrue(Files.exists(kept), "a role without files deleted one at the JVM's end");
        assertFalse(Files.exists(deleted), result::err);
        assertEquals(ROADS, result.roads().size(), result::out);
    }

    @EveryJdk
    void everyOneLeadsOutWithoutTheAgent(Jdk jdk) throws IOException {
        Path first = Files.createTempFile(directory, "first", "");
        Path second = Files.createTempFile(directory, "second", "");
        AgentRun.Result result = AgentRun.on(jdk)
                .withoutAgent()
                .run(Callbacks.class, first.toString(), second.toString())
                .exitsWith(0);
        assertFalse(Files.exists(first), first::toString);
        assertFalse(Files.exists(second), second::toString);
        result.value("end");
        Map<String, String> expected = new TreeMap<>(result.roads());
        expected.replaceAll((name, value) -> "done");
        assertEquals(expected, result.roads());
        assertEquals(ROADS, result.roads().size(), result::out);
    }
}
