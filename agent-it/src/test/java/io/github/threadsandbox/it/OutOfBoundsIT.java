package io.github.threadsandbox.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.threadsandbox.it.probe.OutOfBounds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.io.TempDir;

/** What Landlock denies is told as what seccomp denies. */
class OutOfBoundsIT {
    private static final int STORM = 20_000;

    @TempDir
    private Path folder;

    @EveryJdk
    void pathsAndPortsThatLandlockDeniesAreTold(Jdk jdk) throws IOException {
        Map<String, String> expected = expected();
        makeFiles(expected);
        // And the one of the role that has no paths.
        int all = expected.size() + STORM + 1;
        AgentRun.Result result = AgentRun.on(jdk)
                .options(
                        "-XX:+UnlockDiagnosticVMOptions",
                        "-XX:+BytecodeVerificationLocal",
                        "-XX:StartFlightRecording:dumponexit=true,filename=" + folder.resolve("all.jfr"))
                .roles(
                        "observe = on",
                        "events.file = \"" + folder.resolve("events.jsonl") + "\"",
                        "roles {",
                        "  docs {",
                        "    allow = [\"@jvm\", \"@file-write\", \"@process\", \"@network-server\"]",
                        "    files { read = [\"" + folder + "/link\"], execute = [\"" + folder + "/docs/plain\"] }",
                        "    tcp { connect = [9], bind = [9] }",
                        "  }",
                        "  storm { allow = [\"@jvm\", \"@file-read\"], files.read = [\"" + folder + "/docs\"] }",
                        "  none { allow = [\"@jvm\"] }",
                        "}",
                        "threads = [",
                        "  { name = \"docs-*\", role = docs }, { name = \"storm-*\", role = storm }",
                        "  { name = \"none-*\", role = none }",
                        "]")
                .run(OutOfBounds.class, folder.toString(), Integer.toString(all))
                .exitsWith(0);
        assertEquals("yes", result.value("end"));
        assertEquals(Integer.toString(STORM), result.value("storm-1/storm"));
        assertEquals(Integer.toString(all), result.value("told"));
        assertFalse(result.err().contains("not as the agent knows it"), result::err);
        for (Map.Entry<String, String> operation : expected.entrySet()) {
            String outcome = result.value("docs-1/" + operation.getKey());
            assertTrue(
                    List.of(
                                    "null",
                                    "false",
                                    "IOException",
                                    "FileNotFoundException",
                                    "AccessDeniedException",
                                    "BindException")
                            .contains(outcome),
                    () -> operation.getKey() + ": " + outcome);
            List<String> lines = events().soon(operation.getValue());
            assertEquals(1, lines.size(), () -> operation.getKey() + ": " + lines);
            assertTrue(
                    lines.get(0).contains("\"frame\":\"io.github.threadsandbox.it.probe.OutOfBounds."),
                    () -> lines.get(0));
        }
        looksLikeAnyOther(result);
        isRecorded();
        for (String elsewhere : List.of("\"thread\":\"free\"", "missing", "docs/plain", "nameless")) {
            assertEquals(List.of(), events().now(elsewhere), elsewhere);
        }
        // The observer writes the last lines a moment after its JVM has ended.
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (storms() != STORM && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertEquals(STORM, storms());
        assertTrue(events().now("other/storm").size() < 20, () -> events().now("other/storm")
                .toString());
        assertTrue(
                events().soon("other/none").get(0).contains("{ allow += \\\"@file-read\\\", files.read += "),
                () -> events().now("other/none").toString());
    }

    @EveryJdk
    void ofAnAuditedRoleTheyAreToldAndGoOn(Jdk jdk) throws IOException {
        Map<String, String> expected = expected();
        makeFiles(expected);
        AgentRun.Result result = AgentRun.on(jdk)
                .roles(
                        "observe = on",
                        "stack-within = 60s",
                        "events.file = \"" + folder.resolve("events.jsonl") + "\"",
                        "roles {",
                        "  docs {",
                        "    mode = audit",
                        "    allow = [\"@jvm\", \"@file-write\", \"@process\", \"@network-server\"]",
                        "    files { read = [\"" + folder + "/link\"], execute = [\"" + folder + "/docs/plain\"] }",
                        "    tcp { connect = [9], bind = [9] }",
                        "  }",
                        "}",
                        "threads = [ { name = \"docs-*\", role = docs } ]")
                .run(OutOfBounds.class, folder.toString(), Integer.toString(expected.size()), "audit")
                .exitsWith(0);
        assertEquals("yes", result.value("end"));
        for (Map.Entry<String, String> operation : expected.entrySet()) {
            String outcome = result.value("docs-1/" + operation.getKey());
            assertFalse(
                    List.of("null", "false", "IOException", "FileNotFoundException", "AccessDeniedException")
                            .contains(outcome),
                    () -> operation.getKey() + ": " + outcome);
            List<String> lines = events().soon(operation.getValue());
            assertFalse(lines.isEmpty(), () -> operation.getKey() + " in " + events().now("\"mode\""));
            for (String field : List.of(
                    "\"mode\":\"audit\",\"role\":\"docs\",\"thread\":\"docs-1\"",
                    "\"errno\":\"EACCES\"",
                    "\"allow\":\"thread-sandbox.roles.docs { ",
                    "\"frame\":\"io.github.threadsandbox.it.probe.OutOfBounds.")) {
                assertTrue(lines.get(0).contains(field), () -> field + " in " + lines.get(0));
            }
        }
        for (String elsewhere : List.of("\"mode\":\"enforce\"", "\"thread\":\"free\"", "missing", ".class", ".jar")) {
            assertEquals(List.of(), events().now(elsewhere), elsewhere);
        }
        assertTrue(result.err().contains("audit: would deny: role 'docs', thread \"docs-1\" ("), () -> result.err());
        assertFalse(result.err().contains("went on before it was known"), () -> result.err());
    }

    private long storms() throws IOException {
        return events().now("other/storm").stream()
                .mapToLong(OutOfBoundsIT::count)
                .sum();
    }

    /** Only what the JVM had told a while before it ended is sure to be recorded. */
    private void isRecorded() throws IOException {
        List<RecordedEvent> events = RecordingFile.readAllEvents(folder.resolve("all.jfr")).stream()
                .filter(event -> event.getEventType().getName().equals("threadsandbox.Denied"))
                .toList();
        RecordedEvent stream = event(events, folder + "/other/stream");
        assertEquals("docs", stream.getString("role"));
        assertEquals("docs-1", stream.getString("threadName"));
        assertTrue(stream.getLong("threadId") > 0);
        assertEquals("openat", stream.getString("syscall"));
        assertEquals("openat(\"" + folder + "/other/stream\", O_RDONLY)", stream.getString("arguments"));
        assertEquals("files.read", stream.getString("use"));
        assertEquals("EACCES", stream.getString("errno"));
        assertEquals(1, stream.getLong("count"));
        assertTrue(stream.getString("stack").startsWith("java.io.FileInputStream.open"), stream::toString);
        assertTrue(stream.getString("frame").startsWith(OutOfBounds.class.getName()), stream::toString);
        assertTrue(stream.getInstant("first").isBefore(stream.getEndTime()), stream::toString);
        assertEquals("Denied Call", stream.getEventType().getLabel());
        assertEquals(List.of("Thread Sandbox"), stream.getEventType().getCategoryNames());
        assertEquals(-1, stream.getInt("port"));
    }

    private static RecordedEvent event(List<RecordedEvent> events, String path) {
        return events.stream()
                .filter(event -> event.getString("path").equals(path))
                .findFirst()
                .orElseThrow(() -> new AssertionError(path + " in " + events));
    }

    private void looksLikeAnyOther(AgentRun.Result result) {
        String stream = events().soon("other/stream").get(0);
        for (String field : List.of(
                "\"mode\":\"enforce\",\"role\":\"docs\",\"thread\":\"docs-1\",\"class\":\"java.lang.Thread\",\"task\":\""
                        + OutOfBounds.class.getName() + "\",\"tid\":",
                "\"syscall\":\"openat\",\"args\":{\"dirfd\":\"AT_FDCWD\",\"pathname\":\"\\\"" + folder
                        + "/other/stream\\\"\",\"flags\":\"O_RDONLY\"}",
                "\"path\":\"" + folder + "/other/stream\",\"use\":\"files.read\",\"errno\":\"EACCES\",\"count\":1,",
                "\"allow\":\"thread-sandbox.roles.docs { files.read += \\\"" + folder + "/other/stream\\\" }\"",
                "\"stack\":[\"java.io.FileInputStream.open")) {
            assertTrue(stream.contains(field), () -> field + " in " + stream);
        }
        assertTrue(result.err().contains("O_RDONLY) = EACCES, not in its files.read, at "), result::err);
        // The log leaves lines out where they are too many; the file does not.
        assertFalse(
                events().soon("\"allow\":\"thread-sandbox.roles.docs { tcp.connect += 1 }\"")
                        .isEmpty(),
                result::err);
    }

    /** By operation: what its line has. */
    private Map<String, String> expected() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("stream", "other/stream\",\"use\":\"files.read\"");
        all.put("append", "docs/append\",\"use\":\"files.write\"");
        all.put("random", "docs/random\",\"use\":\"files.write\"");
        all.put("list", "other/list.d\",\"use\":\"files.read\"");
        all.put("delete", "docs/delete\",\"use\":\"files.create\"");
        all.put("mkdir", "docs/mkdir.new\",\"use\":\"files.create\"");
        all.put("rename", "docs/rename\",\"use\":\"files.create\"");
        all.put("make", "docs/make.new\",\"use\":\"files.create\"");
        all.put("temporary", "\"path\":\"" + folder + "/docs/temporary");
        all.put("read", "other/read\",\"use\":\"files.read\"");
        all.put("write", "docs/write\",\"use\":\"files.write\"");
        all.put("directory", "other/directory.d\",\"use\":\"files.read\"");
        all.put("makeDirectory", "docs/makeDirectory.new\",\"use\":\"files.create\"");
        all.put("unlink", "docs/unlink\",\"use\":\"files.create\"");
        all.put("rmdir", "docs/rmdir.d\",\"use\":\"files.create\"");
        all.put("move", "docs/move\",\"use\":\"files.create\"");
        all.put("link", "docs/link.new\",\"use\":\"files.create\"");
        all.put("hard", "docs/hard.new\",\"use\":\"files.create\"");
        all.put("socket", "\"address\":\"127.0.0.1\",\"port\":1,\"use\":\"tcp.connect\"");
        all.put("channel", "\"address\":\"127.0.0.1\",\"port\":2,\"use\":\"tcp.connect\"");
        all.put("server", "\"address\":\"127.0.0.1\",\"port\":3,\"use\":\"tcp.bind\"");
        all.put("process", "other/process\",\"use\":\"files.execute\"");
        return all;
    }

    private void makeFiles(Map<String, String> operations) throws IOException {
        for (String name : List.of("docs", "other")) {
            Path in = Files.createDirectory(folder.resolve(name));
            for (String operation : operations.keySet()) {
                Files.writeString(in.resolve(operation), "x");
            }
            for (String directory : List.of("list.d", "directory.d", "rmdir.d")) {
                Files.createDirectory(in.resolve(directory));
            }
        }
        for (String name : List.of("storm", "none")) {
            Files.writeString(folder.resolve("other").resolve(name), "x");
        }
        Files.writeString(folder.resolve("docs/plain"), "x");
        Files.writeString(folder.resolve("other/process"), "#!/bin/true\n");
        Files.setPosixFilePermissions(folder.resolve("other/process"), PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.createSymbolicLink(folder.resolve("link"), Path.of("docs"));
    }

    private Events events() {
        return new Events(folder.resolve("events.jsonl"));
    }

    private static long count(String line) {
        return Long.parseLong(line.replaceAll(".*\"count\":([0-9]+).*", "$1"));
    }
}
