package io.github.threadsandbox.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.threadsandbox.it.probe.Lookalikes;

/** A class's name gives nobody a road out: tasks with a framework's look after their roles themselves, if they are marked. */
class LookalikesIT {
    private static final String DENIED = "Permission denied";

    @EveryJdk
    void runAsWhoeverHasThem(Jdk jdk) {
        AgentRun.Result result = run(jdk);
        assertEquals(DENIED, result.value("early"));
        assertRevived(result);
    }

    /** As a framework's own are. */
    @EveryJdk
    void runAsWhoeverRevivesThem(Jdk jdk) {
        assertRevived(run(jdk, "trusted"));
    }

    private static AgentRun.Result run(Jdk jdk, String... arguments) {
        return AgentRun.on(jdk)
                .roles(
                        "roles { compute { allow = [\"@jvm\"] } }",
                        "threads = [ { name = \"role-*\", role = compute } ]")
                .run(Lookalikes.class, arguments)
                .exitsWith(0);
    }

    private static void assertRevived(AgentRun.Result result) {
        assertEquals(DENIED, result.value("made"));
        assertEquals(DENIED, result.value("read"));
        assertEquals("refused", result.value("unmade"));
    }
}
