package io.github.threadsandbox.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.threadsandbox.it.fault.UnderFilter;
import io.github.threadsandbox.it.probe.Bounds;
import io.github.threadsandbox.it.probe.Hello;
import io.github.threadsandbox.it.probe.Reads;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.io.TempDir;

/** Paths and ports of roles, held by this kernel's Landlock. */
class LandlockIT {
    private static final List<String> FILES = List.of(
            "read",
            "list",
            "throughLink",
            "linkThatLeadsOut",
            "other",
            "passwd",
            "write",
            "make",
            "makeOther",
            "truncate",
            "mode",
            "program",
            "otherProgram",
            "memory");
    private static final List<String> PORTS = List.of("connectOne", "connectTwo", "bindAny", "udp");

    @TempDir
    private Path folder;

    @EveryJdk
    void rolesAreHeldToTheirPathsAndPorts(Jdk jdk) throws Exception {
        makeFiles();
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        AgentRun.Result result = AgentRun.on(jdk)
                .roles(
                        "roles {",
                        "  any { allow = [\"@jvm\", \"@file-write\", \"@process\", \"@network-server\"] }",
                        "  reader { allow = [\"@jvm\", \"@file-write\", \"@process\"], files.read = [\"" + folder
                                + "/docs\"] }",
                        "  linked { allow = [\"@jvm\"], files.read = [\"" + folder + "/link\"] }",
                        "  file { allow = [\"@jvm\"], files.read = [\"" + folder + "/docs/a\"] }",
                        "  writer { allow = [\"@jvm\", \"@file-write\"], files.write = [\"" + folder + "/docs\"] }",
                        "  maker { extends = reader, files.create = [\"" + folder + "/docs\"] }",
                        "  runner { allow = [\"@jvm\", \"@process\"], files.execute = [\"/bin/true\", \"/usr/bin/true\"] }",
                        "  web { allow = [\"@jvm\", \"@network-server\"], tcp.connect = [" + port + "] }",
                        "  names { allow = [\"@jvm\", \"@network-server\", \"@udp\"], tcp { connect = [], bind = [0] } }",
                        "  shut { allow = [\"@jvm\"], class-path = deny }",
                        "}",
                        "threads = [",
                        "  { name = any, role = any }, { name = reader, role = reader }, { name = linked, role = linked }",
                        "  { name = file, role = file }, { name = writer, role = writer }, { name = maker, role = maker }",
                        "  { name = runner, role = runner }, { name = web, role = web }, { name = names, role = names }",
                        "  { name = shut, role = shut }",
                        "]")
                .run(
                        Bounds.class,
                        folder.toString(),
                        Integer.toString(port),
                        "unconfined",
                        "any",
                        "reader",
                        "linked",
                        "file",
                        "writer",
                        "maker",
                        "runner",
                        "web",
                        "names",
                        "shut")
                .exitsWith(0);
        Set<String> everything = new TreeSet<>(FILES);
        everything.addAll(PORTS);
        assertEquals(everything, done(result, "unconfined"));
        assertEquals(everything, done(result, "any"));
        assertEquals(Set.of("read", "list", "throughLink"), done(result, "reader"));
        assertEquals(Set.of("read", "list", "throughLink"), done(result, "linked"));
        assertEquals(Set.of("read", "throughLink"), done(result, "file"));
        assertEquals(Set.of("write"), done(result, "writer"));
        assertEquals(Set.of("read", "list", "throughLink", "write", "make"), done(result, "maker"));
        assertEquals(Set.of("program"), done(result, "runner"));
        assertEquals(Set.of("connectOne", "bindAny"), done(result, "web"));
        assertEquals(Set.of("bindAny", "udp"), done(result, "names"));
        assertEquals(Set.of(), done(result, "shut"));
        assertEquals("AccessDeniedException", result.value("reader/passwd"));
        assertEquals("BindException", result.value("web/connectTwo"));
    }

    private static Set<String> done(AgentRun.Result result, String thread) {
        Set<String> done = new TreeSet<>();
        List<String> all = new ArrayList<>(FILES);
        all.addAll(PORTS);
        for (String operation : all) {
            if (result.value(thread + "/" + operation).equals("done")) {
                done.add(operation);
            }
        }
        return done;
    }

