package io.github.threadsandbox.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.threadsandbox.it.probe.BornConfined;
import io.github.threadsandbox.it.probe.Hello;
import java.nio.file.Path;

class RefusalIT {
    @EveryJdk
    void refusesARoleMapWithEveryProblemOfIt(Jdk jdk) {
        AgentRun.Result result = AgentRun.on(jdk)
                .roles(
                        "roles {",
                        "  compute { allow = [\"@jvm\", \"opennat\", \"@file-reed\"], on-violation = EPREM }",
                        "  lacking { allow = [\"@file-read\"] }",
                        "}",
                        "thread = []",
                        "threads = [ { name = \"x\", role = compute }, { name = \"x\", role = compte } ]")
                .run(Hello.class)
                .exitsWith(1);
        assertEquals("", result.out(), "the application must not run");
        assertTrue(result.err().startsWith("thread-sandbox: the JVM does not start:"), result.err());
        for (String expected : new String[] {
            ":3: thread-sandbox.roles.compute.allow[1]: unknown syscall 'opennat': did you mean 'openat'?",
            ":3: thread-sandbox.roles.compute.allow[2]: unknown group '@file-reed': did you mean '@file-read'?",
            ":3: thread-sandbox.roles.compute.on-violation: 'EPREM': did you mean 'EPERM'?",
            ":4: thread-sandbox.roles.lacking.allow: the role lacks @jvm",
            ":6: thread-sandbox.thread: unknown key: did you mean 'threads'?",
            ":7: thread-sandbox.threads[1].role: unknown role 'compte': did you mean 'compute'?"
        }) {
            assertTrue(result.err().contains(expected), () -> expected + " in:\n" + result.err());
        }
    }

    @EveryJdk
    void refusesAFileThatIsNotThere(Jdk jdk) {
        AgentRun.Result result = AgentRun.on(jdk)
                .roleMap(Path.of("/no/such/file.conf"))
                .run(Hello.class)
                .exitsWith(1);
        assertTrue(result.err().contains("/no/such/file.conf: does not exist"), result.err());
    }

    @EveryJdk
    void takesTheFileFromThePropertyAndTheEnvironment(Jdk jdk) {
        assertTrue(AgentRun.on(jdk)
                .options("-Dthread-sandbox.config=/no/such/property.conf")
                .run(Hello.class)
                .exitsWith(1)
                .err()
                .contains("/no/such/property.conf"));
        assertTrue(AgentRun.on(jdk)
                .environment("THREAD_SANDBOX_CONFIG", "/no/such/environment.conf")
                .run(Hello.class)
                .exitsWith(1)
                .err()
                .contains("/no/such/environment.conf"));
    }

    @EveryJdk
    void runsUnconfinedWithAWarningWhereTheOperatorSaysSo(Jdk jdk) {
        AgentRun.Result result = AgentRun.on(jdk)
                .roles("on-error = warn", "roles { compute { allow = [\"@jvm\"] } }")
                .run(BornConfined.class)
                .exitsWith(0);
        assertEquals("done", result.value("sandboxed-unknown"));
        assertEquals("Permission denied", result.value("sandboxed"));
        assertTrue(
                result.err().contains("of role 'nobody' runs unconfined (on-error = warn): @SandboxedThread names"),
                result.err());
    }

    @EveryJdk
    void doesNothingWhenOff(Jdk jdk) {
        AgentRun.Result result = AgentRun.on(jdk)
                .roles(
                        "mode = off",
                        "roles { compute { allow = [\"@jvm\"] } }",
                        "threads = [ { name = \"role-*\", role = compute } ]")
                .run(BornConfined.class)
                .exitsWith(0);
        assertEquals("done", result.value("name"));
        assertTrue(result.err().contains("off: mode = off in "), result.err());
    }

    @EveryJdk
    void refusesToBeGivenTwice(Jdk jdk) {
        Path other = AgentRun.REPOSITORY.resolve("conf/quickstart.conf");
        for (String second : new String[] {"", "=" + other}) {
            AgentRun.Result result = AgentRun.on(jdk)
                    .options("-javaagent:" + AgentRun.JAR + second)
                    .run(Hello.class)
                    .exitsWith(1);
            assertTrue(result.err().contains("thread-sandbox is already in this JVM"), result.err());
            assertFalse(result.out().contains("hello"), result.out());
        }
    }
}
