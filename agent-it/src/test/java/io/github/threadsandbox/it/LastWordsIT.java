package io.github.threadsandbox.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.threadsandbox.it.probe.Ends;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What was denied just before the JVM ends is told: what seccomp denied, and how often, and what Landlock did. */
class LastWordsIT {
    private static final Pattern SOCKETS = Pattern.compile(
            "denied: role 'compute', thread \"role-1\" \\([0-9]+\\): socket\\([^)]*\\) = EPERM(?:, ([0-9]+) times)?");
    private static final Pattern PATH =
            Pattern.compile("denied: role 'compute', thread \"role-1\" \\([0-9]+\\): openat\\([^)]*\"/etc/hostname\"");

    @EveryJdk
    void whereAConfinedThreadEndsIt(Jdk jdk) {
        check(jdk, "exit");
    }

    @EveryJdk
    void whereItsLastThreadEnds(Jdk jdk) {
        check(jdk);
    }

    private static void check(Jdk jdk, String... arguments) {
        AgentRun.Result result = AgentRun.on(jdk)
                .roles(
                        "observe = on",
                        "roles { compute { allow = [\"@jvm\"] } }",
                        "threads = [ { name = \"role-*\", role = compute } ]")
                .run(Ends.class, arguments)
                .exitsWith(0);
        assertEquals("Permission denied", result.value("open"));
        assertEquals("denied", result.value("socket"));
        assertTrue(PATH.matcher(result.err()).find(), result::err);
        Matcher told = SOCKETS.matcher(result.err());
        int times = 0;
        while (told.find()) {
            times += told.group(1) == null ? 1 : Integer.parseInt(told.group(1));
        }
        assertEquals(20, times, result::err);
    }
}
