package io.github.threadsandbox.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.threadsandbox.it.probe.StackEndHandOff;
import java.util.Map;
import java.util.TreeMap;

class StackEndHandOffIT {
    private static final int ROADS = 7;

    @EveryJdk
    void nothingOfTheAgentsBreaksThere(Jdk jdk) {
        AgentRun.Result result = AgentRun.on(jdk)
                .roles(
                        "roles { compute { allow = [\"@jvm\", \"@jvm-threads\"] } }",
                        "threads = [ { name = \"role-*\", role = compute } ]")
                .run(StackEndHandOff.class)
                .exitsWith(0);
        Map<String, String> expected = new TreeMap<>(result.roads());
        expected.replaceAll((name, seen) -> name.startsWith("back/") ? "done" : "Permission denied");
        assertEquals(expected, result.roads(), result::err);
        assertEquals(2 * ROADS, result.roads().size(), result::out);
        assertFalse(result.value("seen").contains("done"), result::out);
    }
}
