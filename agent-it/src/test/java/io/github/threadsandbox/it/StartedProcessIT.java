package io.github.threadsandbox.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.threadsandbox.it.probe.Starts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;

/** Of an audited role, what it would not start is told, and what would be denied to the processes that it starts: as it is once the role is enforced. */
class StartedProcessIT {
    private static final String ALLOW = "\"allow\":\"thread-sandbox.roles.tools { ";

    @TempDir
    private Path folder;

    @EveryJdk
    void whatAnAuditedRolesProcessesLackIsToldAndIsWhatTheyLackWhenItIsEnforced(Jdk jdk) throws IOException {
        for (String name : List.of("docs", "other", "made")) {
            Files.createDirectory(folder.resolve(name));
        }
        for (String name : List.of("docs/one", "other/two", "other/three")) {
            Files.writeString(folder.resolve(name), name.substring(name.indexOf('/') + 1) + "\n");
        }
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Path script = folder.resolve("script");
            Files.writeString(script, """
                    #!/bin/bash
                    cat one %1$s/other/two || exit 1
                    cd %1$s/other && cat three || exit 2
                    echo x > %1$s/made/four || exit 3
                    exec 3<>/dev/tcp/127.0.0.1/%2$d || exit 4
                    exec 4<>/dev/udp/127.0.0.1/1 || exit 5
                    """.formatted(folder, server.getLocalPort()));
            Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
            assertEquals("exit code 0", run(jdk, "audit", "").replaceAll(".*exit", "exit"));
            List<String> told = events().now(ALLOW);
            TreeSet<String> allow =
                    told.stream().map(StartedProcessIT::allow).collect(Collectors.toCollection(TreeSet::new));
            for (String needed : List.of(
                    "files.execute += \"" + folder + "/script\"",
                    "files.read += \"" + folder + "/docs/one\"",
                    "files.read += \"" + folder + "/other/two\"",
                    "files.read += \"" + folder + "/other/three\"",
                    "files.create += \"" + folder + "/made\"",
                    "tcp.connect += " + server.getLocalPort())) {
                assertTrue(allow.contains(needed), () -> needed + " in " + allow);
            }
            // What the JDK does on the way to the program, and what is no TCP.
            assertFalse(
                    allow.stream().anyMatch(line -> line.matches(".*(jspawnhelper|/proc/|connect \\+= 1).*")),
                    allow::toString);
            String start = events().now("files.execute\"").get(0);
            for (String field : List.of(
                    "\"mode\":\"audit\",\"role\":\"tools\",\"thread\":\"tools-1\"",
                    "\"syscall\":\"execve\",\"args\":{\"pathname\":\"\\\"" + folder + "/script\\\"\"",
                    "\"note\":\"a process that it started: ",
                    "\"frame\":\"io.github.threadsandbox.it.probe.Starts.")) {
                assertTrue(start.contains(field), () -> field + " in " + start);
            }
            String three = events().now("other/three").get(0);
            assertTrue(three.contains("\"args\":{\"dirfd\":\"AT_FDCWD\",\"pathname\":\"\\\"three\\\"\""), three);
            assertTrue(three.contains("\"note\":\"a process that a thread started: cat\""), three);

            assertTrue(run(jdk, "enforce", "").contains("ermission denied"));
            String all = String.join("\n", allow);
            // Its interpreter is told once the script itself may be started.
            String printed = run(jdk, "audit", all);
            for (String more :
                    events().now(ALLOW).stream().map(StartedProcessIT::allow).toList()) {
                all = allow.add(more) ? all + "\n" + more : all;
            }
            assertEquals("one two three exit code 0", run(jdk, "enforce", all), printed);
            for (String needed : List.of("/script\"", "/three\"", "tcp.connect")) {
                TreeSet<String> less = new TreeSet<>(allow);
                less.removeIf(line -> line.contains(needed));
                assertFalse(run(jdk, "enforce", String.join("\n", less)).endsWith("exit code 0"), needed);
            }
        }
    }

    /** Debian's sh and bash keep what was there as a descriptor of 10 or more, with {@code F_DUPFD}. */
    @EveryJdk
    void theShellsOfARoleThatMayStartProcessesRedirect(Jdk jdk) {
        for (String shell : List.of("sh", "bash")) {
            AgentRun.Result result = AgentRun.on(jdk)
                    .roles(
                            "observe = on",
                            "roles.tools { allow = [\"@jvm\", \"@file-write\", \"@process\"] }",
                            "threads = [ { name = \"tools-*\", role = tools } ]")
                    .run(
                            Starts.class,
                            folder.toString(),
                            shell,
                            "-c",
                            "echo lost 2>made >/dev/null; echo made >made; cat made <<X\nX\ncat <<Y\nhere\nY")
                    .exitsWith(0);
            assertEquals("made here", result.value("printed"), result::err);
            assertFalse(result.err().contains("F_DUPFD"), result::err);
        }
    }

    /** Where it has no {@code files.execute} at all, it is the JDK's own helper that cannot be started. */
    @EveryJdk
    void aRoleThatMayStartNoProgramIsToldWhichOneItLacks(Jdk jdk) throws IOException {
        AgentRun.Result result = AgentRun.on(jdk)
                .roles(
                        "observe = on",
                        "events.file = \"" + folder.resolve("events.jsonl") + "\"",
                        "roles.tools { allow = [\"@jvm\", \"@file-read\", \"@process\"], files.read = [\"/usr\"] }",
                        "threads = [ { name = \"tools-*\", role = tools } ]")
                .run(Starts.class, folder.toString(), "/bin/true")
                .exitsWith(0);
        assertTrue(result.value("exit").contains("ermission denied"), result::out);
        String program = Path.of("/bin/true").toRealPath().toString();
        String line = events().soon("files.execute\"").get(0);
        assertTrue(line.contains("{ files.execute += \\\"" + program + "\\\" }"), line);
    }

    private String run(Jdk jdk, String mode, String allow) throws IOException {
        AgentRun.Result result = AgentRun.on(jdk)
                .roles(
                        "observe = on",
                        "stack-within = 60s",
                        "events.file = \"" + folder.resolve("events.jsonl") + "\"",
                        "roles.tools {",
                        "  mode = " + mode,
                        "  allow = [\"@jvm\", \"@file-write\", \"@process\", \"@network-client\", \"@udp\"]",
                        "  files { read = [\"/usr\", \"/dev/null\"], execute = [\"/usr/bin/cat\"] }",
                        "  tcp.connect = []",
                        allow,
                        "}",
                        "threads = [ { name = \"tools-*\", role = tools } ]")
                .run(
                        Starts.class,
                        folder.resolve("docs").toString(),
                        folder.resolve("script").toString())
                .exitsWith(0);
        assertFalse(result.err().contains("went on before it was known"), result::err);
        return (result.out().contains("printed=") ? result.value("printed") + " exit code " : "")
                + result.value("exit");
    }

    private static String allow(String line) {
        String from = line.substring(line.indexOf(ALLOW) + ALLOW.length());
        return from.substring(0, from.indexOf(" }\"")).replace("\\\"", "\"");
    }

    private Events events() {
        return new Events(folder.resolve("events.jsonl"));
    }
}
