package io.github.threadsandbox.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.threadsandbox.it.probe.StartContract;
import java.util.List;

class StartContractIT {
    @EveryJdk
    void startsThreadsAsTheJdkDoes(Jdk jdk) {
        List<String> without = cases(AgentRun.on(jdk).withoutAgent());
        List<String> with = cases(AgentRun.on(jdk)
                .roles(
                        "roles { compute { allow = [\"@jvm\"] } }",
                        "threads = [ { name = \"role-*\", role = compute } ]"));
        assertEquals(26, without.size());
        assertTrue(without.get(0).startsWith("again-role-x=java.lang.IllegalThreadStateException"), without.get(0));
        assertTrue(without.get(2).contains("java.lang.OutOfMemoryError"), without.get(2));
        assertEquals(String.join("\n", without), String.join("\n", with));
    }

    private static List<String> cases(AgentRun run) {
        // The JVM itself warns on standard output where a thread cannot be made.
        return run.run(StartContract.class)
                .exitsWith(0)
                .out()
                .lines()
                .filter(line -> !line.startsWith("["))
                .toList();
    }
}
