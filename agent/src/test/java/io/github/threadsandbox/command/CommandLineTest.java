package io.github.threadsandbox.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every command; but {@code doctor} tries a filter, unless it is asked for options, and so is tested in a JVM of its own. */
class CommandLineTest {
    @TempDir
    private Path folder;

    private String good;
    private String bad;
    private String out;
    private String err;

    @BeforeEach
    void writeRoleMaps() throws Exception {
        good = write("good.conf", """
                thread-sandbox {
                  roles { fetch { allow = ["@jvm", "@network-client"], deny = ["connect"] } }
                  threads = [ { name = x, role = fetch } ]
                }
                """);
        bad = write("bad.conf", "thread-sandbox { roles { a { allow = [\"@jvm\", \"opennat\"] } } }\n");
    }

    @Test
    void checkSaysThatAFileIsRight() {
        assertEquals(0, run("check", good));
        assertTrue(out.contains("good.conf: right"), out);
        assertTrue(out.contains("  fetch: BPF instructions {x86_64="), out);
        assertEquals(0, run("check", good, "--format", "json"));
        assertTrue(json().getBoolean("ok"));
        assertTrue(json().getInt("instructions.fetch.aarch64") > 50);
    }

    /** A thread's name may be any sequence of chars. */
    @Test
    void reportWritesAPageOfNamesThatAreNoText() throws Exception {
        String events = write(
                "events.jsonl",
                "{\"time\":\"2026-01-01T00:00:00.000Z\",\"mode\":\"enforce\",\"role\":\"run\",\"thread\":\"half \\ud83d <b>\",\"tid\":1,"
                        + "\"syscall\":\"socket\",\"args\":{},\"errno\":\"EPERM\",\"count\":1}\n");
        Path page = folder.resolve("page.html");
        assertEquals(0, run("report", events, "--html", "--out", page.toString()), err);
        assertTrue(Files.readString(page).contains("half ? &lt;b&gt;"), Files.readString(page));
    }

    @Test
    void diffSaysWhatIsLooserAndWhatIsStricter() throws Exception {
        String before = write("before.conf", """
                thread-sandbox {
                  roles {
                    fetch { allow = ["@jvm", "ioctl(request == FIONREAD)", "socket(domain == AF_INET)", "getppid"] }
                    read { allow = ["@jvm", "@file-read"], files.read = ["/srv/docs"] }
                  }
                  threads = [ { name = x, role = fetch }, { name = y, role = read } ]
                }
                """);
        String after = write("after.conf", """
                thread-sandbox {
                  on-error = warn
                  roles {
                    fetch { allow = ["@jvm", "ioctl", "socket(domain == AF_INET || domain == AF_INET6)", "getsid"] }
                    read { allow = ["@jvm", "@file-read"], files.read = ["/srv"] }
                  }
                  threads = [ { name = y, role = read }, { name = "x*", role = fetch } ]
                }
                """);
        assertEquals(3, run("diff", before, after, "--arch", "x86_64"), err);
        assertEquals("", err);
        String fetch = out.substring(out.indexOf("role fetch: exposure"), out.indexOf("role read: exposure"));
        String now = fetch.substring(fetch.indexOf("  may now"), fetch.indexOf("  may no longer"));
        assertTrue(now.contains("    ioctl, whatever its arguments that nothing denies   ("), out);
        assertTrue(now.contains("    socket in more cases, such as socket(domain == AF_INET6)   ("), out);
        assertTrue(now.contains("    getsid   ("), out);
        assertTrue(fetch.substring(fetch.indexOf("  may no longer")).contains("    getppid   ("), out);
        assertTrue(out.contains("  may now\n    on-error: abort -> warn\n"), out);
        assertTrue(out.contains("    files.read /srv\n  may no longer\n    files.read /srv/docs\n"), out);
        assertTrue(out.contains("be without what is gone: { name = \"x\", role = fetch }"), out);
        assertTrue(out.contains("new: { name = \"x*\", role = fetch }"), out);

        assertEquals(0, run("diff", before, before));
        assertTrue(out.startsWith("no difference"), out);
        assertEquals(1, run("diff", before, bad));
        assertTrue(err.contains("opennat"), err);
        assertEquals(3, run("diff", before, after, "--format", "json"));
        assertTrue(json().getBoolean("looser"));
        assertEquals(4, json().getConfigList("parts").size());
    }

