package io.github.threadsandbox.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.threadsandbox.it.probe.ShutdownHooks;

/** A shutdown hook has the roles of who made and added it, and its own; never those of whoever ends the JVM. */
class ShutdownHooksIT {
    private static final String DENIED = "Permission denied";

    @EveryJdk
    void areNotTheirsWhoEndsTheJvm(Jdk jdk) {
        check(jdk, "role-end");
    }

    @EveryJdk
    void areConfinedWhereAnUnconfinedThreadEndsTheJvm(Jdk jdk) {
        check(jdk, "plain");
    }

    private static void check(Jdk jdk, String ends) {
        AgentRun.Result result = AgentRun.on(jdk)
                .roles(
                        "roles { compute { allow = [\"@jvm\"] } }",
                        "threads = [ { name = \"role-*\", role = compute } ]")
                .run(ShutdownHooks.class, ends)
                .exitsWith(3);
        assertEquals("done", result.value("main's"));
        assertEquals(DENIED, result.value("main's, with a role of its own"));
        assertEquals(DENIED, result.value("a role's"));
        assertEquals(DENIED, result.value("a role's, where it starts"));
        assertEquals(DENIED, result.value("a role's own class"));
        assertEquals(DENIED, result.value("made by main, added by a role"));
    }
}
