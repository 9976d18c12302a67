package io.github.threadsandbox.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.threadsandbox.it.probe.Bounds;
import io.github.threadsandbox.it.probe.Hello;
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

    @EveryJdk
    void refusesAPathThatIsNotThereUnlessToldOtherwise(Jdk jdk) {
        String roles = "roles { reader { allow = [\"@jvm\"], files.read = [\"/no/such\", \"/etc/passwd/x\"] } }";
        AgentRun.Result refused = AgentRun.on(jdk).roles(roles).run(Hello.class).exitsWith(1);
        for (String expected : List.of(
                "thread-sandbox.roles.reader.files.read: '/no/such': does not exist: Landlock holds to what is there",
                "thread-sandbox.roles.reader.files.read: '/etc/passwd/x': a part of the path is no directory")) {
            assertTrue(refused.err().contains(expected), () -> expected + " in:\n" + refused.err());
        }
        assertEquals("", refused.out());
        AgentRun.Result warned = AgentRun.on(jdk)
                .roles("landlock = best-effort", roles)
                .run(Hello.class)
                .exitsWith(0);
        assertTrue(
                warned.err()
                        .contains("[WARN] thread-sandbox - not held (landlock = best-effort): thread-sandbox.roles"),
                warned.err());
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
