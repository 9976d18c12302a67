package io.github.threadsandbox.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.threadsandbox.it.kernel.Contaminate;
import io.github.threadsandbox.it.probe.Churn;
import io.github.threadsandbox.it.probe.EarlyJmx;
import io.github.threadsandbox.it.probe.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.io.TempDir;

class CoverageIT {
    private static final String ROLES = "roles { compute { allow = [\"@jvm\"] } }";
    private static final String THREADS = "threads = [ { name = \"role-*\", role = compute } ]";

    @EveryJdk
    void everyThreadItsRoleItsFilters(Jdk jdk) {
        AgentRun.Result result = AgentRun.on(jdk)
                .roles(ROLES, THREADS)
                .run(Status.class, AgentRun.JAR.toString())
                .exitsWith(0);
        assertEquals("yes", result.value("end"));
        for (String who : List.of("plain", "role")) {
            List<String> threads = List.of(
                    result.value(who + "/threads").replaceAll("^\\[|\\]$", "").split(", ", -1));
            for (String confined : List.of("role-a", "role-with-a-run-of-its-own", "thread-sandbox-zygote-compute")) {
                assertTrue(threads.contains(confined + " compute 1 expected"), () -> confined + " in " + threads);
            }
            for (String other : List.of(
                    "main", "plain-a", "plain-with-a-run-of-its-own", "pool-1-thread-1", "timer", "VM Thread")) {
                assertTrue(threads.contains(other + "  0 expected"), () -> other + " in " + threads);
            }
            assertTrue(threads.stream().allMatch(thread -> thread.endsWith(" expected")), threads::toString);
            assertEquals("true", result.value(who + "/ofTheJdk"));
            assertEquals("2", result.value(who + "/all"));
        }
        assertEquals("0 of true 3", result.value("plain/counts"));
        assertEquals("0 of true 4", result.value("role/counts"));
        assertEquals("null", result.value("loader"));
        assertEquals("java.lang.management.ThreadSandboxCoverage", result.value("class"));
        assertEquals("AttributeNotFoundException", result.value("written"));
        assertTrue(result.value("text").startsWith("0 "), result::out);
        assertTrue(result.value("text").contains(" of them confined by roles: all as expected|"), result::out);
        assertTrue(
                result.value("text").matches(".*\\| *[0-9]+  role-with-a-run-of-its-own +compute +([0-9]+) +\\1\\|.*"));
        assertTrue(result.value("json").startsWith("0 {"), result::out);
        assertTrue(result.value("json").contains("\"ok\": true"), result::out);
        assertTrue(
                result.value("json")
                        .contains(
                                "\"origin\": \"started by \\\"main\\\", class " + Status.class.getName() + "$OwnRun\""),
                result::out);
    }

    @EveryJdk
    void threadsThatComeAndGoAreNoMismatch(Jdk jdk) {
        AgentRun.Result result =
                AgentRun.on(jdk).roles(ROLES, THREADS).run(Churn.class).exitsWith(0);
        assertEquals("0", result.value("mismatches"));
        assertFalse(result.err().contains("ERROR"), result.err());
    }

    @EveryJdk
    void aThreadThatIsNotAsItShouldBeIsSaidOnce(Jdk jdk) {
        AgentRun.Result result =
                contaminate(jdk, "coverage { interval = 1s }", "seen").exitsWith(0);
        assertEquals("yes", result.value("end"));
        List<String> errors = result.err()
                .lines()
                .filter(line -> line.startsWith("[ERROR] thread-sandbox - coverage: "))
                .toList();
        assertEquals(1, errors.size(), result::err);
        assertTrue(
                errors.get(0)
                        .matches(".*: thread [0-9]+ \"contaminated\" without a role is under 2 filters, expected 1:"
                                + " something confined it that should not have; started by \"main\","
                                + " class java.lang.Thread, task " + Contaminate.class.getName() + ".*"),
                errors.get(0));
    }

    @EveryJdk
    void orEndsTheJvm(Jdk jdk) {
        AgentRun.Result result = contaminate(jdk, "coverage { interval = 1s, on-mismatch = abort }", "50")
                .exitsWith(1);
        assertEquals("yes", result.value("installed"));
        assertFalse(result.out().contains("end="), result.out());
        assertTrue(result.err().contains("coverage: the JVM ends (on-mismatch = abort)"), result.err());
    }

    private static AgentRun.Result contaminate(Jdk jdk, String coverage, String until) {
        return AgentRun.on(jdk)
                .roles(coverage)
                .classPath(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")))
                .options(jdk.feature() >= 22 ? new String[] {"--enable-native-access=ALL-UNNAMED"} : new String[0])
                .run(Contaminate.class, until);
    }

    @EveryJdk
    void aJvmWithoutTheAgentSaysSo(Jdk jdk) {
        AgentRun.Result result = AgentRun.on(jdk)
                .withoutAgent()
                .run(Status.class, AgentRun.JAR.toString())
                .exitsWith(0);
        assertTrue(result.value("text").matches("1 process [0-9]+ is a JVM without this agent, or with mode = off\\|"));
        assertTrue(result.value("json").contains("\"ok\": false"), result::out);
    }

    /** Another agent may make the platform's MBean server before this one could weave it. */
    @EveryJdk
    void theBeanIsThereWhoeverMakesTheServer(Jdk jdk, @TempDir Path directory) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Premain-Class", EarlyJmx.class.getName());
        Path jar = directory.resolve("early.jar");
        new JarOutputStream(Files.newOutputStream(jar), manifest).close();
        String early = "-javaagent:" + jar;
        String ours = "-javaagent:" + AgentRun.JAR;
        for (List<String> agents : List.of(List.of(early, ours), List.of(ours, early))) {
            AgentRun.Result result = AgentRun.on(jdk)
                    .withoutAgent()
                    .options(agents.toArray(String[]::new))
                    .run(Status.class, AgentRun.JAR.toString())
                    .exitsWith(0);
            assertEquals("true", result.value("early"));
            assertEquals("0 of true 0", result.value("plain/counts"), agents::toString);
            assertEquals("null", result.value("loader"));
        }
    }
}
