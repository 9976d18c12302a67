package io.github.threadsandbox.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.threadsandbox.it.probe.StackEndHandOff;
import java.util.Map;
import java.util.TreeMap;

class StackEndHandOffIT {
    private static final int ROADS = 7;

    @EveryJdk
    void nothingOfTheAgentsBreaksThere(Jdk jdk) {
        AgentRun.Result result = AgentRun.on(jdk)
                .roles(
                        // As by default: how deep the hooks go decides what is begun last.
                        "observe = on",
                        "roles { compute { allow = [\"@jvm\", \"@jvm-threads\"] } }",
                        "threads = [ { name = \"role-*\", role = compute } ]")
                .run(StackEndHandOff.class)
                .exitsWith(0);
        Map<String, String> expected = new TreeMap<>(result.roads());
        expected.replaceAll((name, seen) -> name.startsWith("back/") ? "done" : "Permission denied");
        assertEquals(expected, result.roads(), result::err);
        assertEquals(2 * ROADS, result.roads().size(), result::out);
        // Where the stack was just enough, work was done, and under the role.
        assertEquals("[Permission denied]", result.value("seen"));
    }
}
