package io.github.threadsandbox.landlock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What each ABI has, from 0 (no Landlock) to 10, by the bits of linux/landlock.h. */
class RulesetTest {
    private static final int FIXED = -1;
    private static final Map<String, List<String>> SETS =
            Map.of("class-path", List.of("/app/a.jar", "/app/classes"), "jdk", List.of("/jdk"));

    private static final RoleBounds ALL = new RoleBounds(
            "all",
            Map.of(
                    FileUse.READ, List.of("/read", "${class-path}/x"),
                    FileUse.WRITE, List.of("/write"),
                    FileUse.CREATE, List.of("/create"),
                    FileUse.EXECUTE, List.of("/execute")),
            List.of("jdk"),
            Map.of(PortUse.CONNECT, ports(80, 443), PortUse.BIND, ports(443)));

    /** Handled rights on files, rights on ports, scopes. */
    private static final long[][] HANDLED = {
        {0, 0, 0},
        {0x1fff, 0, 0},
        {0x3fff, 0, 0},
        {0x7fff, 0, 0},
        {0x7fff, 3, 0},
        {0xffff, 3, 0},
        {0xffff, 3, 3},
        {0xffff, 3, 3},
        {0xffff, 3, 3},
        {0x1ffff, 3, 3},
        {0x1ffff, 3, 3}
    };

    private static NavigableSet<Integer> ports(Integer... ports) {
        return new TreeSet<>(List.of(ports));
    }

    @Test
    void asksEachAbiForWhatItHas() {
        for (int version = 0; version < HANDLED.length; version++) {
            Ruleset ruleset = Ruleset.of(ALL, SETS, new Abi(version, FIXED));
            long[] handled = {ruleset.files(), ruleset.ports(), ruleset.scopes()};
            assertEquals(List.of(hex(HANDLED[version])), List.of(hex(handled)), "ABI " + version);
            long files = ruleset.files();
            assertTrue(ruleset.paths().stream().allMatch(rule -> (rule.rights() & ~files) == 0), "ABI " + version);
            assertEquals(version == 0 ? 0 : 7, ruleset.paths().size());
            assertEquals(version < 4 ? 0 : 2, ruleset.portRules().size());
        }
        assertEquals(HANDLED.length - 1, Abi.NEWEST.version());
    }

    private static String hex(long[] masks) {
        StringBuilder text = new StringBuilder();
        for (long mask : masks) {
            text.append(Long.toHexString(mask)).append(' ');
        }
        return text.toString();
    }

    @Test
    void saysOfEachKeyThatIsNotHeldFromWhenOnItIs() {
        assertEquals(
                Set.of("files.read", "files.write", "files.create", "files.execute", "tcp.connect", "tcp.bind"),
                ALL.notHeldBy(Abi.NONE).keySet());
        for (int version = 1; version < 4; version++) {
            Map<String, String> notHeld = ALL.notHeldBy(new Abi(version, FIXED));
            assertEquals(Set.of("tcp.connect", "tcp.bind"), notHeld.keySet());
            assertEquals(
                    "this kernel's Landlock has ABI " + version + "; ports are held from ABI 4, Linux 6.7 on",
                    notHeld.get("tcp.bind"));
        }
        for (int version = 4; version <= 10; version++) {
            assertEquals(Map.of(), ALL.notHeldBy(new Abi(version, FIXED)));
        }
        assertFalse(new Abi(2, FIXED).holdsTruncation());
        assertTrue(new Abi(3, FIXED).holdsTruncation());
    }

    @Test
    void leavesSignalsAloneWhereTheKernelWouldDenyThemToTheOwnProcess() {
        assertEquals(1, Ruleset.of(ALL, SETS, new Abi(6, 0)).scopes());
        assertEquals(3, Ruleset.of(ALL, SETS, new Abi(6, 2)).scopes());
        assertTrue(new Abi(6, 0).describe().stream().anyMatch(line -> line.contains("erratum 2")));
    }

    @Test
    void putsASetsPathsInItsPlaceAndMissesNoneOfThem() {
        Ruleset ruleset = Ruleset.of(ALL, SETS, Abi.NEWEST);
        assertEquals(
                List.of("/jdk", "/read", "/app/a.jar/x", "/app/classes/x", "/write", "/create", "/execute"),
                ruleset.paths().stream().map(Ruleset.PathRule::path).toList());
        assertEquals(
                List.of("", "roles.all.files.read", "", ""),
                ruleset.paths().stream().map(Ruleset.PathRule::key).limit(4).toList());
        // READ_FILE and READ_DIR; on a file the first alone.
        assertEquals(0xc, ruleset.paths().get(1).rights());
        assertEquals(0x4, ruleset.paths().get(1).rightsOfFile());
        assertEquals(
                List.of(new Ruleset.PortRule(443, 3), new Ruleset.PortRule(80, 2)),
                ruleset.portRules().stream()
                        .sorted((a, b) -> b.port() - a.port())
                        .toList());
    }

    @Test
    void knowsWhatShowsThatItIsInForce() {
        assertTrue(Ruleset.of(ALL, SETS, Abi.NEWEST).deniesRoot());
        assertTrue(Ruleset.of(ALL, SETS, Abi.NEWEST).deniesPortZero(PortUse.BIND));
        RoleBounds open =
                new RoleBounds("open", Map.of(FileUse.READ, List.of("//")), List.of(), Map.of(PortUse.BIND, ports(0)));
        assertFalse(Ruleset.of(open, SETS, Abi.NEWEST).deniesRoot());
        assertFalse(Ruleset.of(open, SETS, Abi.NEWEST).deniesPortZero(PortUse.BIND));
        assertFalse(Ruleset.of(open, SETS, Abi.NEWEST).deniesPortZero(PortUse.CONNECT));
        assertFalse(Ruleset.of(open, SETS, Abi.NONE).holdsAny());
    }

    @Test
    void everySetHasAPurposeAndEveryPartAReason() {
        for (PathSets.PathSet set : PathSets.all()) {
            assertFalse(set.purpose().isEmpty(), set.name());
            assertFalse(set.parts().isEmpty(), set.name());
            for (PathSets.Part part : set.parts()) {
                assertFalse(part.reason().isEmpty(), part.path());
                assertTrue(part.path().matches("[/<].*"), part.path());
            }
        }
    }
}
