package io.github.threadsandbox.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.threadsandbox.it.probe.Escapes;
import java.util.Map;
import java.util.TreeMap;

class EscapesIT {
    private static final int WAYS = 19;

    @EveryJdk
    void noneLeadsOut(Jdk jdk) {
        AgentRun.Result result = AgentRun.on(jdk)
                .roles(
                        "roles {",
                        "  compute { allow = [\"@jvm\"] }",
                        "  net { allow = [\"@jvm\", \"@network-client\", \"@network-server\"] }",
                        "  scratch { allow = [\"@jvm\", \"@file-write\"], files.read = [${temporary}], files.write = [${temporary}], files.create = [${temporary}] }",
                        "}",
                        "threads = [",
                        "  { name = \"scratch-*\", role = scratch }",
                        "  { name = \"role-*\", role = compute }",
                        "  { name = \"net-*\", role = net }",
                        "]")
                .run(Escapes.class)
                .exitsWith(0);
        result.value("end");
        Map<String, String> expected = new TreeMap<>(result.roads());
        expected.replaceAll(
                (name, seen) -> name.startsWith("back/") ? "done" : seen.equals("denied") ? seen : "Permission denied");
        assertEquals("2", result.value("leftOpen"));
        assertFalse(result.out().contains("atExit="), result::out);
        assertEquals(expected, result.roads(), result::err);
        assertEquals(WAYS, result.roads().size(), result::out);
    }

    @EveryJdk
    void everyOneIsGoneWithoutTheAgent(Jdk jdk) {
        AgentRun.Result result =
                AgentRun.on(jdk).withoutAgent().run(Escapes.class).exitsWith(0);
        result.value("end");
        Map<String, String> expected = new TreeMap<>(result.roads());
        expected.replaceAll((name, seen) -> "done");
        assertEquals("done", result.value("atExit"));
        assertEquals(expected, result.roads());
        assertEquals(WAYS, result.roads().size(), result::out);
    }
}
