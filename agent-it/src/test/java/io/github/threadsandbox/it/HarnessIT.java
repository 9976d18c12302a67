package io.github.threadsandbox.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.threadsandbox.it.probe.Hello;
import io.github.threadsandbox.it.probe.NeverEnds;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The tests can fail: what the harness must notice, it notices. */
class HarnessIT {
    private final Jdk jdk = Jdk.all().get(0);

    @Test
    void findsSeccompInThisKernel() throws Exception {
        assertTrue(
                Files.readString(Path.of("/proc/self/status")).contains("Seccomp_filters:"),
                "this kernel has no seccomp: the agent cannot be tested here");
    }

    @Test
    void seesAJvmThatDoesNotEnd() {
        AssertionError error = assertThrows(
                AssertionError.class,
                () -> AgentRun.on(jdk).withoutAgent().seconds(2).run(NeverEnds.class));
        assertTrue(error.getMessage().startsWith("no end after 2 s"), error.getMessage());
    }

    @Test
    void seesAWrongExitCodeAndAMissingValue() {
        AgentRun.Result result = AgentRun.on(jdk).withoutAgent().run(Hello.class);
        assertThrows(AssertionError.class, () -> result.exitsWith(1));
        assertThrows(AssertionError.class, () -> result.value("no such"));
        assertEquals("yes", result.value("hello"));
    }
}
