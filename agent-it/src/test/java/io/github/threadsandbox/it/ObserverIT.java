package io.github.threadsandbox.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.threadsandbox.it.probe.Observed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Denials, explained by the observer process; and what becomes of them when it is not well. */
class ObserverIT {
    private static final int CALLS = 200;

    @TempDir
    private Path folder;

    static List<Jdk> jdks() {
        return Jdk.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("jdks")
    void tellsWhoWasDeniedWhatAndWhere(Jdk jdk) throws IOException {
        Path classes = folder.resolve("classes.log");
        AgentRun.Result result = observed(jdk, "")
                .options("-Xlog:class+load:file=" + classes + "::filesize=0")
                .run(Observed.class, "calls")
                .exitsWith(0);
        assertFalse(Files.readString(classes).contains(" jdk.jfr.EventFactory "), "nobody records");
        assertEquals("Operation not permitted", result.value("socket"));
        assertEquals("denied", result.value("process"));
        assertEquals("Operation not permitted", result.value("own"));
        List<String> sockets = counted(CALLS + 1, "\"syscall\":\"socket\"", result);
        String first = sockets.get(0);
        for (String field : List.of(
                "\"mode\":\"enforce\"",
                "\"role\":\"compute\"",
                "\"thread\":\"run-1\"",
                "\"domain\":\"AF_INET",
                "\"type\":\"SOCK_STREAM\"",
                "\"errno\":\"EPERM\"",
                "\"allow\":\"thread-sandbox.roles.compute { allow += \\\"@network-client\\\" }\"",
                "\"frame\":\"io.github.threadsandbox.it.probe.Observed.socket(Observed.java:",
                "\"stack\":[\"sun.nio.ch.Net.socket0(native)\"")) {
            assertTrue(first.contains(field), () -> field + " in " + first);
        }
        assertTrue(sockets.size() < 20, () -> "folded: " + sockets);
        assertTrue(sockets.stream().anyMatch(line -> line.contains("\"thread\":\"run-own\"")), sockets::toString);
        assertTrue(
                events().soon("CLONE_VFORK").get(0).contains("allow += \\\"@process\\\""),
                () -> events().now("clone").toString());
        assertTrue(result.err().contains("denied: role 'compute', thread \"run-1\" ("), result::err);
    }

    /** A pool's workers, say, of which all but one wait. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("jdks")
    void tellsThreadsApartThatTheKernelHasTheSameNameFor(Jdk jdk) {
        AgentRun.Result result = observed(jdk, "").run(Observed.class, "alike").exitsWith(0);
        List<String> lines = events().soon("\"path\":\"/alike\"");
        assertFalse(lines.isEmpty(), result::err);
        assertTrue(lines.get(0).contains("\"thread\":\"run-of-its-own-2\""), lines::toString);
        assertTrue(lines.get(0).contains("\"stack\":["), lines::toString);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("jdks")
    void tellsWorkersApartThatAreDeniedAtTheSameTime(Jdk jdk) {
        AgentRun.Result result =
                observed(jdk, "").run(Observed.class, "workers").exitsWith(0);
        for (String path : List.of("/one", "/other")) {
            List<String> lines = events().soon("\"path\":\"" + path + "\"");
            assertFalse(lines.isEmpty(), result::err);
            assertTrue(
                    lines.stream().allMatch(line -> line.contains("\"thread\":\"run-worker-of-a-pool-")),
                    lines::toString);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("jdks")
    void auditTellsTheSameAndBlocksNothing(Jdk jdk) {
        AgentRun.Result result =
                observed(jdk, "mode = audit").run(Observed.class, "calls").exitsWith(0);
        assertEquals("done", result.value("socket"));
        assertEquals("done", result.value("process"));
        assertEquals("done", result.value("open"));
        List<String> connects = counted(CALLS + 1, "\"syscall\":\"connect\"", result);
        String first = connects.get(0);
        for (String field : List.of(
                "\"mode\":\"audit\"",
                "\"address\":\"127.0.0.1\"",
                "\"port\":" + result.value("port"),
                "\"errno\":\"EPERM\"")) {
            assertTrue(first.contains(field), () -> field + " in " + first);
        }
        assertTrue(result.err().contains("nothing protects from them"), result::err);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("jdks")
    void comesUpWhereEveryThreadHasARole(Jdk jdk) {
        AgentRun.Result result = AgentRun.on(jdk)
                .roles(
                        "observe = on",
                        "events.file = \"" + folder.resolve("events.jsonl") + "\"",
                        "roles { all { allow = [\"@jvm\"] } }",
                        "threads = [ { name = \"*\", role = all } ]")
                .run(Observed.class, "calls")
                .exitsWith(0);
        assertEquals("Operation not permitted", result.value("socket"));
        assertFalse(result.err().contains("has not come up"), result::err);
        assertFalse(result.err().contains("have not run"), result::err);
        counted(CALLS + 1, "\"syscall\":\"socket\"", result);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("jdks")
    void aCrowdIsDeniedWhileTheCollectorRuns(Jdk jdk) {
        // Each stack waits for the collector: those of a crowd are not all waited for.
        AgentRun.Result result =
                observed(jdk, "stack-within = 1s").run(Observed.class, "crowd").exitsWith(0);
        assertEquals("1000", result.value("denied"));
        counted(1000, "\"syscall\":\"socket\"", result);
        assertFalse(result.err().contains("logging failed"), result::err);
        assertFalse(result.err().contains("the observer ends"), result::err);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("jdks")
    void longPathsTakeNoMoreMemoryThanItHas(Jdk jdk) {
        AgentRun.Result result = observed(jdk, "").run(Observed.class, "long");
        isTheSame(result);
        assertEquals("1000", result.value("denied"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("jdks")
    void aFullHeapEndsItNot(Jdk jdk) {
        isTheSame(observed(jdk, "").options("-Xmx40m", "-XX:+UseSerialGC").run(Observed.class, "full"));
    }

    private static void isTheSame(AgentRun.Result result) {
        result.exitsWith(0);
        assertEquals("Operation not permitted", result.value("before"));
        assertEquals("Operation not permitted", result.value("after"), result::err);
        assertEquals("true", result.value("same"), result::err);
        assertFalse(result.err().contains("the observer has ended"), result::err);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("jdks")
    void tellsOfThreadsWhateverTheyCallThemselves(Jdk jdk) {
        AgentRun.Result result = observed(jdk, "").run(Observed.class, "named").exitsWith(0);
        assertEquals("Permission denied", result.value("denied"));
        String named = events().soon("\"path\":\"/named\"").get(0);
        assertTrue(named.contains("\"thread\":\"run-xxx"), named);
        assertTrue(named.contains("probe.Observed.write(Observed.java:"), named);
        assertEquals("Permission denied", result.value("forged"));
        assertTrue(result.err().contains("denied: role 'compute', thread \"run-?[WARN] forged?[2J\" ("), result::err);
        assertTrue(result.err().contains("openat(\"/for?ged\""), result::err);
        assertFalse(result.err().contains("\u001b"), result::err);
    }

    static List<Jdk> virtual() {
        return Jdk.all().stream().filter(jdk -> jdk.feature() >= 21).toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("virtual")
    void tellsOfTheVirtualThreadAndNotOfItsCarrier(Jdk jdk) {
        AgentRun.Result result =
                observed(jdk, "").run(Observed.class, "virtual").exitsWith(0);
        assertEquals("Permission denied", result.value("denied"));
        assertEquals("Operation not permitted", result.value("socket"));
        for (String line : List.of(
                counted(1, "\"path\":\"/virtual\"", result).get(0),
                counted(1, "\"syscall\":\"socket\"", result).get(0))) {
            assertTrue(line.contains("\"thread\":\"run-") && !line.contains("carrier"), line);
            assertTrue(line.contains("\"class\":\"java.lang.VirtualThread\""), line);
            assertTrue(line.contains("\"frame\":\"io.github.threadsandbox.it.probe.Observed."), line);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("jdks")
    void aKilledObserverMeansDeniedAndAnotherOneForNewThreads(Jdk jdk) {
        isLost(observed(jdk, "").run(Observed.class, "killed"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("jdks")
    void aStoppedObserverHoldsNobodyForLong(Jdk jdk) {
        isLost(observed(jdk, "").run(Observed.class, "stopped"));
    }

    private void isLost(AgentRun.Result result) {
        result.exitsWith(0);
        assertEquals("Operation not permitted", result.value("before"));
        assertEquals("Function not implemented", result.value("after"));
        assertEquals("Operation not permitted", result.value("anew"));
        assertTrue(result.err().contains("the observer has ended"), result::err);
        assertTrue(events().soon("run-2").get(0).contains("\"syscall\":\"socket\""), result::err);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("jdks")
    void endsTheJvmWithTheObserverWhereThatIsSaid(Jdk jdk) {
        AgentRun.Result result = observed(jdk, "on-observer-loss = abort").run(Observed.class, "killed");
        result.exitsWith(1);
        assertTrue(result.err().contains("on-observer-loss = abort"), result::err);
    }

    private AgentRun observed(Jdk jdk, String more) {
        return AgentRun.on(jdk)
                .roles(
                        "observe = on",
                        "stack-within = 60s",
                        "events.file = \"" + folder.resolve("events.jsonl") + "\"",
                        more,
                        "roles { compute { allow = [\"@jvm\"] } }",
                        "threads = [ { name = \"run-*\", role = compute } ]");
    }

    private Events events() {
        return new Events(folder.resolve("events.jsonl"));
    }

    /** The lines that stand for so many denials; the observer may end a moment after its JVM. */
    private List<String> counted(long expected, String with, AgentRun.Result result) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (true) {
            List<String> lines = events().now(with);
            long sum = lines.stream().mapToLong(ObserverIT::count).sum();
            if (sum == expected) {
                return lines;
            }
            assertTrue(System.nanoTime() < end, () -> sum + " of " + expected + ": " + result.err());
            Thread.onSpinWait();
        }
    }

    private static long count(String line) {
        Matcher matcher = Pattern.compile("\"count\":([0-9]+)").matcher(line);
        assertTrue(matcher.find(), line);
        return Long.parseLong(matcher.group(1));
    }
}
