package io.github.threadsandbox.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.threadsandbox.it.probe.CommonPoolFirst;
import io.github.threadsandbox.it.probe.SharedThreads;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A shared thread stays clean, although a confined thread was there first. */
class SharedThreadsIT {
    private static final String BASE_ALONE = "1/1";

    private static final Set<String> SHARED = Set.of(
            "a-timer",
            "ForkJoinPool.commonPool-worker-1",
            "HttpClient-1-SelectorManager",
            "Java2D Disposer",
            "Keep-Alive-Timer",
            "process reaper",
            "scheduled",
            "shrinking",
            "Timer-0");

    @EveryJdk
    void noneButTheRolesOwnThreadsHaveItsFilter(Jdk jdk) throws IOException {
        AgentRun.Result result = AgentRun.on(jdk)
                .roles(
                        "roles { all { allow = [",
                        "  \"@jvm\", \"@file-read\", \"@file-write\", \"@network-server\", \"@process\", inotify_init, inotify_init1",
                        "] } }",
                        "threads = [ { name = \"role-*\", role = all } ]")
                .options("-Djava.util.prefs.userRoot=" + Files.createTempDirectory("prefs"))
                .run(SharedThreads.class)
                .exitsWith(0);
        result.value("end");
        assertEquals("{}", result.value("failed"));
        Map<String, Set<String>> byFilters = result.out()
                .lines()
                .filter(line -> line.startsWith("thread "))
                .map(line -> line.substring("thread ".length()))
                .collect(Collectors.groupingBy(
                        line -> line.substring(line.lastIndexOf('=') + 1),
                        Collectors.mapping(
                                line -> line.substring(0, line.lastIndexOf('=')),
                                Collectors.toCollection(TreeSet::new))));
        Set<String> clean = byFilters.remove(BASE_ALONE);
        assertTrue(clean.containsAll(SHARED), () -> SHARED + " are not all in\n" + clean);
        Set<String> confined = byFilters.remove("2/1");
        assertEquals(Map.of(), byFilters);
        Set<String> expected = Set.of("role-first", "role-own-pool", "thread-sandbox-zygote-all");
        assertTrue(confined.containsAll(expected), confined::toString);
        confined.removeAll(expected);
        confined.removeIf(name -> name.contains("lane"));
        assertEquals(Set.of(), confined);
    }

    /** Also where a confined thread's first use of {@code ForkJoinPool} is what makes the common pool. */
    @EveryJdk
    void theCommonPoolIsNobodys(Jdk jdk) {
        AgentRun.Result result = AgentRun.on(jdk)
                .roles(
                        "roles { compute { allow = [\"@jvm\"] } }",
                        "threads = [ { name = \"role-*\", role = compute } ]")
                .run(CommonPoolFirst.class)
                .exitsWith(0);
        String thread = result.value("thread");
        assertTrue(thread.startsWith("ForkJoinPool.commonPool-worker-"), thread);
        assertEquals("1", result.value("filters"));
    }
}
