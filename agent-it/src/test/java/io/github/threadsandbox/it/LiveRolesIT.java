package io.github.threadsandbox.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.threadsandbox.it.probe.LiveRoles;
import io.github.threadsandbox.it.probe.WatchedRoles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;

/** A role map that changes while the JVM runs. */
class LiveRolesIT {
    private static final String DENIED = "Permission denied";
    private static final String READS = "compute { allow = [\"@jvm\", \"@file-read\"] }";
    private static final String COMPUTES = "compute { allow = [\"@jvm\"], class-path = deny }";
    private static final String LATE = "late { allow = [\"@jvm\"], class-path = deny }";
    private static final String NAMES = "{ name = \"compute-*\", role = compute }";
    private static final String TASKS = "{ task = \"**LateTask\", role = late }";

    @TempDir
    private Path folder;

    private Path map(String file, String roles, String threads, String more) throws IOException {
        return Files.writeString(
                folder.resolve(file),
                "thread-sandbox {\n"
                        + "coverage { interval = 1s, on-mismatch = abort }\n"
                        + "lanes.idle = 1s\n"
                        + more
                        + "\nroles { " + roles + " }\n"
                        + "threads = [ " + threads + " ]\n"
                        + "}\n");
    }

    @EveryJdk
    void newThreadsHaveTheNewRolesAndWorkKeepsWhatItCameWith(Jdk jdk) throws Exception {
        Path map = map("roles.conf", COMPUTES, NAMES, "");
        map("2.conf", READS + ", " + LATE, NAMES + ", " + TASKS, "");
        map("wrong.conf", "compute { allow = [\"@jvm\", nix] }", NAMES, "on-error = warn, base.deny = []");
        map("3.conf", COMPUTES, NAMES, "");
        map("4.conf", "other { allow = [\"@jvm\"] }", "{ name = none, role = other }", "");
        AgentRun.Result result = AgentRun.on(jdk)
                .roleMap(map)
                .run(LiveRoles.class, map.toString(), AgentRun.JAR.toString(), folder.toString())
                .exitsWith(0);
        Map<String, String> expected = new TreeMap<>();
        for (String denied : List.of(
                "1/thread",
                "1/method",
                "2/notYet",
                "2/task",
                "2/of1/thread",
                "2/of1/method",
                "2/of1/pool",
                "2/of1/future",
                "2/of1/child",
                "2/worker/of1",
                "3/thread",
                "3/worker/of3",
                "4/of1/pool",
                "4/of1/method",
                "4/of1/child")) {
            expected.put(denied, DENIED);
        }
        for (String done : List.of(
                "1/task",
                "2/thread",
                "2/method",
                "2/of2/pool",
                "2/of2/child",
                "2/worker",
                "wrong/thread",
                "3/task",
                "3/of2/thread",
                "3/of2/pool",
                "3/worker",
                "4/thread",
                "4/of2/child")) {
            expected.put(done, "done");
        }
        if (jdk.feature() >= 25) {
            expected.put("2/virtual/of1", DENIED);
            expected.put("2/virtual/of2", "done");
            expected.put("2/virtual/own", "done");
            expected.put("2/virtual/own/of1", DENIED);
        }
        Map<String, String> seen = new TreeMap<>();
        expected.keySet().forEach(key -> seen.put(key, result.value(key)));
        assertEquals(expected, seen, result::err);
        assertEquals("[]", result.value("4/zygotes"));
        assertTrue(result.value("4/method").contains("names a role that the role map does not define"), result::out);
        saysWhatChanges(result);
        refusesWhatIsWrong(result, map);
        showsGenerations(result);
    }

