package io.github.threadsandbox.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.threadsandbox.it.probe.Structured;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What came with JDK 25: structured concurrency (a preview, JEP 505) and scoped values (JEP 506). */
class StructuredIT {
    private static final int ROADS = 18;

    static List<Jdk> withScopes() {
        return Jdk.all().stream().filter(jdk -> jdk.feature() >= 25).toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("withScopes")
    void subtasksKeepTheirRoles(Jdk jdk) {
        AgentRun.Result result = run(AgentRun.on(jdk)
                .roles(
                        "roles { compute { allow = [\"@jvm\", \"@jvm-threads\"] } }",
                        "threads = [ { name = \"role-*\", role = compute } ]"));
        Map<String, String> expected = new TreeMap<>(result.roads());
        expected.replaceAll((name, value) -> name.startsWith("back/") ? "done" : "Permission denied");
        assertEquals(expected, result.roads(), result::err);
        scopedValues(result, "Permission denied");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("withScopes")
    void everyRoadLeadsOutWithoutTheAgent(Jdk jdk) {
        AgentRun.Result result = run(AgentRun.on(jdk).withoutAgent());
        Map<String, String> expected = new TreeMap<>(result.roads());
        expected.replaceAll((name, value) -> "done");
        assertEquals(expected, result.roads());
        scopedValues(result, "done");
    }

    private static AgentRun.Result run(AgentRun run) {
        AgentRun.Result result =
                run.options("--enable-preview").run(Structured.class).exitsWith(0);
        assertEquals("yes", result.value("end"));
        assertEquals(ROADS, result.roads().size(), result::out);
        return result;
    }

    private static void scopedValues(AgentRun.Result result, String opened) {
        assertEquals("bound", result.value("scoped.direct"));
        assertEquals("bound " + opened, result.value("scoped.onLane"));
        assertEquals("bound anew bound bound", result.value("scoped.rebound"));
        assertEquals("bound " + opened, result.value("scoped.forkedOnLane"));
        assertEquals("unbound " + opened, result.value("scoped.afterwards"));
        assertEquals("bound " + opened, result.value("scoped.task"));
    }
}
