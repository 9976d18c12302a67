package io.github.threadsandbox.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.threadsandbox.it.fault.FaultyJar;
import io.github.threadsandbox.it.probe.Faults;
import io.github.threadsandbox.it.probe.LaneFaults;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/**
 * The heap is full, at each place in turn where the agent takes memory on behalf of an application: what must be confined is,
 * or does not run; who waits hears of it; and the next time all is well.
 */
class FaultsIT {
    @TempDir
    private static Path directory;

    private static Path faulty;

    @BeforeAll
    static void makeJar() {
        faulty = directory.resolve("faulty-agent.jar");
        FaultyJar.make(AgentRun.JAR, faulty);
    }

    @EveryJdk
    void neverRunsWorkUnconfinedNorLosesItWhereTheHeapIsFull(Jdk jdk) {
        AgentRun.Result result = withFaults(jdk)
                .roles(
                        "roles { compute { allow = [\"@jvm\"] }, other { allow = [\"@jvm\", \"getppid\"] } }",
                        "threads = [ { name = \"role-*\", role = compute }, { name = \"other-*\", role = other } ]")
                .seconds(180)
                .run(Faults.class, "memory")
                .exitsWith(0);
        result.value("end");
        for (String wrong : new String[] {"escaped", "hung", "lost", "broken"}) {
            assertEquals("[]", result.value(wrong), result::out);
        }
        assertEquals("done", result.value("main"));
        for (String road :
                new String[] {"start", "method", "own role", "submit", "dependent", "thread", "both roles"}) {
            int points = Integer.parseInt(result.value("road/" + road).replaceAll(" .*", ""));
            assertTrue(points > 10, () -> road + " in\n" + result.out());
        }
    }

    @EveryJdk
    void losesNoLaneAndNoInterruptWhereTheStackEnds(Jdk jdk) {
        AgentRun.Result result = withFaults(jdk)
                .roles("lanes.idle = 1s", "roles { compute { allow = [\"@jvm\"] } }")
                .run(LaneFaults.class)
                .exitsWith(0);
        assertEquals("[]", result.value("lanes"));
        assertEquals("[]", result.value("interruptsLost"));
        int places = Integer.parseInt(result.value("places"));
        assertTrue(places > 100 && places < 1000, result::out);
    }

    private static AgentRun withFaults(Jdk jdk) {
        return AgentRun.on(jdk)
                .agent(faulty)
                .options("--patch-module", "java.base=" + AgentRun.REPOSITORY.resolve("agent-it/target/faults"));
    }
}