    private static void saysWhatChanges(AgentRun.Result result) {
        String refused =
                "java.lang.SecurityException: thread-sandbox: a thread of role 'compute' may not have the role map"
                        + " reloaded";
        for (String asked : List.of("1/confinedAsks", "2/confinedAsks", "2/laneAsks")) {
            assertEquals(refused, result.value(asked));
        }
        String answer = result.value("2/answer");
        assertTrue(answer.startsWith("2 generation 2 of ") && answer.contains(" is in force|"), answer);
        assertTrue(answer.matches(".*\\|role compute: exposure [^|]*: may now openat.*"), answer);
        assertTrue(answer.contains("|threads: new: "), answer);
        assertTrue(answer.contains("|role late, which is new"), answer);
        assertTrue(
                answer.matches(".*\\|[0-9]+ threads keep roles of earlier generations: 'status' names them"), answer);
        assertTrue(result.value("2/again").startsWith("2 generation 2 stays in force: "), result::out);
        assertTrue(result.err().contains("[WARN] thread-sandbox - reload: role compute: "), result.err());
        String json = result.value("3/answer");
        assertTrue(json.startsWith("0 {") && json.contains("\"ok\": true"), json);
        assertTrue(json.contains("may no longer openat"), json);
        assertTrue(json.contains("role late: is gone"), json);
        assertTrue(result.value("4/answer").startsWith("0 generation 4 of "), result::out);
    }

    private static void refusesWhatIsWrong(AgentRun.Result result, Path map) {
        List<String> problems = List.of(
                map + ":4: thread-sandbox.base: the base filter is in force on every thread and cannot be",
                map
                        + ":4: thread-sandbox.on-error: is settled when the JVM starts: put it back as it was, or start the JVM anew",
                map + ":5: thread-sandbox.roles.compute.allow[1]: unknown syscall 'nix'");
        for (String problem : problems) {
            assertTrue(result.value("wrong/jmx").contains(problem), () -> problem + " in " + result.value("wrong/jmx"));
            assertTrue(
                    result.value("wrong/command").contains(problem),
                    () -> problem + " in " + result.value("wrong/command"));
            assertTrue(result.err().contains("[ERROR] thread-sandbox - reload: " + problem), result.err());
        }
        assertTrue(result.value("wrong/command").startsWith("1 "), result::out);
        assertTrue(result.err().contains("reload: nothing has changed, generation 2 stays in force"), result.err());
    }

    private static void showsGenerations(AgentRun.Result result) {
        String status = result.value("status");
        assertTrue(status.startsWith("0 ") && status.contains("|role map: generation 3; "), status);
        assertTrue(status.matches(".*  compute-one +compute +2 +2  of generation 1\\|.*"), status);
        assertTrue(status.matches(".*  compute-two +compute@2 +2 +2  of generation 2\\|.*"), status);
        assertTrue(status.matches(".*  compute-three +compute@3 +2 +2\\|.*"), status);
        assertTrue(status.matches(".*  compute-child +compute\\+compute@2 +2 +2  of generation 1\\|.*"), status);
        String json = result.value("status/json");
        assertTrue(json.contains("\"generation\": 3,"), json);
        assertTrue(json.contains("\"generation\": 1,"), json);
        assertTrue(result.value("end").startsWith("0 "), result::out);
    }

    @EveryJdk
    void aWatchedRoleMapIsTakenOnceItIsRight(Jdk jdk) throws Exception {
        String main = """
                thread-sandbox { reload.interval = 1s, coverage { interval = 1s, on-mismatch = abort }
                threads = [ { name = compute, role = compute } ] }
                include "compute.conf"
                """;
        Path map = Files.writeString(folder.resolve("watched.conf"), main);
        Path included =
                Files.writeString(folder.resolve("compute.conf"), "thread-sandbox.roles { " + COMPUTES + " }\n");
        AgentRun.Result result = AgentRun.on(jdk)
                .roleMap(map)
                .run(
                        WatchedRoles.class,
                        map.toString(),
                        included.toString(),
                        "thread-sandbox.roles { compute { allow = [\"@jvn\"] } }\n",
                        "thread-sandbox.roles { " + READS + " }\n")
                .exitsWith(0);
        assertEquals(DENIED, result.value("first"));
        assertEquals(DENIED, result.value("wrong"));
        assertEquals("done", result.value("right"));
        List<String> errors = result.err()
                .lines()
                .filter(line -> line.contains("compute.conf:1: thread-sandbox.roles.compute.allow[0]: "))
                .toList();
        assertEquals(1, errors.size(), result::err);
        assertFalse(result.err().contains("bug"), result.err());
    }
}
