package io.github.threadsandbox.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.threadsandbox.it.probe.Threads;
import java.util.HashMap;
import java.util.Map;

class BaseFilterIT {
    @EveryJdk
    void everyThreadOfTheProcessHasTheBaseFilter(Jdk jdk) {
        AgentRun.Result result = AgentRun.on(jdk).run(Threads.class).exitsWith(0);
        Map<String, String> filters = filters(result);
        assertTrue(filters.size() > 10, result.out());
        filters.forEach((thread, state) -> assertEquals("1/1", state, thread));
        assertTrue(result.err().contains("armed: 0 roles, 0 rules, base denies 68 calls"), result.err());
        assertTrue(
                result.err()
                        .contains(
                                "no role map: every thread has the base filter alone; to confine threads, name a file"),
                result.err());
    }

    @EveryJdk
    void aRolesThreadsHaveOneFilterMore(Jdk jdk) {
        AgentRun.Result result = AgentRun.on(jdk)
                .roles(
                        "roles { compute { allow = [\"@jvm\"] } }",
                        "threads = [ { name = \"role-*\", role = compute } ]")
                .run(Threads.class)
                .exitsWith(0);
        int confined = 0;
        for (Map.Entry<String, String> thread : filters(result).entrySet()) {
            // The kernel keeps 15 characters of a thread's name; the role's zygote is called after the agent.
            boolean role =
                    thread.getKey().startsWith("role-") || thread.getValue().equals("2/1");
            assertEquals(role ? "2/1" : "1/1", thread.getValue(), thread.getKey());
            confined += role ? 1 : 0;
        }
        assertEquals(3, confined, "two threads and their zygote: " + result.out());
    }

    private static Map<String, String> filters(AgentRun.Result result) {
        Map<String, String> filters = new HashMap<>();
        result.out()
                .lines()
                .filter(line -> line.contains("/") && line.contains("="))
                .forEach(line -> filters.put(
                        line.substring(0, line.lastIndexOf('=')), line.substring(line.lastIndexOf('=') + 1)));
        return filters;
    }
}
