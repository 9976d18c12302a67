package io.github.threadsandbox.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.threadsandbox.confine.DeniedUse;
import io.github.threadsandbox.landlock.Abi;
import io.github.threadsandbox.landlock.FileUse;
import io.github.threadsandbox.landlock.PortUse;
import io.github.threadsandbox.landlock.RoleBounds;
import io.github.threadsandbox.landlock.Ruleset;
import io.github.threadsandbox.linux.Arch;
import io.github.threadsandbox.policy.Action;
import io.github.threadsandbox.policy.OnViolation;
import io.github.threadsandbox.policy.Policy;
import io.github.threadsandbox.policy.PolicyBuilder;
import io.github.threadsandbox.policy.RoleRules;
import io.github.threadsandbox.policy.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BoundsCheckTest {
    private static final int O_WRONLY = 1;
    private static final int O_CREAT = 0100;

    @TempDir
    private Path temporary;

    /** What its filter lets through. */
    private static final Policy OPENS = new Policy("", Map.of(), Action.allow(), Action.allow());

    private Path folder;
    private Ruleset rules;

    @BeforeEach
    void makeFiles() throws IOException {
        folder = temporary.toRealPath();
        for (String name : List.of("docs", "other")) {
            Files.createDirectory(folder.resolve(name));
            Files.writeString(folder.resolve(name).resolve("a"), "x");
        }
        Files.createSymbolicLink(folder.resolve("link"), Path.of("docs"));
        Files.createSymbolicLink(folder.resolve("docs/out"), Path.of("../other/a"));
        rules = rules(
                Map.of(FileUse.READ, List.of(folder + "/link")), Map.of(PortUse.CONNECT, new TreeSet<>(List.of(443))));
    }

    private static Ruleset rules(Map<FileUse, List<String>> files, Map<PortUse, NavigableSet<Integer>> ports) {
        return Ruleset.of(new RoleBounds("docs", files, List.of(), ports), Map.of(), Abi.NEWEST);
    }

    private String found(String call, String path, String second, int number, boolean said) {
        return find(call, path, second, number, said, new DeniedUse.Holding("docs", rules, true, OPENS))
                .map(found -> found.use() + " " + found.path().replace(folder.toString(), "") + ": "
                        + found.allow().replace(folder.toString(), "") + found.note())
                .orElse("not Landlock");
    }

    private static Optional<BoundsCheck.Found> find(
            String call, String path, String second, int number, boolean said, DeniedUse.Holding... holding) {
        return new BoundsCheck()
                .find(new DeniedUse(
                        0,
                        call,
                        path,
                        second,
                        number,
                        said,
                        "t",
                        "",
                        "",
                        List.of(),
                        1,
                        List.of(holding),
                        List.of(),
                        1));
    }

    private String opened(String path, int flags) {
        return found("openat", folder + path, "", flags, true);
    }

    @Test
    void namesTheKeyAndThePathThatItLacks() {
        assertEquals(
                "files.read /other/a: thread-sandbox.roles.docs { files.read += \"/other/a\" }", opened("/other/a", 0));
        assertEquals(
                "files.read /docs/out: thread-sandbox.roles.docs { files.read += \"/other/a\" }",
                opened("/docs/out", 0));
        assertEquals(
                "files.write /docs/a: thread-sandbox.roles.docs { files.write += \"/docs/a\" }",
                opened("/docs/a", O_WRONLY | O_CREAT));
        assertEquals(
                "files.create /docs/new: thread-sandbox.roles.docs { files.create += \"/docs\" }",
                opened("/docs/new", O_WRONLY | O_CREAT));
        assertEquals(
                "files.create /docs/new: thread-sandbox.roles.docs { files.create += \"/docs\" }",
                found("link", folder + "/docs/a", folder + "/docs/new", 0, true));
        assertEquals(
                "tcp.connect : thread-sandbox.roles.docs { tcp.connect += 80 }", found("connect", "::1", "", 80, true));
    }

    @Test
    void whatTheFilterDeniesIsTheObserversToTell() {
        Policy reads = new PolicyBuilder(Arch.X86_64)
                .role(new RoleRules("docs", List.of(Rule.of("@class-loading")), List.of(), OnViolation.AUTO));
        DeniedUse.Holding docs = new DeniedUse.Holding("docs", rules, false, reads);
        assertTrue(find("openat", folder + "/other/a", "", 0, true, docs).isPresent());
        assertTrue(
                find("openat", folder + "/other/a", "", 01 | 0100, true, docs).isEmpty());
    }

    @Test
    void aRoleThatReadsNoFilesNeedsTheGroupAsWell() {
        DeniedUse.Holding none = new DeniedUse.Holding("no ne", rules(Map.of(), Map.of()), false, OPENS);
        DeniedUse.Holding docs = new DeniedUse.Holding("docs", rules, false, OPENS);
        BoundsCheck.Found found =
                find("openat", folder + "/other/a", "", 0, true, none, docs).orElseThrow();
        assertEquals("docs", found.role());
        assertEquals(
                "thread-sandbox.roles.docs { allow += \"@file-read\", files.read += \"" + folder + "/other/a\" }",
                found.allow());
    }

    @Test
    void whatTheRulesLetIsToldOnlyWhereThePermissionsLetItToo() {
        assertEquals(
                "files.read /docs/a: thread-sandbox.roles.docs { files.read += \"/docs/a\" }the role's rules name this path:"
                        + " they hold to what was there when the role map was taken",
                opened("/docs/a", 0));
        rules = rules(Map.of(FileUse.EXECUTE, List.of(folder + "/docs")), Map.of());
        assertEquals("not Landlock", found("execve", folder + "/docs/a", "", 0, true));
    }

    @Test
    void whatWasNotDoneForAnotherReasonIsNotTold() {
        assertEquals("not Landlock", found("remove", folder + "/docs/missing", "", 0, false));
        assertEquals("not Landlock", found("mkdir", folder + "/other", "", 0, false));
        assertEquals("not Landlock", found("opendir", folder + "/other/a", "", 0, false));
        assertEquals("not Landlock", found("rename", folder + "/docs/missing", folder + "/docs/b", 0, false));
        assertEquals("not Landlock", opened("/other/missing", 0));
        assertEquals("not Landlock", opened("/other/a\0b", 0));
        assertEquals("not Landlock", found("connect", "::1", "", 443, true));
        assertEquals("not Landlock", found("bind", "::1", "", 80, true));
    }

    @Test
    void namesWhatStartsAScriptBesideTheScript() throws IOException {
        Path script = Files.writeString(folder.resolve("docs/script"), "#! " + folder + "/other/a -x\nmore\n");
        assertEquals(
                "files.execute /docs/script: thread-sandbox.roles.docs { files.execute += \"/docs/script\" }",
                found("execve", script.toString(), "", 0, true));
        rules = rules(Map.of(FileUse.EXECUTE, List.of(script.toString())), Map.of());
        assertEquals(
                "files.execute /docs/script: thread-sandbox.roles.docs { files.execute += \"/other/a\" }this program is started by "
                        + folder + "/other/a",
                found("execve", script.toString(), "", 0, true));
        rules = rules(Map.of(FileUse.EXECUTE, List.of(script.toString(), folder + "/other")), Map.of());
        assertEquals("not Landlock", found("execve", script.toString(), "", 0, false));
    }

    @Test
    void findsTheLinkerOfAProgram() throws IOException {
        Path program = Path.of(System.getProperty("java.home"), "bin", "java").toRealPath();
        List<Path> starting = ProgramFile.starting(program);
        assertEquals(program, starting.get(0));
        assertEquals(2, starting.size(), starting::toString);
        assertTrue(starting.get(1).getFileName().toString().startsWith("ld"), starting::toString);
        assertEquals(List.of(starting.get(1)), ProgramFile.starting(starting.get(1)));
        Files.write(folder.resolve("torn"), java.util.Arrays.copyOf(Files.readAllBytes(program), 80));
        assertEquals(1, ProgramFile.starting(folder.resolve("torn")).size());
    }

    @Test
    void namesAProcesssOwnFilesSoThatTheNextOneHasThem() {
        assertEquals(
                "files.read /proc/self/status: thread-sandbox.roles.docs { files.read += \"/proc/self/status\" }",
                found("openat", "/proc/self/status", "", 0, true));
        assertTrue(found("openat", "/proc/thread-self/status", "", 0, true)
                .endsWith("files.read += \"/proc/self/task\" }"));
        assertTrue(found("openat", "/proc/1/status", "", 0, true)
                .startsWith("files.read /proc/1/status: a process's own"));
    }
}
