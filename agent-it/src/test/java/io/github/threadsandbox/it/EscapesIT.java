package io.github.threadsandbox.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.threadsandbox.it.probe.Escapes;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

class EscapesIT {
    private static final int WAYS = 15;

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
        Map<String, String> expected = new TreeMap<>(ways(result));
        expected.replaceAll(
                (name, seen) -> name.startsWith("back/") ? "done" : seen.equals("denied") ? seen : "Permission denied");
        assertEquals("2", result.value("leftOpen"));
        assertFalse(result.out().contains("atExit="), result::out);
        assertEquals(expected, ways(result), result::err);
        assertEquals(WAYS, ways(result).size(), result::out);
    }

    @EveryJdk
    void everyOneIsGoneWithoutTheAgent(Jdk jdk) {
        AgentRun.Result result =
                AgentRun.on(jdk).withoutAgent().run(Escapes.class).exitsWith(0);
        Map<String, String> expected = new TreeMap<>(ways(result));
        expected.replaceAll((name, seen) -> "done");
        assertEquals("done", result.value("atExit"));
        assertEquals(expected, ways(result));
        assertEquals(WAYS, ways(result).size(), result::out);
    }

    private static Map<String, String> ways(AgentRun.Result result) {
        result.value("end");
        return result.out()
                .lines()
                .filter(line -> line.startsWith("out/") || line.startsWith("back/"))
                .map(line -> line.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1], (a, b) -> b, TreeMap::new));
    }
}
