package io.github.threadsandbox.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

/** Lines of JSON go in, and what a person or a script reads comes out. */
class ReportTest {
    private static final String AUDIT = "{\"time\":\"2026-03-01T10:01:00Z\",\"mode\":\"audit\",\"role\":\"fetch\","
            + "\"thread\":\"<b>&\\\"'\",\"tid\":8,\"syscall\":\"connect\",\"args\":{\"sockfd\":\"5\"},\"address\":\"10.0.0.1\","
            + "\"port\":443,\"errno\":\"EPERM\",\"note\":\"no stack\"}";

    private static Summary summary(String... lines) {
        Summary summary = new Summary();
        for (String line : lines) {
            summary.line(line);
        }
        return summary;
    }

    private static String open(int second, int thread, int count) {
        return String.format(
                "{\"time\":\"2026-03-01T10:00:0%d.5Z\",\"mode\":\"enforce\",\"role\":\"compute\","
                        + "\"thread\":\"run-%d\",\"tid\":7,\"syscall\":\"openat\",\"args\":{\"dirfd\":\"AT_FDCWD\",\"path\":"
                        + "\"\\\"/etc/passwd\\\"\",\"flags\":\"O_RDONLY\"},\"path\":\"/etc/passwd\",\"errno\":\"EACCES\","
                        + "\"count\":%d,\"allow\":\"roles.compute { allow += \\\"@file-read\\\" }\","
                        + "\"frame\":\"com.acme.A.b(A.java:1)\","
                        + "\"stack\":[\"java.io.FileInputStream.open0(Native)\",\"com.acme.A.b(A.java:1)\"]}",
                second, thread, count);
    }

    @Test
    void equalDenialsAreOneWithAllThreadsAndTimes() {
        Summary summary = summary(open(4, 1, 3), open(2, 2, 4), AUDIT, "");
        Summary.Row row = summary.byRole().get("compute").get(0);
        assertEquals(7, row.count());
        assertEquals("[run-1, run-2]", row.threads().toString());
        assertEquals("2026-03-01T10:00:02.500Z", row.first().toString());
        assertEquals("2026-03-01T10:00:04.500Z", row.last().toString());
        assertEquals(7, summary.denied());
        assertEquals(1, summary.audited());
    }

    @Test
    void nobodyWritesLinesOfItsOwn() {
        String forged = open(1, 1, 1)
                .replace("/etc/passwd", "/a\\n   9  all is well\\u001b[2J\\u009b\\u202e")
                .replace("A.java", "\\n");
        List<String> lines = TextReport.lines(summary(forged));
        assertEquals(5, lines.size(), lines::toString);
        for (String line : lines) {
            assertFalse(line.matches("(?s).*[\\p{Cntrl}\\u0080-\\u009f\\p{Cf}].*"), line);
        }
    }

    @Test
    void saysItInText() {
        assertEquals(
                List.of(
                        "7 denied, 1 that would have been (audit: they went on), 2026-03-01 10:00:02 to 2026-03-01 10:01:00 UTC",
                        "",
                        "role compute",
                        "        7  openat(\"/etc/passwd\", O_RDONLY) = EACCES",
                        "           at com.acme.A.b(A.java:1)",
                        "",
                        "role fetch",
                        "        1  connect(5) on 10.0.0.1:443 = EPERM (audit)"),
                TextReport.lines(summary(open(4, 1, 3), open(2, 2, 4), AUDIT)));
    }

    @Test
    void thePageIsWellFormedAndKeepsTextText() throws Exception {
        String page = Page.of(
                summary(open(4, 1, 3), AUDIT),
                "a<b.jsonl",
                Map.of("compute", List.of("allow @jvm"), "idle", List.of("allow @jvm")));
        assertFalse(page.contains("<b>&"), page);
        assertTrue(page.contains("&lt;b&gt;&amp;&quot;&#39;"), page);
        assertTrue(page.contains("<li class=\"own\"><code>com.acme.A.b(A.java:1)</code></li>"), page);
        assertTrue(page.contains("was denied nothing"), page);
        assertFalse(page.contains("src="), page);
        assertFalse(page.contains("<script"), page);
        // But for the two elements that HTML does not close, it is XML.
        String xml = page.replaceFirst("<!DOCTYPE html>", "").replaceAll("(<meta [^>]*)>", "$1/>");
        Document document =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
        assertEquals(3, document.getElementsByTagName("section").getLength());
    }

    @Test
    void theBarsOfTheTimelineAddUp() {
        String page = Page.of(summary(open(1, 1, 3), open(9, 1, 4), AUDIT), "a", Map.of());
        Matcher bars =
                Pattern.compile("(compute|fetch): ([0-9]+)</title></rect>").matcher(page);
        long sum = 0;
        while (bars.find()) {
            sum += Long.parseLong(bars.group(2));
        }
        assertEquals(8, sum);
    }

    @Test
    void refusesWhatTellsOfNoDenial() {
        for (String line : List.of("{}", "[]", "no", "{\"time\":\"now\",\"syscall\":\"read\"}", open(1, 1, 1) + "x")) {
            assertThrows(IllegalArgumentException.class, () -> summary(line), line);
        }
    }
}
