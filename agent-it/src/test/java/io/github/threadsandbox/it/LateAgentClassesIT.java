package io.github.threadsandbox.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.threadsandbox.it.fault.LateJar;
import io.github.threadsandbox.it.probe.Hello;
import io.github.threadsandbox.it.probe.LateAgentClasses;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Reading a class of the agent's takes the JDK's cleaners, which are woven: that must not need the same class again. */
class LateAgentClassesIT {
    private static final String DENIED = "Permission denied";

    @TempDir
    private static Path directory;

    private static Path jar;

    @BeforeAll
    static void makeJar() {
        jar = directory.resolve("late-agent.jar");
        LateJar.make(AgentRun.JAR, jar);
    }

    @EveryJdk
    void aConfinedThreadMayBeTheFirstToNeedAClassOfTheAgents(Jdk jdk) {
        AgentRun.Result result = AgentRun.on(jdk)
                .agent(jar)
                .roles(
                        "roles { compute { allow = [\"@jvm\"] } }",
                        "threads = [ { name = \"role-*\", role = compute } ]")
                .run(LateAgentClasses.class)
                .exitsWith(0);
        for (String road : new String[] {"cleaner", "future", "thread"}) {
            assertEquals(DENIED, result.value(road), result::out);
        }
        assertEquals(DENIED + ", " + DENIED, result.value("pool"), result::out);
        for (String method : new String[] {"currentRoles", "laneFor", "attach", "made", "mayHaveRole", "start"}) {
            assertTrue(result.value("loaded").contains(method + "=role-late"), result::out);
        }
    }

    /** With that package open, an application could make such an action around an inflater of its own. */
    @EveryJdk
    void warnsWhereAnApplicationCouldMakeTheCleaningThatCarriesNoRoles(Jdk jdk) {
        AgentRun.Result result = AgentRun.on(jdk)
                .roles("roles { compute { allow = [\"@jvm\"] } }")
                .options("--add-opens=java.base/java.util.zip=ALL-UNNAMED")
                .run(Hello.class)
                .exitsWith(0);
        assertTrue(result.err().contains("--add-opens=java.base/java.util.zip=ALL-UNNAMED lets"), result::err);
    }
}
