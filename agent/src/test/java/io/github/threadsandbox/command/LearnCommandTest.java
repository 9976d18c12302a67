package io.github.threadsandbox.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code learn}, from files; what it writes, {@code LearnTest} says. */
class LearnCommandTest {
    private static final String LINE =
            "{\"role\":\"learn\",\"thread\":\"worker-1\",\"syscall\":\"getsid\",\"args\":{\"pid\":\"0\"},\"count\":2}\n";

    @TempDir
    private Path folder;

    private String out;
    private String err;

    @Test
    void foldsFilesIntoOneMap() throws Exception {
        Path map = folder.resolve("roles.conf");
        assertEquals(0, learn(map, write("a.jsonl", LINE), write("b.jsonl", LINE)), () -> err);
        String text = Files.readString(map);
        assertTrue(text.contains("\"getsid\"  # 4 times: getsid\n"), text);
        assertTrue(text.contains("{ name = \"worker-*\", role = worker }"), text);
        assertTrue(out.contains("wrote " + map), out);
        assertEquals("", err);
    }

    @Test
    void writesOverNothing() throws Exception {
        Path map = folder.resolve("roles.conf");
        Files.writeString(map, "mine");
        String events = write("a.jsonl", LINE);
        assertEquals(1, learn(map, events));
        assertEquals("mine", Files.readString(map));
        assertTrue(err.contains("say --force"), err);
        assertEquals(0, learn(map, events, "--force"), () -> err);
    }

    @Test
    void aTornLastLineIsLeftOutAndAnyOtherIsAnError() throws Exception {
        assertEquals(0, learn(folder.resolve("one.conf"), write("a.jsonl", LINE + LINE.substring(0, 20))), () -> err);
        assertTrue(err.contains("a.jsonl:2: the last line is torn"), err);
        assertEquals(1, learn(folder.resolve("two.conf"), write("a.jsonl", "no\n" + LINE)));
        assertTrue(err.contains("a.jsonl:1: no JSON, column 1: '{' is missing"), err);
        assertFalse(Files.exists(folder.resolve("two.conf")));
    }

    @Test
    void saysWhatIsNotProposed() throws Exception {
        Path map = folder.resolve("roles.conf");
        String line = LINE.replace("getsid", "vfork").replace("\"pid\":\"0\"", "");
        assertEquals(0, learn(map, write("a.jsonl", line)), () -> err);
        assertTrue(err.contains("role worker: not proposed: allow += \"@process\""), err);
        assertTrue(Files.readString(map).contains("\n      # allow += \"@process\"\n"));
    }

    @Test
    void theClassPathOfThisCommandIsNotTheServices() throws Exception {
        String here = Path.of(LearnCommand.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .toString();
        Path map = folder.resolve("roles.conf");
        String line =
                "{\"role\":\"learn\",\"thread\":\"worker-1\",\"syscall\":\"openat\",\"args\":{\"dirfd\":\"AT_FDCWD\","
                        + "\"flags\":\"O_RDONLY\"},\"path\":\"" + here + "/x\"}\n";
        assertEquals(0, learn(map, write("a.jsonl", line)), () -> err);
        String text = Files.readString(map);
        assertTrue(text.contains("\"@file-read\"  # once: openat\n"), text);
    }

    @Test
    void aMapThatCannotBePutBehindIsLeftAlone() throws Exception {
        Path map = folder.resolve("roles.conf");
        String old = write("old.conf", "{ thread-sandbox { roles { w { allow = [\"@jvm\"] } } } }\n");
        assertEquals(1, learn(map, write("a.jsonl", LINE), "--merge", old));
        assertTrue(err.contains("nothing was written"), err);
        assertFalse(Files.exists(map));
    }

    @Test
    void saysWhatItCannotRun() throws Exception {
        Path map = folder.resolve("roles.conf");
        assertEquals(2, learn(map));
        assertTrue(err.contains("name files of JSON lines, or a command"), err);
        assertEquals(2, learn(map, "--", "./start.sh", "javac"));
        assertTrue(err.contains("names no 'java'"), err);
        assertEquals(2, learn(map, write("a.jsonl", LINE), "--events", "b.jsonl"));
        assertTrue(err.contains("--events is for a command"), err);
        assertEquals(1, learn(map, "--", folder.resolve("bin/java").toString(), "-version"));
        assertTrue(err.contains("the command cannot be run: "), err);
        assertFalse(Files.exists(map));
    }

    private String write(String name, String text) throws Exception {
        Path file = folder.resolve(name);
        Files.writeString(file, text);
        return file.toString();
    }

    private int learn(Path map, String... more) {
        String[] arguments = new String[more.length + 3];
        arguments[0] = "learn";
        arguments[1] = "--out";
        arguments[2] = map.toString();
        System.arraycopy(more, 0, arguments, 3, more.length);
        StringWriter outWriter = new StringWriter();
        StringWriter errWriter = new StringWriter();
        int exit = CommandLineMain.run(new PrintWriter(outWriter, true), new PrintWriter(errWriter, true), arguments);
        out = outWriter.toString();
        err = errWriter.toString();
        return exit;
    }
}
