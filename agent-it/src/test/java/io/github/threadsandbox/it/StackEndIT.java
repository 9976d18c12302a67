package io.github.threadsandbox.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.threadsandbox.it.probe.StackEnd;
import java.util.List;

class StackEndIT {
    private static final List<String> ROADS = List.of("start", "method", "define", "child", "own role", "submit");

    @EveryJdk
    void nothingRunsWithoutItsRoleWhereTheStackEnds(Jdk jdk) {
        AgentRun.Result result = AgentRun.on(jdk)
                .seconds(150)
                .roles(
                        "roles { compute { allow = [\"@jvm\"] } }",
                        "threads = [ { name = \"role-*\", role = compute } ]")
                .run(StackEnd.class)
                .exitsWith(0);
        assertEquals("[]", result.value("escaped"), result::err);
        assertEquals("[]", result.value("broken"), result::err);
        for (String road : ROADS) {
            assertTrue(Integer.parseInt(result.value("overflows/" + road)) > 0, road);
            assertEquals("true", result.value("confined/" + road), road);
        }
        assertEquals("done", result.value("main"));
        result.value("end");
    }
}
