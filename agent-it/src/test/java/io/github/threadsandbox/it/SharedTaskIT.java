package io.github.threadsandbox.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.threadsandbox.it.probe.SharedTask;

/** The same object, handed to a pool by threads of different roles, runs for each as if it were that thread's alone. */
class SharedTaskIT {
    private static final String DENIED = "Permission denied";

    @EveryJdk
    void runsForEachUnderItsOwnRoles(Jdk jdk) {
        AgentRun.Result result = AgentRun.on(jdk)
                .roles(
                        "roles { compute { allow = [\"@jvm\"] } }",
                        "threads = [ { name = \"role-*\", role = compute } ]")
                .run(SharedTask.class)
                .exitsWith(0);
        assertEquals("[done, " + DENIED + ", done]", result.value("main, role, main"));
        assertEquals("[" + DENIED + ", done, " + DENIED + "]", result.value("role, main, role"));
        assertEquals("500 of 1000", result.value("interleaved"));
        assertEquals("2000 of 4000", result.value("raced"));
        assertEquals("true true false []", result.value("removed"));
        assertEquals("true [" + DENIED + "]", result.value("rejected"));
        assertEquals("true [" + DENIED + "]", result.value("shutdownNow"));
        assertEquals("4 [done, " + DENIED + "]", result.value("hooks"));
        // README: a queue that compares holds nothing but the task.
        assertEquals("[" + DENIED + ", " + DENIED + "]", result.value("compared"));
    }

    @EveryJdk
    void leadsOutWithoutTheAgent(Jdk jdk) {
        AgentRun.Result result =
                AgentRun.on(jdk).withoutAgent().run(SharedTask.class).exitsWith(0);
        assertEquals("[done, done, done]", result.value("main, role, main"));
        assertEquals("1000 of 1000", result.value("interleaved"));
        assertEquals("true true false []", result.value("removed"));
        assertEquals("true [done]", result.value("rejected"));
        assertEquals("4 [done, done]", result.value("hooks"));
    }
}
