package io.github.threadsandbox.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.threadsandbox.it.probe.GroupUse;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

class GroupsIT {
    private static final List<String> GROUPS =
            List.of("file-read", "file-write", "network-client", "network-server", "process", "jvm-threads");

    @EveryJdk
    void aGroupLetsARoleDoWhatItIsForAndTheFloorDoesNot(Jdk jdk) {
        StringBuilder roles = new StringBuilder("roles {\n  floor { allow = [\"@jvm\"], class-path = deny }\n");
        StringBuilder threads = new StringBuilder("threads = [\n  { name = \"floor-*\", role = floor }\n");
        for (String group : GROUPS) {
            roles.append("  ")
                    .append(group)
                    .append(" { allow = [\"@jvm\", \"@")
                    .append(group)
                    .append("\"] }\n");
            threads.append("  { name = \"")
                    .append(group)
                    .append("-*\", role = ")
                    .append(group)
                    .append(" }\n");
        }
        AgentRun.Result result = AgentRun.on(jdk)
                .roles(roles + "}", threads + "]")
                .run(GroupUse.class)
                .exitsWith(0);
        Map<String, String> wrong = new TreeMap<>();
        int seen = 0;
        for (String line : result.out().lines().toList()) {
            String label = line.substring(0, line.indexOf('='));
            String outcome = line.substring(line.indexOf('=') + 1);
            boolean floor = label.endsWith("/floor") && !label.startsWith("jvm-threads/");
            if (outcome.equals("done") == floor) {
                wrong.put(label, outcome);
            }
            seen++;
        }
        assertEquals(Map.of(), wrong);
        assertTrue(seen >= 90, result.out());
    }
}
