package io.github.threadsandbox.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.threadsandbox.landlock.FileUse;
import io.github.threadsandbox.landlock.PortUse;
import io.github.threadsandbox.linux.Arch;
import io.github.threadsandbox.policy.Action;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsReaderTest {
    @TempDir
    private Path folder;

    @Test
    void threadsAreLookedAtEveryTenSecondsUnlessItSaysOtherwise() throws Exception {
        assertEquals(
                new Settings.Coverage(Duration.ofSeconds(10), false),
                read("thread-sandbox { coverage {} }").coverage());
        assertEquals(
                new Settings.Coverage(Duration.ZERO, false),
                read("thread-sandbox { coverage { interval = off } }").coverage());
        for (String wrong : List.of("0", "-1s", "999ms", "soon", "10 parsecs")) {
            ConfigProblems problems = assertThrows(
                    ConfigProblems.class, () -> read("thread-sandbox { coverage { interval = \"" + wrong + "\" } }"));
            assertEquals(1, problems.problems().size());
            assertTrue(
                    problems.getMessage().contains("'" + wrong + "' is no time of a second or more"),
                    () -> problems.problems().toString());
        }
    }

    @Test
    void readsTheWholeFormat() throws Exception {
        Settings settings = read("""
                thread-sandbox {
                  mode = enforce
                  observe = off
                  on-error = warn
                  base { deny = ["@dangerous", "mlock"] }
                  coverage { interval = 2 minutes, on-mismatch = abort }
                  lanes { most = 7 }
                  groups { talk { purpose = "talks", rules = ["@network-client", "ioctl(request == FIOCLEX)"] } }
                  roles {
                    compute { allow = ["@jvm"], context = share }
                    fetch { allow = ["@jvm", "@talk"], deny = ["socket(domain == AF_INET6)"], on-violation = EACCES }
                    parse { extends = [compute, fetch], allow = "@file-read", on-violation = auto }
                    copy = ${thread-sandbox.roles.fetch} { deny = [] }
                    free { allow = ["futex"], floor = none }
                  }
                  threads = [
                    { name = "a-*", role = compute }
                    { class = "a.B", task = "a.**", role = fetch }
                    { annotation = "a.U", role = parse }
                    { name = c, role = copy }
                    { name = f, role = free }
                  ]
                }
                """);
        assertEquals(Settings.Mode.ENFORCE, settings.mode());
        assertEquals(Settings.OnError.WARN, settings.onError());
        assertEquals(new Settings.Coverage(Duration.ofMinutes(2), true), settings.coverage());
        assertEquals(
                Set.of("compute", "fetch", "parse", "copy", "free"),
                settings.roles().keySet());
        assertEquals(new Settings.Lanes(7, Duration.ofSeconds(60)), settings.lanes());
        assertEquals(Set.of("compute"), settings.sharing());
        assertEquals(5, settings.roleMap().rules().size());
        assertEquals("EPERM", settings.base().decision("mlock").otherwise().toString());
        assertEquals(
                "EACCES",
                settings.roles().get("fetch").decision("kill").otherwise().toString());
        assertEquals(
                Action.allow(),
                settings.roles().get("parse").decision("connect").otherwise());
        assertEquals(
                Action.allow(), settings.roles().get("parse").decision("statx").otherwise());
        long[] inet6 = {10, 1, 0, 0, 0, 0};
        assertEquals(
                "EPERM",
                settings.roles().get("parse").decision("socket").decide(inet6).toString());
        assertEquals(
                "allow",
                settings.roles().get("copy").decision("socket").decide(inet6).toString());
        assertEquals(List.of(), settings.notices());
    }

    @Test
    void holdsRolesToPathsAndPorts() throws Exception {
        Settings settings = read("""
                logs = "/var/log"
                thread-sandbox {
                  landlock = best-effort
                  roles {
                    compute { allow = ["@jvm"] }
                    shut { allow = ["@jvm"], class-path = deny }
                    open { allow = ["@jvm", "@file-read"] }
                    docs { allow = ["@jvm"], files.read = [${class-path}, "${temporary}", ${logs}"/a", ${temporary}"/b"] }
                    more { extends = docs, allow = ["@file-write"], class-path = deny, files { create = "/out", read = "/in" } }
                    run { allow = ["@jvm", "@process"], files.execute = ["/bin/true"] }
                    web { allow = ["@jvm", "@network-client"], tcp.connect = [443, 80, 443] }
                  }
                  threads = [
                    { name = a, role = compute }, { name = b, role = shut }, { name = c, role = open }, { name = d, role = docs }
                    { name = e, role = more }, { name = f, role = run }, { name = g, role = web }
                  ]
                }
                """);
        assertEquals(Settings.Landlock.BEST_EFFORT, settings.landlock());
        assertEquals(
                List.of("files.read ${class-path} (without saying so)", "files.read ${jdk} (without saying so)"),
                settings.bounds().get("compute").describe());
        assertEquals("allow", openForReading(settings, "compute"));
        assertEquals(List.of(), settings.bounds().get("shut").describe());
        assertEquals("EACCES", openForReading(settings, "shut"));
        assertEquals(List.of(), settings.bounds().get("open").describe());
        assertEquals(
                List.of("${class-path}", "${temporary}", "/var/log/a", "${temporary}/b"),
                settings.bounds().get("docs").files().get(FileUse.READ));
        assertEquals(
                List.of(
                        "files.read ${class-path}",
                        "files.read ${temporary}",
                        "files.read /var/log/a",
                        "files.read ${temporary}/b",
                        "files.read /in",
                        "files.create /out"),
                settings.bounds().get("more").describe());
        assertEquals(
                List.of("/bin/true", "${program-start}"),
                settings.bounds().get("run").files().get(FileUse.EXECUTE));
        assertEquals(
                List.of("class-path", "jdk", "resolver"),
                settings.bounds().get("web").sets());
        assertEquals(
                Map.of(PortUse.CONNECT, new TreeSet<>(List.of(80, 443))),
                settings.bounds().get("web").ports());
        assertEquals(List.of(), settings.notices());
    }

    private static String openForReading(Settings settings, String role) {
        return settings.roles()
                .get(role)
                .decision("openat")
                .decide(new long[] {0, 0, 0, 0, 0, 0})
                .toString();
    }

    @Test
    void appliesTheBuiltInMapWithoutAFile() throws Exception {
        Settings settings = SettingsReader.read(Optional.empty(), Arch.X86_64);
        assertEquals(Set.of(), settings.roles().keySet());
        assertEquals("EPERM", settings.base().decision("ptrace").otherwise().toString());
        assertEquals(Optional.empty(), settings.file());
    }

    @Test
    void includesAndSubstitutesAsHoconDoes() throws Exception {
        Files.writeString(folder.resolve("common.conf"), "thread-sandbox.roles.compute { allow = [\"@jvm\"] }\n");
        Settings settings = read("""
                include "common.conf"
                prefix = "tool-"
                prefix = ${?NO_SUCH_VARIABLE}
                thread-sandbox.threads = [ { name = ${prefix}"*", role = compute } ]
                """);
        assertEquals(
                "tool-*", settings.roleMap().rules().get(0).name().orElseThrow().toString());
    }

    @Test
    void includesFilesOfFilesAndNamesTheirLines() throws Exception {
        Files.createDirectory(folder.resolve("sub"));
        Files.writeString(folder.resolve("sub/roles.conf"), "include \"more\"\na { allow = [\"@jvm\", \"reed\"] }\n");
        Files.writeString(folder.resolve("sub/more.json"), "{\"b\": {\"allow\": [\"@jvm\"], \"floor\": 1}}\n");
        Files.writeString(folder.resolve("sub/more.properties"), "b.floor=2\n");
        Files.writeString(folder.resolve("sub/circle.conf"), "\ninclude \"../sub/circle.conf\"\n");
        Files.writeString(folder.resolve("sub/broken.conf"), "a = [ }\n");
        ConfigProblems problems = assertThrows(ConfigProblems.class, () -> read("""
                include "sub/broken.conf"
                include "sub/circle.conf"
                thread-sandbox {
                  roles { include "sub/roles" }
                  threads = [ { name = x, role = nobody }, { name = x } ]
                }
                """));
        assertEquals("""
                roles.conf:5: thread-sandbox.threads[1].role: is missing: name one of the roles
                sub/broken.conf:1: List should have ] or a first element after the open [, instead had token: '}' (if you want '}' to be part of a string value, then double-quote it)
                sub/circle.conf:2: include "../sub/circle.conf": that file includes this one: take one of them out
                sub/more.json:1: thread-sandbox.roles.b.floor: '1': write jvm or none
                sub/roles.conf:2: thread-sandbox.roles.a.allow[1]: unknown syscall 'reed': did you mean 'read'?""", problems.getMessage().replace(folder + "/", ""));
    }

    @Test
    void saysThatAnEnvironmentVariableIsWrong() {
        ConfigProblems problems =
                assertThrows(ConfigProblems.class, () -> read("thread-sandbox { mode = off, mode = ${?PATH} }"));
        assertTrue(
                problems.getMessage()
                        .startsWith(folder + "/roles.conf: thread-sandbox.mode: from the environment: '"
                                + System.getenv("PATH") + "': "),
                problems::getMessage);
    }

    @Test
    void noticesWhatIsProbablyNotMeantBesideWhatIsWrong() {
        ConfigProblems problems = assertThrows(ConfigProblems.class, () -> read("""
                thread-sandbox {
                  mode = of
                  roles { used { allow = ["@jvm"] }, unused { allow = ["@jvm"] } }
                  threads = [ { name = x, role = usd } ]
                }
                """));
        assertEquals(2, problems.problems().size(), problems::getMessage);
        assertEquals(1, problems.notices().size(), problems.notices().toString());
        assertTrue(problems.notices().get(0).contains("thread-sandbox.roles.unused: no entry of threads"));
    }

    @Test
    void refusesAFileThatChangesWhileItIsRead() throws Exception {
        Path main = folder.resolve("roles.conf");
        Path included = folder.resolve("common.conf");
        for (Path changing : List.of(main, included)) {
            Files.writeString(main, "include \"common.conf\"\nthread-sandbox {}\n");
            Files.writeString(included, "thread-sandbox.roles.compute { allow = [\"@jvm\"] }\n");
            FileTexts texts = new FileTexts(file -> {
                byte[] before = Files.readAllBytes(file);
                if (file.equals(changing)) {
                    // Right for a role map as well; but it was never one together with the other file.
                    Files.writeString(file, "thread-sandbox.lanes.most = 3\n");
                }
                return before;
            });
            ConfigProblems problems = assertThrows(
                    ConfigProblems.class,
                    () -> SettingsReader.read(Optional.of(main), Arch.X86_64, texts, Optional.empty()));
            assertEquals(
                    changing + ": changed while the role map was read: put a file in its place by renaming (mv),"
                            + " and try again",
                    problems.getMessage());
        }
    }

    @Test
    void noticesWhatIsProbablyNotMeant() throws Exception {
        List<String> notices = read("""
                        thread-sandbox {
                          roles {
                            unused { allow = ["@jvm", "mount", "umount2"] }
                          }
                          groups.idle.rules = [read]
                        }
                        """).notices();
        assertEquals(3, notices.size(), notices.toString());
        assertTrue(notices.get(2).contains("groups.idle: no rule names @idle"), notices.get(2));
        assertTrue(
                notices.get(0)
                        .endsWith(
                                "roles.conf:3: thread-sandbox.roles.unused: no entry of threads gives this role to a thread: only"
                                        + " @SandboxedThread(\"unused\") can"),
                notices.get(0));
        assertTrue(
                notices.get(1).contains("allows mount, umount2, which the base filter denies to every thread"),
                notices.get(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{ a = ", "a."})
    void refusesAFileThatWouldTakeTheStack(String deeper) {
        ConfigProblems problems = assertThrows(
                ConfigProblems.class,
                () -> read("thread-sandbox {\n  # [[[\n  mode = \"[[[\"\n" + deeper.repeat(100_000) + " = 1\n}\n"));
        assertEquals(
                folder + "/roles.conf:4: is nested more than 100 deep here: take brackets or parts of the key out",
                problems.getMessage().replaceFirst("conf:4: : ", "conf:4: "));
    }

    static List<String> broken() throws Exception {
        try (var in = SettingsReaderTest.class.getResourceAsStream("broken.txt")) {
            return List.of(
                    new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8).split("(?m)^----\n", -1));
        }
    }

    /** A file of role maps that must not be taken: each, and behind ==== every line that must be said. */
    @ParameterizedTest
    @MethodSource("broken")
    void refusesWithEveryProblem(String snippet) throws Exception {
        String[] parts = snippet.split("(?m)^====\n", -1);
        ConfigProblems problems = assertThrows(ConfigProblems.class, () -> read(parts[0]));
        List<String> expected = parts[1].lines().toList();
        assertEquals(String.join("\n", expected), problems.getMessage().replace(folder + "/", ""));
    }

    /** What cannot be read is another value than the one in force only because it cannot be read. */
    @Test
    void aRoleMapThatFollowsAnotherHasOneProblemForEachCause() throws Exception {
        String rest = "roles { compute { allow = [\"@jvm\"] } }\nthreads = [ { name = a, role = compute } ] }";
        Settings inForce = read("thread-sandbox { base.deny = [\"@dangerous\", \"@mine\"]\n"
                + "groups { mine { rules = [mlock] } }\n" + rest);
        assertEquals(
                List.of("base.deny[1]", "coverage.interval", "events.file", "groups.mine.rules[0]", "mode", "observe"),
                problemsAfter(
                        inForce,
                        "thread-sandbox { base.deny = [\"@dangerous\", \"@mien\"]\nobserve = maybe\nmode = enfore\n"
                                + "events.file = { a = b }\ncoverage.interval = soon\n"
                                + "groups { mine { rules = [mlok] } }\n" + rest));
        assertEquals(
                List.of("base", "observe", "stack-within"),
                problemsAfter(
                        inForce,
                        "thread-sandbox { base.deny = [\"@dangerous\"]\nobserve = off\nstack-within = 1s\n" + rest));
    }

    private List<String> problemsAfter(Settings inForce, String text) throws Exception {
        Path file = Files.writeString(folder.resolve("next.conf"), text);
        ConfigProblems problems =
                assertThrows(ConfigProblems.class, () -> SettingsReader.reread(file, Arch.X86_64, inForce));
        return problems.problems().stream()
                .map(problem -> problem.key().replace("thread-sandbox.", ""))
                .sorted()
                .toList();
    }

    private Settings read(String text) throws Exception {
        Path file = folder.resolve("roles.conf");
        Files.writeString(file, text);
        return SettingsReader.read(Optional.of(file), Arch.X86_64);
    }
}
