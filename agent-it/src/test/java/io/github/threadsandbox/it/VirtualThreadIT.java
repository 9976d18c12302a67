package io.github.threadsandbox.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.threadsandbox.it.probe.VirtualBlocking;
import io.github.threadsandbox.it.probe.VirtualMounts;
import io.github.threadsandbox.it.probe.VirtualThreads;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class VirtualThreadIT {
    private static final String DENIED = "Permission denied";
    private static final String ORDINARY = "done on ForkJoinPool-1-worker-";
    private static final String CONFINED = DENIED + " on carrier-compute-";

    static List<Jdk> withVirtualThreads() {
        return Jdk.all().stream().filter(jdk -> jdk.feature() >= 21).toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("withVirtualThreads")
    void takeRolesAsOtherThreadsDo(Jdk jdk) {
        AgentRun.Result result = AgentRun.on(jdk)
                .roles(
                        "roles { compute { allow = [\"@jvm\"] } }",
                        "threads = [ { name = \"role-*\", role = compute },",
                        "  { name = \"late-*\", task = \"**.VirtualThreads$Named\", role = compute } ]")
                .run(VirtualThreads.class)
                .exitsWith(0);
        Map<String, String> wrong = new TreeMap<>();
        Map<String, String> seen = seen(result);
        seen.forEach((name, value) -> {
            boolean right = name.startsWith("out/")
                    ? value.equals(DENIED)
                    : name.startsWith("plain")
                            ? value.equals("done")
                            : !name.startsWith("refused/") || value.contains("refused: ");
            if (!right) {
                wrong.put(name, value);
            }
        });
        assertEquals(Map.of(), wrong, result::err);
        assertEquals(
                19,
                seen.keySet().stream().filter(name -> name.startsWith("out/")).count());
        assertEquals(
                5,
                seen.keySet().stream()
                        .filter(name -> name.startsWith("refused/"))
                        .count());
        assertEquals((DENIED + ", done; ").repeat(3), result.value("startsRolePlatform"));
        assertEquals("role carrier", result.value("dump"));
        assertEquals("made by others", result.value("ran"));
        carriersAreOfOneKind(seen);
    }

    /** There a virtual thread is a thread of the kernel's, and is started as such. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("withVirtualThreads")
    void takeRolesWithoutContinuations(Jdk jdk) {
        AgentRun.Result result = AgentRun.on(jdk)
                .roles(
                        "roles { compute { allow = [\"@jvm\"] } }",
                        "threads = [ { name = \"role-*\", role = compute } ]")
                .options("-XX:+UnlockExperimentalVMOptions", "-XX:-VMContinuations")
                .run(VirtualThreads.class);
        assertEquals("done", result.value("plain"));
        for (String confined : List.of("named", "annotated", "annotatedWithoutName", "fromPlatform", "grandchild")) {
            assertEquals(DENIED, result.value("out/" + confined), result::out);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("withVirtualThreads")
    void areMountedOnTheirOwnCarriersOnly(Jdk jdk) {
        AgentRun.Result result = AgentRun.on(jdk)
                .roles(
                        "roles { compute { allow = [\"@jvm\"] } }",
                        "threads = [ { name = \"role-*\", role = compute } ]")
                .run(VirtualMounts.class)
                .exitsWith(0);
        Map<String, String> wrong = new TreeMap<>();
        Map<String, String> seen = seen(result);
        seen.forEach((name, value) -> {
            if ((name.startsWith("ordinary/") && !value.equals(ORDINARY))
                    || (name.startsWith("role/") && !value.equals(CONFINED))) {
                wrong.put(name, value);
            }
        });
        assertEquals(Map.of(), wrong, result::err);
        assertEquals(
                28,
                seen.keySet().stream()
                        .filter(name -> name.startsWith("ordinary/") || name.startsWith("role/"))
                        .count());
        assertEquals("[" + ORDINARY + "]", result.value("crowd/ordinary"));
        assertEquals("[" + CONFINED + "]", result.value("crowd/role"));
        carriersAreOfOneKind(seen);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("withVirtualThreads")
    void blockAsOthersDo(Jdk jdk) {
        AgentRun.Result result = AgentRun.on(jdk)
                .roles(
                        "roles {",
                        "  compute { allow = [\"@jvm\"] }",
                        "  net { allow = [\"@jvm\", \"@network-client\", \"@network-server\"] }",
                        "  reader { allow = [\"@jvm\", \"@file-read\"] }",
                        "}",
                        "threads = [ { name = \"role-*\", role = compute }, { name = \"net-*\", role = net },",
                        "  { name = \"reader-*\", role = reader } ]")
                .run(VirtualBlocking.class)
                .exitsWith(0);
        assertEquals("[read 7 " + DENIED + " on carrier-net-]", result.value("sockets/net-"));
        assertEquals("[read 7 " + ORDINARY + "]", result.value("sockets/plain-"));
        assertEquals("[done, no write]", result.value("files"));
        assertEquals("[" + DENIED + "]", result.value("pinned"));
        assertEquals("interrupted false " + DENIED, result.value("interrupted"));
        assertEquals("joined false " + DENIED, result.value("joined"));
        assertEquals("[" + CONFINED + "]", result.value("helped"));
        carriersAreOfOneKind(seen(result));
    }

    /** The virtual threads' own infrastructure, pollers and timers too, is clean; the roles' carriers are not. */
    private static void carriersAreOfOneKind(Map<String, String> seen) {
        String base = seen.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith("task/Signal Dispatch"))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow();
        assertEquals("1/1", base);
        assertTrue(seen.keySet().stream().anyMatch(name -> name.startsWith("task/carrier-")), seen::toString);
        assertTrue(seen.keySet().stream().anyMatch(name -> name.startsWith("task/ForkJoinPool-1-")), seen::toString);
        seen.forEach((name, filters) -> {
            if (name.startsWith("task/carrier-")) {
                assertEquals("2/1", filters, name);
            } else if (name.startsWith("task/") && !name.startsWith("task/thread-sandbox-")) {
                assertEquals(base, filters, name);
            }
        });
    }

    private static Map<String, String> seen(AgentRun.Result result) {
        assertEquals("yes", result.value("end"));
        assertFalse(result.err().contains("Exception"), result::err);
        Map<String, String> seen = new TreeMap<>();
        result.out()
                .lines()
                .filter(line -> line.contains("="))
                .forEach(line -> seen.put(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1)));
        return seen;
    }
}
