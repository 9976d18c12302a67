package io.github.threadsandbox.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.threadsandbox.confine.Kind;
import io.github.threadsandbox.json.JsonWriter;
import io.github.threadsandbox.json.OddCharacters;
import io.github.threadsandbox.seccomp.UnixSocket;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DenialTest {
    private static final String FRAME = "com.acme.Report.read(Report.java:79)";

    @Test
    void isOneLineOfJson() {
        assertEquals(
                "{\"time\":\"1970-01-01T00:00:01.234Z\",\"mode\":\"enforce\",\"role\":\"compute\",\"thread\":\"run \\\"1\\\"\","
                        + "\"tid\":42,\"syscall\":\"openat\",\"args\":{\"dirfd\":\"AT_FDCWD\",\"pathname\":\"\\\"/a\\u000ab\\\"\","
                        + "\"flags\":\"O_RDONLY\"},\"path\":\"/a\\u000ab\",\"errno\":\"EACCES\",\"count\":3,\"allow\":\"x\","
                        + "\"frame\":\"" + FRAME + "\",\"stack\":[\"java.io.FileInputStream.open0(native)\",\"" + FRAME
                        + "\"]}",
                denial(3).json());
    }

    @Test
    void isOneLineForPeople() {
        assertEquals(
                "denied: role 'compute', thread \"run \"1\"\" (42): openat(\"/a?b\", O_RDONLY) = EACCES, 3 times, at"
                        + " FileInputStream.open0 < [" + FRAME + "]; to allow it: x",
                denial(3).line());
    }

    /** The JVM did not say in time. */
    @Test
    void aThreadWhoseNameIsNotKnownIsANumber() {
        Denial one = denial(1);
        Denial nameless = new Denial(
                one.millis(),
                one.audit(),
                one.role(),
                one.roles(),
                Asker.UNKNOWN,
                one.tid(),
                one.call(),
                one.use(),
                one.errno(),
                1,
                one.allow(),
                List.of(),
                "no stack");
        assertTrue(nameless.line().startsWith("denied: role 'compute', thread 42: openat("), nameless.line());
    }

    @Test
    void nobodyWritesLinesOfItsOwn() {
        String forged = "a\r\n[WARN] \u001b[2J\u009b1m\u202e\u2028\ud800";
        Denial one = denial(1);
        Denial denial = new Denial(
                one.millis(),
                one.audit(),
                one.role(),
                one.roles(),
                new Asker(forged, forged, forged, List.of()),
                one.tid(),
                new DecodedCall("openat", Map.of("pathname", '"' + forged + '"'), forged, "", -1),
                one.use(),
                one.errno(),
                1,
                "x += " + JsonWriter.line(forged),
                List.of("com.acme." + forged + ".read(Report.java:79)"),
                forged);
        for (String line : List.of(denial.line(), denial.json())) {
            assertFalse(line.codePoints().anyMatch(OddCharacters::isOdd), line);
        }
    }

    @Test
    void fitsIntoAMessageWhateverAThreadCallsItselfAndItsClasses() {
        Denial one = denial(1);
        Map<String, String> arguments = new LinkedHashMap<>();
        arguments.put("oldpath", "\ufffd".repeat(4095));
        arguments.put("newpath", "\ufffd".repeat(4095));
        Denial denial = new Denial(
                one.millis(),
                one.audit(),
                one.role(),
                one.roles(),
                new Asker("\u0800".repeat(70_000), "\u0800".repeat(65_535), "\u0800".repeat(65_535), List.of()),
                one.tid(),
                new DecodedCall("rename", arguments, "\ufffd".repeat(4095), "", -1),
                one.use(),
                one.errno(),
                1,
                "x += " + JsonWriter.line("\ufffd".repeat(4095)),
                Collections.nCopies(64, "\u0800".repeat(300)),
                "");
        Wire.Out out = new Wire.Out(Wire.DENIAL).put(0);
        denial.fitting().write(out);
        assertTrue(out.message().length <= UnixSocket.MOST, () -> out.message().length + " bytes");
        assertEquals(denial.call().path(), denial.fitting().call().path());
        assertEquals(one, one.fitting());
    }

    @Test
    void goesOverTheWireWhole() {
        Denial denial = denial(3);
        Wire.Out out = new Wire.Out(Wire.DENIAL);
        denial.write(out);
        byte[] message = out.message();
        assertEquals(denial, Denial.read(new Wire.In(message, message.length)));
    }

    @Test
    void saysWhoseWorkItWas() {
        Denial denial = denial(
                1,
                new Asker(
                        "lane-1",
                        "java.lang.Thread",
                        "",
                        List.of(new Kind("http-1", "java.lang.Thread", "a.B"), new Kind("db-1", "a.Db", ""))));
        assertTrue(
                denial.json()
                        .contains(
                                "\"thread\":\"lane-1\",\"class\":\"java.lang.Thread\",\"kinds\":[{\"thread\":\"http-1\","
                                        + "\"class\":\"java.lang.Thread\",\"task\":\"a.B\"},{\"thread\":\"db-1\",\"class\":\"a.Db\"}],"
                                        + "\"tid\":42"),
                denial::json);
        Wire.Out out = new Wire.Out(Wire.DENIAL);
        denial.write(out);
        assertEquals(denial, Denial.read(new Wire.In(out.message(), out.message().length)));
        assertNotEquals(denial.key(), denial(1).key());
    }

    static Denial denial(long count) {
        return denial(count, new Asker("run \"1\"", "", "", List.of()));
    }

    static Denial denial(long count, Asker asker) {
        Map<String, String> arguments = new LinkedHashMap<>();
        arguments.put("dirfd", "AT_FDCWD");
        arguments.put("pathname", "\"/a\nb\"");
        arguments.put("flags", "O_RDONLY");
        return new Denial(
                1234,
                false,
                "compute",
                "compute",
                asker,
                42,
                new DecodedCall("openat", arguments, "/a\nb", "", -1),
                "",
                "EACCES",
                count,
                "x",
                List.of("java.io.FileInputStream.open0(native)", FRAME),
                "");
    }
}
