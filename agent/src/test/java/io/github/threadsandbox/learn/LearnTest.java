package io.github.threadsandbox.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.threadsandbox.config.Settings;
import io.github.threadsandbox.config.SettingsReader;
import io.github.threadsandbox.linux.Arch;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * From lines of JSON to role maps, to be read: {@code NAME.jsonl} and {@code NAME.conf} beside this class's resources. When a change
 * is meant, the failure's "actual" is the new file.
 */
class LearnTest {
    private static final Arch ARCH = Arch.X86_64;
    private static final Surroundings NOWHERE = new Surroundings(Map.of(), "", path -> true, PickedPorts.DEFAULT);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"service", "names", "paths", "ports", "guards", "kinds"})
    void writesTheRoleMapThatAPersonWouldHave(String name) throws Exception {
        String map = RoleMapText.of(Proposals.of(observations(lines(name)), NOWHERE, ARCH));
        assertEquals(resource(name + ".conf"), map);
        for (Arch arch : Arch.values()) {
            assertEquals(List.of(), settings(map, arch).notices());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"service", "names", "paths", "ports", "guards", "kinds"})
    void theSameRunAsksForNothingMore(String name) throws Exception {
        Observations observations = observations(lines(name));
        String map = resource(name + ".conf");
        String merged = Merge.of(observations, NOWHERE, ARCH, old(map)).text();
        assertTrue(merged.startsWith(map), merged);
        assertFalse(merged.contains("Added by learn"), merged);
    }

    @ParameterizedTest
    @ValueSource(strings = {"service", "names", "paths", "ports", "guards", "kinds"})
    void theOrderOfLinesAndFilesMakesNoDifference(String name) throws Exception {
        List<String> lines = lines(name);
        List<String> backwards = new ArrayList<>(lines);
        Collections.reverse(backwards);
        Observations observations = new Observations();
        for (String line : backwards) {
            observations.line(line);
        }
        observations.endOfFile();
        assertEquals(resource(name + ".conf"), RoleMapText.of(Proposals.of(observations, NOWHERE, ARCH)));
    }

    @Test
    void instancesAddUp() throws Exception {
        Observations twice = new Observations();
        for (int i = 0; i < 2; i++) {
            for (String line : lines("service")) {
                twice.line(line);
            }
            twice.endOfFile();
        }
        String map = RoleMapText.of(Proposals.of(twice, NOWHERE, ARCH));
        assertTrue(map.contains("443   # 6 times: 10.0.0.7; com.acme.Fetch.get(Fetch.java:12)\n"), map);
        assertEquals(withoutComments(resource("service.conf")), withoutComments(map));
    }

    @Test
    void whatTheJdkStartsForItselfGetsNoRole() throws Exception {
        Proposals proposals = Proposals.of(
                observations(List.of(
                        "{\"thread\":\"Logging-Cleaner\",\"class\":\"java.util.logging.LogManager$Cleaner\"}",
                        "{\"thread\":\"Sync Timer Thread\",\"class\":\"java.util.prefs.FileSystemPreferences$4$1\",\"role\":\"learn\","
                                + "\"syscall\":\"getsid\",\"args\":{\"pid\":\"0\"}}",
                        "{\"thread\":\"bound-1\",\"class\":\"java.lang.ThreadBuilders$BoundVirtualThread\"}",
                        "{\"thread\":\"report-1\",\"class\":\"java.lang.Thread\"}")),
                NOWHERE,
                ARCH);
        String map = RoleMapText.of(proposals);
        assertFalse(map.contains("Cleaner") || map.contains("Sync"), map);
        assertTrue(map.contains("{ name = \"bound-*\"") && map.contains("{ name = \"report-*\""), map);
        assertEquals(List.of(), proposals.remarks());
    }

    @Test
    void aMergeKeepsWhatIsThereAndMarksWhatWasNeverUsed() throws Exception {
        Observations observations = observations(lines("service"));
        Merge merge = Merge.of(observations, NOWHERE, ARCH, old(resource("old.conf")));
        assertEquals(resource("merged.conf"), merge.text());
        assertEquals(List.of(), settings(merge.text(), ARCH).notices());
        assertTrue(
                merge.remarks().stream()
                        .anyMatch(line -> line.startsWith("role fetch: looser than before: tcp.connect += 8443")),
                () -> merge.remarks().toString());

        String second = Merge.of(observations, NOWHERE, ARCH, old(merge.text())).text();
        assertEquals(withoutComments(merge.text()), withoutComments(second));
        assertEquals(second, Merge.of(observations, NOWHERE, ARCH, old(second)).text());
    }

    @Test
    void whatARoleDeniesItselfStaysDenied() throws Exception {
        String map = """
                thread-sandbox {
                  roles { fetch { allow = ["@jvm", "@network-client"], deny = ["setsockopt"], tcp.connect = [443, 8443] } }
                  threads = [ { name = "fetch-*", role = fetch } ]
                }
                """;
        Merge merge = Merge.of(observations(lines("service")), NOWHERE, ARCH, old(map));
        assertTrue(merge.text().contains("# not allowed: fetch: (the role's own 'deny' takes it away)"), merge.text());
        assertFalse(merge.text().contains("allow += \"setsockopt"), merge.text());
    }

    @Test
    void whatAMapDeniedSaysNothingOfWhatItAllows() throws Exception {
        Observations observations = observations(List.of(
                "{\"role\":\"fetch\",\"thread\":\"anything\",\"syscall\":\"getsid\",\"args\":{\"pid\":\"0\"}}"));
        String map = """
                thread-sandbox {
                  roles { fetch { allow = ["@jvm", "@network-client"] } }
                  threads = [ { name = "fetch-*", role = fetch } ]
                }
                """;
        Merge merge = Merge.of(observations, NOWHERE, ARCH, old(map));
        assertTrue(merge.text().contains("allow += \"getsid\""), merge.text());
        assertFalse(merge.text().contains("never used"), merge.text());
        assertFalse(merge.text().contains("threads +="), merge.text());
    }

    @Test
    void aPortThatTheKernelPicksIsMarked() {
        List<String> lines = new ArrayList<>(List.of("{\"thread\":\"fetch\",\"syscall\":\"socket\","
                + "\"args\":{\"domain\":\"AF_INET\",\"type\":\"SOCK_STREAM\",\"protocol\":\"IPPROTO_IP\"}}"));
        for (int port : List.of(443, 9999, 10_000, 10_100, 10_101)) {
            lines.add("{\"thread\":\"fetch\",\"syscall\":\"connect\",\"args\":{},\"address\":\"127.0.0.1\",\"port\":"
                    + port + "}");
        }
        Surroundings surroundings = new Surroundings(Map.of(), "", path -> true, PickedPorts.of("10000\t10100\n"));
        String map = RoleMapText.of(Proposals.of(observations(lines), surroundings, ARCH));
        for (int port : List.of(443, 9999, 10_101)) {
            assertTrue(map.matches("(?s).*\n +" + port + " +# once: 127\\.0\\.0\\.1\n.*"), map);
        }
        for (int port : List.of(10_000, 10_100)) {
            assertTrue(
                    map.matches("(?s).*\n +" + port
                            + " +# once: 127\\.0\\.0\\.1; the kernel picks ports from 10000 to 10100:"
                            + " unless somebody has set it, another next time\n.*"),
                    map);
        }
        assertEquals(PickedPorts.DEFAULT, PickedPorts.of("none"));
    }

    @Test
    void aPathThatIsNotThereBecomesItsFolder() throws Exception {
        Predicate<String> isThere =
                path -> List.of("/srv", "/srv/docs", "/opt/shop").contains(path);
        String map = RoleMapText.of(Proposals.of(
                observations(lines("service")), new Surroundings(Map.of(), "", isThere, PickedPorts.DEFAULT), ARCH));
        assertTrue(map.contains("        \"/srv/docs\""), map);
        assertTrue(map.contains("        \"/opt/shop\""), map);
        assertFalse(map.contains("\"/opt/shop/reports\""), map);
    }

    @Test
    void saysWhenTheJvmHadEndedAndWhatWasNotTold() throws Exception {
        Observations observations = observations(lines("kinds"));
        assertTrue(observations.ended());
        assertTrue(
                observations.remarks().get(0).startsWith("7 calls were too many"),
                () -> observations.remarks().toString());
        assertFalse(observations(lines("service")).ended());
        assertEquals(List.of(), observations(lines("service")).remarks());
    }

    private static List<String> lines(String name) throws Exception {
        return resource(name + ".jsonl").lines().toList();
    }

    private static Observations observations(List<String> lines) {
        Observations observations = new Observations();
        lines.forEach(observations::line);
        observations.endOfFile();
        return observations;
    }

    private static String withoutComments(String map) {
        return map.replaceAll("(?m) *# .*$", "").replaceAll("(?m)^\\s*\n", "");
    }

    private OldMap old(String map) throws Exception {
        Settings settings = settings(map, ARCH);
        return new OldMap(
                "roles.conf", map, settings.roleMap(), settings.roleRules(), settings.bounds(), settings.groups());
    }

    private Settings settings(String map, Arch arch) throws Exception {
        Path file = folder.resolve("roles.conf");
        Files.writeString(file, map);
        return SettingsReader.read(Optional.of(file), arch);
    }

    private static String resource(String name) throws Exception {
        try (InputStream in = LearnTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
