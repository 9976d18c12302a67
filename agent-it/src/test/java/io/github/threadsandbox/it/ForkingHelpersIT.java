package io.github.threadsandbox.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.threadsandbox.it.probe.ForkingHelpers;

/** What a thread that is no worker forks has its roles, whoever forked before. */
class ForkingHelpersIT {
    private static final String FREE = "done, done";
    private static final String DENIED = "Permission denied, Permission denied";

    @EveryJdk
    void forkWithTheRolesThatTheyHave(Jdk jdk) {
        AgentRun.Result result = AgentRun.on(jdk)
                .roles(
                        "roles { compute { allow = [\"@jvm\"] } }",
                        "threads = [ { name = \"role-*\", role = compute } ]")
                .run(ForkingHelpers.class)
                .exitsWith(0);
        assertEquals(DENIED, result.value("role-1"));
        assertEquals(FREE, result.value("main before"));
        assertEquals(FREE, result.value("plain"));
        assertEquals(DENIED, result.value("role-2"));
        assertEquals(FREE, result.value("main beside"));
        assertEquals("done", result.value("worker's"));
    }

    /** A worker of the common pool that the role map confines; JDK 25 has a class of its own for these. */
    @EveryJdk
    void helpConfinedWorkersOfTheCommonPoolUnderTheirRoles(Jdk jdk) {
        AgentRun.Result result = AgentRun.on(jdk)
                .options("-Djava.util.concurrent.ForkJoinPool.common.parallelism=1")
                .roles(
                        "roles { compute { allow = [\"@jvm\"] } }",
                        "threads = [ { name = \"ForkJoinPool.commonPool-worker-*\", role = compute } ]")
                .run(ForkingHelpers.class)
                .exitsWith(0);
        assertEquals("Permission denied", result.value("worker's"));
    }
}
