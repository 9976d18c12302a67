package io.github.threadsandbox.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.threadsandbox.it.probe.Counted;

/** Where the agent may be taken to: containers, and runtimes that jlink made. */
class DoctorIT {
    private static final String[] ROLES = {
        "observe = on", "roles { compute { allow = [\"@jvm\"] } }", "threads = [ { name = \"run-*\", role = compute } ]"
    };

    private static final String FOREIGN = "/proc is not this PID namespace's";

    /** As in most containers, whose first process is the JVM. */
    @EveryJdk
    void theFirstProcessOfAPidNamespaceConfinesAsAnyOther(Jdk jdk) {
        AgentRun.Result doctor = AgentRun.on(jdk)
                .inside("unshare", "--pid", "--fork", "--mount-proc")
                .command("doctor");
        assertTrue(doctor.out().contains("The agent can confine threads here."), doctor::out);
        assertFalse(doctor.out().contains(FOREIGN), doctor::out);
        doctor.exitsWith(0);
        AgentRun.Result result = AgentRun.on(jdk)
                .inside("unshare", "--pid", "--fork", "--mount-proc")
                .roles(ROLES)
                .run(Counted.class)
                .exitsWith(0);
        assertEquals("yes", result.value("counted"));
        assertEquals("", result.value("problem"));
        assertEquals("[Generation, DeniedCount, Threads, Problem]", result.value("given"));
        assertFalse(result.err().contains("coverage: "), result::err);
    }

    @EveryJdk
    void theProcOfAnotherPidNamespaceTellsNothingOfThisOnesThreads(Jdk jdk) {
        AgentRun.Result doctor =
                AgentRun.on(jdk).inside("unshare", "--pid", "--fork").command("doctor");
        assertTrue(doctor.out().contains("notice: " + FOREIGN), doctor::out);
        doctor.exitsWith(0);
        AgentRun.Result result = AgentRun.on(jdk)
                .inside("unshare", "--pid", "--fork")
                .roles(ROLES)
                .run(Counted.class)
                .exitsWith(0);
        // Who is denied what is known all the same.
        assertEquals("yes", result.value("counted"));
        assertTrue(result.value("problem").startsWith("thread-sandbox: " + FOREIGN), result::out);
        assertEquals("[Generation, DeniedCount, Problem]", result.value("given"));
        assertTrue(result.err().contains("coverage: the threads cannot be looked at: " + FOREIGN), result::err);
        assertFalse(result.err().contains("something confined it"), result::err);
        assertTrue(result.err().contains("denials are told without paths and addresses"), result::err);
    }

    @EveryJdk
    void aRuntimeWithoutWhatTheAgentNeedsIsNamed(Jdk jdk) {
        AgentRun.Result result = AgentRun.on(jdk)
                .options("--limit-modules", "java.base,java.logging")
                .command("doctor")
                .exitsWith(1);
        assertTrue(
                result.out().contains("does not work: this Java runtime lacks the module java.instrument"),
                result::out);
        for (String module : new String[] {"jdk.attach", "java.management", "jdk.jfr"}) {
            assertTrue(
                    result.out().contains("notice: this Java runtime lacks the module " + module + ": "), result::out);
        }
    }
}
