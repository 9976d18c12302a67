package io.github.threadsandbox.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.threadsandbox.it.probe.Top;
import java.util.List;

class TopIT {
    private static final String LEAVES = "\033[?25h\033[?1049l";

    @EveryJdk
    void showsRolesAndDenialsOnATerminalAndLeavesItAsItWas(Jdk jdk) {
        AgentRun.Result result = AgentRun.on(jdk)
                .environment("TERM", "xterm")
                .roles(
                        "observe = on",
                        "roles { compute { allow = [\"@jvm\"] } }",
                        "threads = [ { name = \"run-*\", role = compute } ]")
                .run(Top.class, AgentRun.JAR.toString())
                .exitsWith(0);
        assertEquals("yes", result.value("end"));
        String plain = result.value("plain");
        assertFalse(plain.contains("\033"), plain);
        assertTrue(plain.contains(" confined by roles: all as expected|"), plain);
        assertTrue(plain.matches(".*\\|compute +[1-9] +[1-9][0-9]* +0\\|.*"), plain);
        assertTrue(
                plain.matches(
                        ".*\\|LAST DENIALS, the last told first; of many, the time is the first one's\\|.*[0-9:]{8}  compute  run-1\\?\\[31m  socket\\(\\) = EPERM.*"),
                plain);
        for (String way : List.of("quit", "interrupted")) {
            List<String> page = List.of(result.value(way + "/page").split("\\|", -1));
            assertTrue(page.size() <= 30, page::toString);
            assertTrue(page.stream().allMatch(line -> line.length() <= 100), page::toString);
            assertTrue(page.stream().anyMatch(line -> line.length() > 60), page::toString);
            List<String> smaller = List.of(result.value(way + "/smaller").split("\\|", -1));
            assertTrue(smaller.stream().allMatch(line -> line.length() <= 40), smaller::toString);
            assertTrue(smaller.stream().anyMatch(line -> line.startsWith("compute")), smaller::toString);
            assertEquals("\033[?1049h\033[?25l", result.value(way + "/before"));
            String rest = result.value(way + "/rest");
            assertTrue(rest.startsWith(LEAVES), rest);
            assertTrue(rest.contains("|as-before|"), rest);
        }
        assertTrue(result.value("quit/rest").contains("exit=0|"), result::out);
        assertTrue(result.value("interrupted/rest").contains("exit=130|"), result::out);
    }
}
