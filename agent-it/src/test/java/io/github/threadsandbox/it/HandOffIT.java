package io.github.threadsandbox.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.threadsandbox.it.probe.HandOff;
import java.util.Map;
import java.util.TreeMap;

class HandOffIT {
    private static final String DENIED = "Permission denied";

    @EveryJdk
    void workKeepsItsRolesOnEveryRoad(Jdk jdk) {
        AgentRun.Result result = AgentRun.on(jdk)
                .roles(
                        "observe = on",
                        "roles { compute { allow = [\"@jvm\"] } }",
                        "threads = [ { name = \"role-*\", role = compute } ]")
                .run(HandOff.class)
                .exitsWith(0);
        Map<String, String> wrong = new TreeMap<>();
        int roads = 0;
        for (Map.Entry<String, String> seen : seen(result).entrySet()) {
            String name = seen.getKey();
            if (name.startsWith("out/")) {
                roads++;
                if (!seen.getValue().equals(DENIED) && !seen.getValue().equals("[" + DENIED + "]")) {
                    wrong.put(name, seen.getValue());
                }
            } else if (name.startsWith("back/") || name.startsWith("shared/")) {
                roads++;
                if (!seen.getValue().equals("done")) {
                    wrong.put(name, seen.getValue());
                }
            }
        }
        assertEquals(Map.of(), wrong, result::err);
        assertEquals(44, roads, result::out);
        assertEquals("done", result.value("hook/of main"));
        assertEquals("[on purpose, cancelled interrupted, true true]", result.value("contract"));
        assertEquals("interrupted true", result.value("shutdownNow"));
    }

    @EveryJdk
    void everyRoadLeadsOutWithoutTheAgent(Jdk jdk) {
        AgentRun.Result result =
                AgentRun.on(jdk).withoutAgent().run(HandOff.class).exitsWith(0);
        seen(result).forEach((name, value) -> {
            if (name.contains("/") && !name.equals("hook/registered")) {
                assertEquals("done", value.replace("[", "").replace("]", ""), name);
            }
        });
        assertEquals("[on purpose, cancelled interrupted, true true]", result.value("contract"));
    }

    private static Map<String, String> seen(AgentRun.Result result) {
        result.value("end");
        Map<String, String> seen = new TreeMap<>();
        result.out()
                .lines()
                .filter(line -> line.contains("="))
                .forEach(line -> seen.put(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1)));
        return seen;
    }
}
