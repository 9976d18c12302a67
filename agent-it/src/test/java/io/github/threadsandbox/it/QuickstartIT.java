package io.github.threadsandbox.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.threadsandbox.it.quickstart.Quickstart;
import java.nio.file.Path;
import org.mvel2.MVEL;

class QuickstartIT {
    @EveryJdk
    void hostileWorkIsDoneWithoutTheAgentAndDeniedWithIt(Jdk jdk) throws Exception {
        Path mvel = Path.of(
                MVEL.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        AgentRun.Result result = AgentRun.on(jdk)
                .withoutAgent()
                .seconds(120)
                .classPath(mvel.toString())
                .run(Quickstart.class, AgentRun.REPOSITORY.toString())
                .exitsWith(0);
        String[] rows =
                result.out().lines().filter(line -> line.contains("hostile-")).toArray(String[]::new);
        assertEquals(12, rows.length, result.out());
        for (String row : rows) {
            assertEquals(
                    row.startsWith("fetch-1") && row.contains("socket") ? 2 : 1,
                    row.split("done: ", -1).length - 1,
                    row);
        }
        assertTrue(result.out().contains("done: Order 1207 (15 words)"), result.out());
    }
}
