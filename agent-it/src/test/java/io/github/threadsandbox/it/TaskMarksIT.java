package io.github.threadsandbox.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.threadsandbox.it.probe.TaskMarks;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Forked tasks keep their roles whatever is done to them, and however many roles there are. */
class TaskMarksIT {
    private static final int MANY = 35;

    @EveryJdk
    void keepTheirRoles(Jdk jdk) {
        List<String> roles = new ArrayList<>(List.of("roles { compute { allow = [\"@jvm\"] } }"));
        StringBuilder threads = new StringBuilder("threads = [ { name = \"role-*\", role = compute }");
        for (int i = 0; i < MANY; i++) {
            roles.add("roles { many-" + i + " { allow = [\"@jvm\"] } }");
            threads.append(", { name = \"many-")
                    .append(i)
                    .append("\", role = many-")
                    .append(i)
                    .append(" }");
        }
        roles.add(threads + " ]");
        AgentRun.Result result = AgentRun.on(jdk)
                .roles(roles.toArray(String[]::new))
                .run(TaskMarks.class)
                .exitsWith(0);
        assertEquals("yes", result.value("end"));
        Map<String, String> wrong = new TreeMap<>();
        int seen = 0;
        for (String line : result.out().lines().filter(l -> l.contains("/")).toList()) {
            String name = line.substring(0, line.indexOf('='));
            String value = line.substring(line.indexOf('=') + 1);
            if (!value.equals(name.startsWith("out/") ? "Permission denied" : "done")) {
                wrong.put(name, value);
            }
            seen++;
        }
        assertEquals(Map.of(), wrong, result::err);
        assertEquals(8 + 2 + 3 * MANY + 2, seen, result::out);
    }
}