    /** Landlock holds a role to nothing once it opens files by its own rules; that is no loosening of what its calls do not do. */
    @Test
    void diffSaysOfPathsAndPortsWhatTheCallsOfARoleMayDo() throws Exception {
        String strict = role("none.conf", "allow = [\"@jvm\"]");
        String reads = "    files.read anything that its calls can name; before, ${class-path}, ${jdk}\n";
        for (String[] expected : List.of(
                new String[] {"\"@file-read\"", reads},
                new String[] {"\"@file-read\", \"ioctl(request == TCGETS)\"", reads},
                new String[] {"\"@file-write\"", reads + any("write") + any("create")},
                new String[] {"\"@file-read\", \"rename\"", reads + any("create")},
                new String[] {"\"@file-read\", \"truncate\"", reads + any("write") + any("create")},
                new String[] {"\"@file-read\", \"ioctl\"", reads + any("write")},
                new String[] {"\"@file-read\", \"bind\"", reads + any("create")},
                new String[] {
                    "\"@file-read\", \"openat(flags & O_ACCMODE == O_RDONLY)\"", reads + any("write") + any("create")
                },
                new String[] {"\"@file-read\", \"@process\"", reads + any("execute")})) {
            run("diff", strict, role("some.conf", "allow = [\"@jvm\", " + expected[0] + "]"), "--arch", "x86_64");
            assertEquals("", err);
            assertEquals(expected[1], files(out), () -> expected[0] + "\n" + out);
        }
        // Whatever takes the class path's rules away: what opens nothing gains nothing.
        String shut = role("shut.conf", "allow = [\"@jvm\"], class-path = deny");
        assertEquals(3, run("diff", shut, strict, "--arch", "x86_64"), out);
        assertEquals("", files(out), out);
        assertTrue(out.contains("    openat, under conditions"), out);
        // What is denied after all, in words of another condition, may be allowed for all that anyone can tell.
        String denied = "allow = [\"@jvm\", \"@file-write\"], deny = [\"openat(flags & O_CREAT == O_CREAT)\"]";
        run("diff", strict, role("some.conf", denied), "--arch", "aarch64");
        assertEquals(reads + any("write") + any("create"), files(out), out);
        // To a port.
        String client = "allow = [\"@jvm\", \"@network-client\"], class-path = deny";
        run("diff", role("held.conf", client + ", tcp { connect = 443, bind = [] }"), role("some.conf", client));
        assertTrue(out.contains("    tcp.connect anything that its calls can name; before, 443\n"), out);
        String deaf = client + ", deny = [\"bind\", \"listen\"]";
        run("diff", role("held.conf", deaf + ", tcp { connect = 443, bind = [] }"), role("some.conf", deaf));
        assertTrue(out.contains("    tcp.connect anything that its calls can name; before, 443\n"), out);
        assertTrue(!out.contains("tcp.bind"), out);
    }

    private String role(String name, String says) throws Exception {
        return write(name, "thread-sandbox { roles { a { " + says + " } }, threads = [ { name = x, role = a } ] }\n");
    }

    private static String any(String use) {
        return "    files." + use + " anything that its calls can name; before, nothing\n";
    }

    private static String files(String out) {
        return out.lines()
                .filter(line -> line.startsWith("    files."))
                .map(line -> line + "\n")
                .collect(Collectors.joining());
    }

    @Test
    void checkSaysWhatIsWrong() {
        assertEquals(1, run("check", bad));
        assertTrue(out.contains("bad.conf:1: thread-sandbox.roles.a.allow[1]: unknown syscall 'opennat'"), out);
        assertEquals(1, run("check", bad, "--format", "json"));
        assertEquals(1, json().getObjectList("problems").size());
        assertEquals(
                "thread-sandbox.roles.a.allow[1]",
                json().getConfigList("problems").get(0).getString("key"));
        assertEquals(1, json().getConfigList("problems").get(0).getInt("line"));
        assertEquals(1, run("check", folder.resolve("none.conf").toString()));
        assertTrue(out.contains("does not exist"), out);
    }

    /** What a rule lacks has other words on each architecture, and is one problem all the same. */
    @Test
    void checkSaysOnceWhatIsWrongOnEveryArchitectureAndNamesTheOneThatIsAlone() throws Exception {
        String every = write("every.conf", "thread-sandbox.roles.a.allow = [\"@jvm\", \"mmap(prot == O_CREAT)\"]\n");
        assertEquals(1, run("check", every));
        assertEquals(
                1, out.lines().filter(line -> line.contains("means nothing")).count(), out);
        assertTrue(out.contains("every.conf: 1 problem(s)"), out);
        String one = write("one.conf", "thread-sandbox.roles.a.allow = [\"@jvm\", \"mmap(flags == MAP_32BIT)\"]\n");
        assertEquals(1, run("check", one));
        assertTrue(out.contains("one.conf:1: thread-sandbox.roles.a.allow[1]: on aarch64: "), out);
    }

