package io.github.threadsandbox.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.threadsandbox.it.probe.NativeCalls;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What native code is denied under each collector, which may want a safepoint while a thread is held. */
class NativeDenialsIT {
    private static final List<String> COLLECTORS = List.of("Serial", "Parallel", "G1", "Z", "Shenandoah");

    @TempDir
    private Path folder;

    static List<Arguments> matrix() {
        List<Arguments> matrix = new ArrayList<>();
        for (Jdk jdk : Jdk.all()) {
            COLLECTORS.forEach(collector -> matrix.add(Arguments.of(jdk, collector)));
        }
        return matrix;
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("matrix")
    void isToldWithItsStack(Jdk jdk, String collector) throws IOException {
        Path events = folder.resolve("events.jsonl");
        AgentRun.Result result = AgentRun.on(jdk)
                .roles(
                        "observe = on",
                        "stack-within = 200ms",
                        "events.file = \"" + events + "\"",
                        "roles { compute { allow = [\"@jvm\"] } }",
                        "threads = [ { name = \"run-*\", role = compute } ]")
                .options("-XX:+Use" + collector + "GC", "-Xmx200m")
                .classPath(AgentRun.REPOSITORY.resolve("agent-it/target/clash") + "/*")
                .run(NativeCalls.class)
                .exitsWith(0);
        assertEquals("0", result.value("unconfined"));
        assertEquals("500", result.value("denied"));
        assertEquals("true", result.value("collected"));
        assertFalse(result.err().contains("the observer has ended"), result::err);
        List<String> told = new Events(events).soon("probe.NativeCalls.");
        assertFalse(told.isEmpty(), result::err);
        for (String line : told) {
            assertTrue(line.contains("\"type\":\"SOCK_RAW\",\"protocol\":\"IPPROTO_ICMP\""), line);
            assertTrue(line.contains("\"thread\":\"run-"), line);
        }
    }
}