    /** Of a role that has the path from another, the line is the other's. */
    @EveryJdk
    void namesTheLineOfAPathThatIsNotThereAndIsInherited(Jdk jdk) {
        AgentRun.Result refused = AgentRun.on(jdk)
                .roles(
                        "roles {",
                        "  heir { extends = reader, files.read = [",
                        "    \"/no/heir\"] }",
                        "  reader { allow = [\"@jvm\"], files.read = [\"/no/such\"] }",
                        "}")
                .run(Hello.class)
                .exitsWith(1);
        for (String expected : List.of(
                ".conf:4: thread-sandbox.roles.heir.files.read: '/no/heir': does not exist",
                ".conf:5: thread-sandbox.roles.heir.files.read: '/no/such': does not exist",
                ".conf:5: thread-sandbox.roles.reader.files.read: '/no/such': does not exist")) {
            assertTrue(refused.err().contains(expected), () -> expected + " in:\n" + refused.err());
        }
    }

    @EveryJdk
    void refusesAPathThatIsNotThereUnlessToldOtherwise(Jdk jdk) throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("nowhere"), Path.of("gone"));
        String roles = "roles { reader { allow = [\"@jvm\"], files.read = [\"/no/such\", \"/etc/passwd/x\", \"" + link
                + "\"] } }";
        AgentRun.Result refused = AgentRun.on(jdk).roles(roles).run(Hello.class).exitsWith(1);
        for (String expected : List.of(
                ".conf:2: thread-sandbox.roles.reader.files.read: '/no/such': does not exist: Landlock holds to what is there",
                ".conf:2: thread-sandbox.roles.reader.files.read: '/etc/passwd/x': a part of the path is no directory",
                ": '" + link + "': is a link, and what it leads to does not exist: Landlock holds")) {
            assertTrue(refused.err().contains(expected), () -> expected + " in:\n" + refused.err());
        }
        assertEquals("", refused.out());
        AgentRun.Result warned = AgentRun.on(jdk)
                .roles("landlock = best-effort", roles)
                .run(Hello.class)
                .exitsWith(0);
        assertTrue(
                warned.err()
                        .matches("(?s).*\\[WARN] thread-sandbox - not held \\(landlock = best-effort\\): "
                                + "\\S+\\.conf:3: thread-sandbox\\.roles.*"),
                warned.err());
    }

    /** The same directory is the same, by whatever mount; and what is mounted beneath a directory is beneath it. */
    @EveryJdk
    void mountsAreReachedByWhatTheyShow(Jdk jdk) throws Exception {
        makeFiles();
        Path shown = Files.createDirectories(folder.resolve("shown"));
        AgentRun.Result result = AgentRun.on(jdk)
                .inside(
                        "unshare",
                        "--mount",
                        "sh",
                        "-c",
                        "mount --bind \"$1/docs\" \"$1/shown\" && mount --bind \"$1/other\" \"$1/docs/sub\" && shift && exec \"$@\"",
                        "sh",
                        folder.toString())
                .roles(
                        "roles { reader { allow = [\"@jvm\"], files.read = [\"" + folder + "/docs\"] } }",
                        "threads = [ { name = reader, role = reader } ]")
                .run(
                        Reads.class,
                        "reader",
                        shown.resolve("a").toString(),
                        folder.resolve("docs/sub/b").toString(),
                        folder.resolve("other/b").toString())
                .exitsWith(0);
        assertEquals("4 bytes", result.value("reader/" + shown.resolve("a")));
        assertEquals("4 bytes", result.value("reader/" + folder.resolve("docs/sub/b")));
        assertEquals("AccessDeniedException", result.value("reader/" + folder.resolve("other/b")));
    }

    /** LANDLOCK_MAX_NUM_LAYERS: a thread that would need one layer more is not started. */
    @EveryJdk
    void theSeventeenthLayerIsRefused(Jdk jdk) throws Exception {
        StringBuilder roles = new StringBuilder("roles {\n");
        StringBuilder threads = new StringBuilder("threads = [\n");
        for (int i = 1; i <= 17; i++) {
            Path directory = Files.createDirectories(folder.resolve("d" + i));
            roles.append("  r" + i + " { allow = [\"@jvm\"], files.read = [\"" + directory + "\"] }\n");
            threads.append("  { name = link-" + i + ", role = r" + i + " }\n");
        }
        AgentRun.Result result = AgentRun.on(jdk)
                .roles(roles + "}", threads + "]")
                .run(Reads.class, "chain", "17")
                .exitsWith(0);
        String chain = result.value("chain");
        assertTrue(
                chain.matches("16 thread-sandbox: thread \"link-17\" of role 'r1\\+.*' refused: it cannot be confined:"
                        + " landlock_restrict_self: E2BIG: a thread can be under 16 Landlock domains at most.*"),
                chain);
    }

    /** Of a role that has the key from another, the line is the other's. */
    @EveryJdk
    void namesTheLineOfWhatTheKernelCannotHoldAndIsInherited(Jdk jdk) throws Exception {
        AgentRun.Result refused = withoutLandlock(jdk, "38")
                .roles(
                        "roles {",
                        "  heir { extends = web, files.read = [\"/usr\"] }",
                        "  web { allow = [\"@jvm\", \"@network-client\"]",
                        "    tcp.connect = [443] }",
                        "}")
                .run(Hello.class)
                .exitsWith(1);
        for (String expected : List.of(
                ".conf:3: thread-sandbox.roles.heir.files.read cannot be held: ",
                ".conf:5: thread-sandbox.roles.heir.tcp.connect cannot be held: ",
                ".conf:5: thread-sandbox.roles.web.tcp.connect cannot be held: ")) {
            assertTrue(refused.err().contains(expected), () -> expected + " in:\n" + refused.err());
        }
    }

    /** Without Landlock in the kernel (ENOSYS), or switched off in it (EOPNOTSUPP): landlock_create_ruleset(2). */
    @EveryJdk
    void withoutLandlockEachKeyIsRefusedByName(Jdk jdk) throws Exception {
        makeFiles();
        String roles = "roles { reader { allow = [\"@jvm\", \"@file-read\"], files.read = [\"" + folder
                + "/docs\"], tcp.connect = [] }, compute { allow = [\"@jvm\"] } }";
        String threads = "threads = [ { name = reader, role = reader }, { name = compute, role = compute } ]";
        List<String> notHeld = List.of(
                ": thread-sandbox.roles.reader.files.read cannot be held: this kernel has no Landlock; paths are held from ABI 1,",
                ": thread-sandbox.roles.reader.tcp.connect cannot be held: this kernel has no Landlock; ports are held from ABI 4,");
        for (String errno : List.of("38", "95")) {
            AgentRun.Result refused = withoutLandlock(jdk, errno)
                    .roles(roles, threads)
                    .run(Hello.class)
                    .exitsWith(1);
            assertEquals("", refused.out());
            notHeld.forEach(line ->
                    assertTrue(refused.err().contains(".conf:2" + line), () -> line + " in:\n" + refused.err()));
        }
        String other = folder.resolve("other/b").toString();
        AgentRun.Result warned = withoutLandlock(jdk, "38")
                .roles("landlock = best-effort", roles, threads)
                .run(Reads.class, "reader,compute", other)
                .exitsWith(0);
        assertEquals("4 bytes", warned.value("reader/" + other));
        assertEquals("AccessDeniedException", warned.value("compute/" + other));
        notHeld.forEach(
                line -> assertTrue(warned.err().contains(".conf:3" + line), () -> line + " in:\n" + warned.err()));
        assertTrue(
                warned.err()
                        .contains(
                                "[WARN] thread-sandbox - this kernel has no Landlock: compute cannot be held to the class"
                                        + " path and so open no file of it"),
                warned.err());
        AgentRun.Result doctor = withoutLandlock(jdk, "95").command("doctor");
        assertTrue(doctor.out().matches("(?s).*Landlock +none.*"), doctor::out);
        assertTrue(doctor.out().contains("this kernel has no Landlock (Linux 5.13"), doctor::out);
    }

    private static AgentRun withoutLandlock(Jdk jdk, String errno) {
        // LANDLOCK_CREATE_RULESET_VERSION, the third argument: all that the agent asks before it decides.
        return AgentRun.on(jdk).under(UnderFilter.class, "landlock_create_ruleset", "2", "1", errno);
    }

    private void makeFiles() throws IOException {
        Files.createDirectories(folder.resolve("docs/sub"));
        Files.createDirectories(folder.resolve("other"));
        Files.writeString(folder.resolve("docs/a"), "text");
        Files.writeString(folder.resolve("other/b"), "text");
        Files.writeString(folder.resolve("other/program"), "#!/bin/sh\n");
        assertTrue(folder.resolve("other/program").toFile().setExecutable(true));
        Files.createSymbolicLink(folder.resolve("docs/in"), Path.of("../other/b"));
        Files.createSymbolicLink(folder.resolve("link"), Path.of("docs"));
    }
}