    @Test
    void doctorSaysWhichOptionsToGiveTheJvmAndWhy() {
        assertEquals(0, run("doctor", "--jvm-flags"));
        assertTrue(out.contains("-Xlog:async\n    a log file"), out);
        assertEquals(0, run("doctor", "--jvm-flags", "--format", "json"));
        assertTrue(json().getConfigList("flags").get(0).getString("flag").startsWith("-Xms"), out);
    }

    @Test
    void explainSaysWhyACallIsAllowedOrNot() {
        assertEquals(0, run("explain", good, "--role", "fetch", "--syscall", "socket"));
        assertTrue(
                out.contains("allowed by socket(domain == AF_INET || domain == AF_INET6, type & 0xf == SOCK_STREAM,"),
                out);
        assertTrue(
                out.contains("domain == AF_INET and type & 0xf == SOCK_DGRAM and protocol == IPPROTO_UDP: allow"), out);
        assertEquals(0, run("explain", good, "--role", "fetch", "--syscall", "connect", "--format", "json"));
        assertEquals("[always: EPERM]", json().getStringList("decision").toString());
        assertTrue(json().getStringList("why").contains("denied by connect (good.conf:2)"), out);
        assertEquals(0, run("explain", good, "--role", "fetch", "--syscall", "mkdirat", "--arch", "aarch64"));
        assertTrue(out.contains("number 34 on aarch64") && out.contains("no rule of the role allows it"), out);
        assertEquals(0, run("explain", good, "--role", "fetch", "--syscall", "ptrace"));
        assertTrue(
                out.contains("always denied ptrace (always denied: a tracer")
                        && out.contains("the base filter denies it"),
                out);
    }

    @Test
    void explainExpandsARoleAndDisassemblesIt() {
        assertEquals(0, run("explain", good, "--role", "fetch", "--bpf"));
        assertTrue(out.contains("@network-client") && out.contains("but not, by its own deny"), out);
        assertTrue(out.contains("and never, whatever it allows"), out);
        assertTrue(out.contains("Any other call: EPERM, or what its callers expect"), out);
        assertTrue(out.contains("   0: ld   [4]                        ; architecture"), out);
    }

    @Test
    void explainSaysWhatTheBaseFilterDenies() {
        assertEquals(0, run("explain", good, "--role", "base"));
        assertTrue(out.contains("the base filter denies to every thread of the process"), out);
        assertTrue(out.contains("  @dangerous"), out);
        assertTrue(out.contains("    ptrace "), out);
        assertTrue(out.contains("Exposure, with the base filter: "), out);
        assertEquals(0, run("explain", good, "--role", "base", "--syscall", "ptrace"));
        assertTrue(out.contains("denied to every thread by ptrace"), out);
        assertEquals(0, run("explain", good, "--role", "base", "--syscall", "openat", "--format", "json"));
        assertTrue(out.contains("the base filter says nothing of it"), out);
        assertEquals(0, run("explain", good, "--role", "base", "--bpf"));
        assertTrue(out.contains("; EPERM"), out);
        assertEquals(1, run("explain", good, "--role", "base", "--syscall", "nix"));
    }

    @Test
    void explainSaysWhatLandlockHoldsARoleTo() {
        assertEquals(0, run("explain", good, "--role", "fetch"));
        assertTrue(out.contains("files.read ${class-path} (without saying so)"), out);
        assertTrue(out.contains("what seccomp closes for the sake of that"), out);
        assertEquals(0, run("explain", good, "--role", "fetch", "--format", "json"));
        assertTrue(json().getStringList("landlock").contains("files.read ${resolver} (without saying so)"), out);
        assertTrue(json().getStringList("closed").contains("memfd_create"), out);
        assertEquals(0, run("explain", good, "--role", "fetch", "--syscall", "memfd_create"));
        assertTrue(out.contains("closed for the sake of its paths or ports memfd_create"), out);
    }

    @Test
    void setsListsThemAndWhatIsInOne() {
        assertEquals(0, run("sets"));
        assertTrue(out.contains("resolver"), out);
        assertEquals(0, run("sets", "jdk"));
        assertTrue(out.contains("  <java-home>") && out.contains(System.getProperty("java.home")), out);
        assertEquals(0, run("sets", "${jdk}", "--format", "json"));
        assertEquals("jdk", json().getString("name"));
        assertEquals(1, run("sets", "jdc"));
        assertTrue(err.contains("did you mean 'jdk'?"), err);
    }

    @Test
    void explainRefusesWhatIsNotThere() {
        assertEquals(1, run("explain", good, "--role", "fetsh"));
        assertTrue(err.contains("has no role 'fetsh': did you mean 'fetch'?"), err);
        assertEquals(1, run("explain", good, "--role", "fetch", "--syscall", "conect"));
        assertTrue(err.contains("there is no syscall 'conect': did you mean 'connect'?"), err);
        assertEquals(2, run("explain", good));
        assertEquals(2, run("explain", good, "--role", "fetch", "--arch", "vax"));
    }

