package io.github.threadsandbox.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.threadsandbox.it.probe.Callbacks;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

class CallbacksIT {
    private static final int ROADS = 29;

    @EveryJdk
    void whatTheJdkCallsBackKeepsItsRoles(Jdk jdk) {
        AgentRun.Result result = AgentRun.on(jdk)
                .roles(
                        "roles {",
                        "  compute { allow = [\"@jvm\"] }",
                        "  net { allow = [\"@jvm\", \"@network-client\", \"@network-server\"] }",
                        "  signal { allow = [\"@jvm\", \"@process\"] }",
                        "}",
                        "threads = [",
                        "  { name = \"role-*\", role = compute }",
                        "  { name = \"net-*\", role = net }",
                        "  { name = \"signal-*\", role = signal }",
                        "]")
                .run(Callbacks.class)
                .exitsWith(0);
        Map<String, String> expected = new TreeMap<>(roads(result));
        expected.replaceAll((name, value) ->
                name.startsWith("back/") ? "done" : value.equals("denied") ? value : "Permission denied");
        assertEquals(expected, roads(result), result::err);
        assertEquals(ROADS, roads(result).size(), result::out);
    }

    @EveryJdk
    void everyOneLeadsOutWithoutTheAgent(Jdk jdk) {
        AgentRun.Result result =
                AgentRun.on(jdk).withoutAgent().run(Callbacks.class).exitsWith(0);
        Map<String, String> expected = new TreeMap<>(roads(result));
        expected.replaceAll((name, value) -> "done");
        assertEquals(expected, roads(result));
        assertEquals(ROADS, roads(result).size(), result::out);
    }

    private static Map<String, String> roads(AgentRun.Result result) {
        result.value("end");
        return result.out()
                .lines()
                .filter(line -> line.startsWith("out/") || line.startsWith("back/"))
                .map(line -> line.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1], (a, b) -> b, TreeMap::new));
    }
}
