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
    }
}