    @Test
    void groupsListsThemAndWhatIsInOne() {
        assertEquals(0, run("groups"));
        assertEquals(10, out.lines().count(), out);
        assertEquals(0, run("groups", "jvm"));
        assertTrue(out.contains("  restart_syscall "), out);
        assertEquals(0, run("groups", "@jvm", "--format", "json"));
        assertEquals("@jvm", json().getString("name"));
        assertEquals(1, run("groups", "@jmv"));
        assertTrue(err.contains("did you mean '@jvm'?"), err);
    }

    @Test
    void groupsListsThoseOfARoleMapAsWell() throws Exception {
        String own = write("own.conf", """
                thread-sandbox {
                  groups {
                    web { purpose = "talks to the web", rules = ["@network-client", "@names"] }
                    names { rules = ["@file-read", "ioctl(request == FIONREAD)"] }
                  }
                  roles { fetch { allow = ["@jvm", "@web"], deny = ["statx"] } }
                  threads = [ { name = x, role = fetch } ]
                }
                """);
        assertEquals(0, run("groups", "--file", own));
        assertEquals(12, out.lines().count(), out);
        assertTrue(out.contains("@web             talks to the web"), out);
        assertEquals(0, run("groups", "names", "--file", own));
        assertTrue(out.contains("  ioctl(request == FIONREAD)                   own.conf:4"), out);
        assertEquals(0, run("explain", own, "--role", "fetch", "--syscall", "readv"));
        assertTrue(
                out.contains("allowed by readv (@web > @names > @file-read: FileChannel with several buffers)"), out);
        assertEquals(1, run("groups", "--file", bad));
        assertTrue(err.contains("bad.conf:1: "), err);
    }

    @Test
    void syscallsListsThemWithTheirArguments() {
        assertEquals(0, run("syscalls", "socket", "--arch", "x86_64"));
        assertEquals("""
                  41 socket(domain, type, protocol)
                     domain         int   AF_UNSPEC, AF_UNIX, AF_LOCAL, AF_INET, … (--constants)
                     type           int   SOCK_STREAM, SOCK_DGRAM, SOCK_RAW, SOCK_RDM, … (--constants)
                     protocol       int   IPPROTO_IP, IPPROTO_ICMP, IPPROTO_IGMP, IPPROTO_IPIP, … (--constants)
                """, out);
        assertEquals(0, run("syscalls", "openat", "--constants", "--arch", "aarch64"));
        assertTrue(out.contains("O_DIRECTORY 0x4000,"), out);
        assertEquals(0, run("syscalls", "ioctl", "--constants", "--format", "json"));
        Config request = ConfigFactory.parseString("all = " + out)
                .getConfigList("all")
                .get(0)
                .getConfigList("arguments")
                .get(1);
        assertEquals(0x541b, request.getInt("constants.FIONREAD"));
        assertEquals(java.util.List.of("request", "op", "cmd"), request.getStringList("names"));
        assertEquals(32, request.getInt("bits"));
        assertEquals(0, run("syscalls", "--arch", "riscv64"));
        assertEquals(329, out.lines().count());
        assertEquals(1, run("syscalls", "open", "--arch", "aarch64"));
    }

    @Test
    void statusSaysWhyItCannotAsk() {
        // This JVM: it may not attach to itself, and has no agent.
        assertEquals(1, run("status", Long.toString(ProcessHandle.current().pid())));
        assertTrue(out.contains("cannot be asked: "), out);
        assertEquals(1, run("status", Long.toString(ProcessHandle.current().pid()), "--format", "json"));
        assertTrue(!json().getBoolean("ok") && json().getString("problem").contains("cannot be asked: "), out);
        assertEquals(2, run("status", "main"));
        assertEquals(2, run("status"));
    }

    @Test
    void wrongUsageIsTwo() {
        assertEquals(2, run());
        assertEquals(2, run("chekc", good));
        assertEquals(2, run("check"));
        assertEquals(2, run("check", good, "--format", "yaml"));
        assertEquals(0, run("--help"));
        assertTrue(out.contains("Exit codes:"), out);
    }

    private Config json() {
        // HOCON is a superset of JSON.
        return ConfigFactory.parseString(out);
    }

    private int run(String... arguments) {
        StringWriter outText = new StringWriter();
        StringWriter errText = new StringWriter();
        int code = CommandLineMain.run(new PrintWriter(outText, true), new PrintWriter(errText, true), arguments);
        out = outText.toString();
        err = errText.toString();
        return code;
    }

    private String write(String name, String text) throws Exception {
        Path file = folder.resolve(name);
        Files.writeString(file, text);
        return file.toString();
    }
}
