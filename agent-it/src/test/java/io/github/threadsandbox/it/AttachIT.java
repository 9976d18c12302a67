package io.github.threadsandbox.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.threadsandbox.it.probe.AttachAtRunTime;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;

/** The agent comes while the application runs: what it reaches, and that it names what it does not. */
class AttachIT {
    @EveryJdk
    void confinesWhatStartsFromThenOnAndNamesTheRest(Jdk jdk, @TempDir Path directory) throws Exception {
        Path wrong =
                Files.writeString(directory.resolve("wrong.conf"), "thread-sandbox { roles { a { allow = [nix] } } }");
        Path map = Files.writeString(
                directory.resolve("roles.conf"),
                "thread-sandbox { roles { compute { allow = [\"@jvm\"] } }, coverage { interval = 1s, on-mismatch = abort }\n"
                        + "threads = [ { name = \"role-*\", role = compute } ] }");
        AgentRun run = AgentRun.on(jdk).withoutAgent();
        if (jdk.feature() >= 21) {
            run.options("-XX:+EnableDynamicAgentLoading");
        }
        AgentRun.Result result = run.run(
                        AttachAtRunTime.class, AgentRun.JAR.toString(), wrong.toString(), map.toString())
                .exitsWith(0);
        result.value("end");
        assertEquals("donedone".length(), result.value("before/method").length() - 1, result::out);

        String refused = result.value("wrong");
        assertTrue(refused.startsWith("1 ") && refused.contains("unknown syscall 'nix'"), refused);
        String again = result.value("again");
        assertTrue(again.startsWith("1 ") && again.contains("already in this JVM"), again);

        Map<String, String> wrongRoads = new TreeMap<>();
        result.out()
                .lines()
                .filter(line -> line.matches("(out|refused|own)/.*|late=.*|method=.*"))
                .filter(line -> !line.contains(
                        line.startsWith("refused/") ? "there before the agent was attached" : "Permission denied"))
                .forEach(line -> wrongRoads.put(line, ""));
        assertEquals(Map.of(), wrongRoads, result::err);
        assertEquals("5", result.value("loops"));
        assertEquals("done", result.value("synchronized"));
        assertEquals("donedone", result.value("before/inherited"));
        assertEquals("done", result.value("lambdaOfBefore"));
        assertEquals("[done, done, done, done, done, done, done, done]", result.value("back"));

        String attached = result.value("attach");
        String status = result.value("status");
        assertTrue(attached.startsWith("0 "), attached);
        assertTrue(status.startsWith("0 ") && status.contains("all as expected"), status);
        for (String named : new String[] {
            "thread \"role-early\" was running and stays without its role 'compute'",
            "\"main\"",
            "workers of ForkJoinPools, whose tasks of before run without roles: \"ForkJoinPool-1-worker-1\"",
            "workers of thread pools, whose tasks of before run without roles: \"Thread-1\"",
            "timers, which take no tasks with roles: \"timer-of-before\"",
            "\"own-loop\"",
            "AttachAtRunTime.synchronizedMethod()Ljava/lang/String; runs without its role, because its class is loaded and the"
                    + " method is synchronized",
            "is loaded and hidden: the methods that it implements run without their role"
        }) {
            assertTrue(attached.contains(named), () -> named + " in " + attached);
            assertTrue(status.contains(named), () -> named + " in " + status);
            assertTrue(result.err().contains("[WARN] thread-sandbox - attached: "), result.err());
            assertTrue(result.err().contains(named), () -> named + " in " + result.err());
        }
        if (jdk.feature() >= 21) {
            assertTrue(attached.contains("virtual thread"), attached);
        }
        assertFalse(attached.contains("method()Ljava"), attached);
    }
}
