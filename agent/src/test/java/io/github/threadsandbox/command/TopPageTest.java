package io.github.threadsandbox.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.ZoneOffset;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TopPageTest {
    private final TopPage page = new TopPage(42, ZoneOffset.UTC);

    private static Snapshot at(int second, int roles, long denied) {
        Properties answer = new Properties();
        answer.setProperty("thread-sandbox.coverage.time", "0");
        answer.setProperty("thread-sandbox.coverage.generation", "2");
        answer.setProperty("thread-sandbox.coverage.threads", Integer.toString(roles + 1));
        for (int i = 0; i <= roles; i++) {
            answer.setProperty("thread-sandbox.coverage." + i + ".role", i == roles ? "" : "role" + i);
            answer.setProperty("thread-sandbox.coverage." + i + ".state", i == 0 ? "mismatch" : "expected");
        }
        answer.setProperty("thread-sandbox.denials.roles", "1");
        answer.setProperty("thread-sandbox.denials.role.0", denied + " 7 role1");
        for (int i = 0; i < 10; i++) {
            answer.setProperty(
                    "thread-sandbox.denials.last." + i,
                    "{\"time\":\"1970-01-01T00:00:0" + i
                            + "Z\",\"mode\":\"audit\",\"role\":\"role1\",\"thread\":\"t\\u009b1\","
                            + "\"syscall\":\"connect\",\"address\":\"::1\",\"port\":80,\"errno\":\"EPERM\",\"count\":3}");
        }
        return Snapshot.of(answer, TimeUnit.SECONDS.toNanos(second));
    }

    @Test
    void saysHowManyOfWhichRoleAndHowManyASecond() {
        List<String> lines = page.lines(at(0, 2, 10), at(2, 2, 15), 200, 50);
        assertEquals(
                "pid 42, 00:00:00: 3 threads, 2 of them confined by roles: 1 not as expected (see status 42); role map:"
                        + " generation 2",
                lines.get(0));
        assertEquals("role1                          1        15     2.5         7     0.0", lines.get(4));
        assertEquals("-                              1         -       -         -       -", lines.get(5));
        assertEquals("00:00:00  role1  t?1  connect(::1:80) would be EPERM x3", lines.get(9));
        assertEquals(19, lines.size());
    }

    @Test
    void isNoLargerThanTheScreen() {
        for (int rows = 1; rows < 40; rows++) {
            for (int columns : List.of(1, 20, 80)) {
                List<String> lines = page.lines(at(0, 30, 10), at(2, 30, 15), columns, rows);
                assertTrue(lines.size() <= rows, rows + ": " + lines);
                assertTrue(lines.stream().allMatch(line -> line.length() <= columns), lines::toString);
            }
        }
        List<String> lines = page.lines(at(0, 30, 10), at(2, 30, 15), 80, 24);
        assertTrue(lines.contains("and 22 roles more"), lines::toString);
        assertTrue(
                lines.contains("LAST DENIALS, the last told first; of many, the time is the first one's"),
                lines::toString);
    }

    @Test
    void saysSoWhereDenialsAreNotTold() {
        Properties answer = new Properties();
        answer.setProperty("thread-sandbox.coverage.time", "0");
        answer.setProperty("thread-sandbox.coverage.generation", "1");
        answer.setProperty("thread-sandbox.coverage.threads", "0");
        Snapshot now = Snapshot.of(answer, 0);
        assertEquals(
                "Denials are not told: this JVM's role map says observe = off.",
                page.lines(now, now, 80, 24).get(1));
    }
}
