package io.github.threadsandbox.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.threadsandbox.it.contract.Contracts;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What {@code java.util.concurrent} promises holds with the agent as it holds without. */
class ContractIT {
    /** Fewer lines than these, and something was not looked at. */
    private static final int LEAST = 1400;

    private static final String[] SUBMITTERS = {"plain", "role", "lane"};

    private static final String LANE_TASK = "io.github.threadsandbox.it.contract.LaneTask";

    private static final String[] ROLE_MAP = {
        "roles { compute { allow = [\"@jvm\", \"@jvm-threads\"] } }",
        "threads = [",
        "  { name = \"role-*\", role = compute }",
        "  { task = \"" + LANE_TASK + "\", role = compute }",
        "]"
    };

    /** What README names under "What differs for work on a lane": ends of the contracts' names, and why. */
    private static final Map<String, String> DIFFERS_ON_A_LANE = new LinkedHashMap<>();

    /** The same, from JDK 25 on. */
    private static final Set<String> DIFFERS_ON_25 = new LinkedHashSet<>();

    static {
        String thread = "it runs on another thread than the worker";
        DIFFERS_ON_A_LANE.put("/thread name", thread);
        DIFFERS_ON_A_LANE.put("/thread group, priority, daemon, alive", thread);
        DIFFERS_ON_A_LANE.put("/one thread for all tasks", thread);
        DIFFERS_ON_A_LANE.put("/thread-local, set by one task and read by the next", thread);
        DIFFERS_ON_A_LANE.put("/context class loader, set by one task and read by the next", thread);
        String worker = "a lane is no ForkJoinWorkerThread: what the work forks goes to the common pool";
        DIFFERS_ON_A_LANE.put("ForkJoinPool/inForkJoinPool", worker);
        DIFFERS_ON_A_LANE.put("ForkJoinPool/getPool", worker);
        DIFFERS_ON_A_LANE.put("ForkJoinPool/getPool of a forked one", worker);
        DIFFERS_ON_A_LANE.put("ForkJoinPool/the thread is a worker", worker);
        DIFFERS_ON_A_LANE.put("ForkJoinPool/worker's pool and index", worker);
        DIFFERS_ON_A_LANE.put("ForkJoinPool/queued tasks are counted", worker);
        DIFFERS_ON_A_LANE.put("ForkJoinPool/one thread does nested forks", worker);
        DIFFERS_ON_A_LANE.put("ForkJoinPool/newest first where one thread forks", worker);
        DIFFERS_ON_A_LANE.put("ForkJoinPool/oldest first in async mode", worker);
        DIFFERS_ON_A_LANE.put("ForkJoinPool/a worker's handler", worker);
        String another = "a ForkJoinPool puts another worker in the place of one that waits for a lane";
        for (String kind : List.of("work stealing", "fork join 1", "fork join 3", "fork join async")) {
            DIFFERS_ON_A_LANE.put(kind + "/cancel(true) before it runs", another);
            DIFFERS_ON_A_LANE.put(kind + "/cancel(false) before it runs", another);
            // ForkJoinPool.tryCompensate of JDK 25: if the pool is stopped before createWorker looks, deregisterWorker
            // takes the active count down for a worker that never counted, and the pool does not find its end.
            DIFFERS_ON_25.add(kind + "/shutdownNow interrupts what runs");
            DIFFERS_ON_25.add(kind + "/shutdownNow of a submitted one");
        }
        DIFFERS_ON_A_LANE.put("ForkJoinPool/shutdown with tasks waiting", another);
        DIFFERS_ON_A_LANE.put("ForkJoinPool/own workers", another);
    }

    @EveryJdk
    void noContractDiffersButThoseThatReadmeNames(Jdk jdk) {
        Map<String, String> without = seen(AgentRun.on(jdk).withoutAgent());
        Map<String, String> with = seen(AgentRun.on(jdk).roles(ROLE_MAP));
        assertEquals(without.keySet(), with.keySet());
        assertTrue(without.keySet().stream()
                        .filter(name -> name.startsWith("plain/"))
                        .count()
                >= LEAST);
        assertTrue(without.keySet().stream()
                        .filter(name -> name.startsWith("role/"))
                        .count()
                >= LEAST);
        Map<String, String> differ = new TreeMap<>();
        without.forEach((name, value) -> {
            if (!value.equals(with.get(name)) && !isNamed(jdk, name)) {
                differ.put(name, value + " became " + with.get(name));
            }
        });
        assertEquals(Map.of(), differ);
    }

    private static boolean isNamed(Jdk jdk, String name) {
        return !name.startsWith("plain/")
                && (DIFFERS_ON_A_LANE.keySet().stream().anyMatch(name::endsWith)
                        || (jdk.feature() >= 25 && DIFFERS_ON_25.stream().anyMatch(name::endsWith)));
    }

    private static Map<String, String> seen(AgentRun run) {
        AgentRun.Result result =
                run.seconds(300).run(Contracts.class, SUBMITTERS).exitsWith(0);
        result.value("end");
        Map<String, String> seen = new TreeMap<>();
        result.out().lines().filter(line -> line.contains("/")).forEach(line -> {
            int equals = line.indexOf('=');
            seen.put(line.substring(0, equals), line.substring(equals + 1));
        });
        return seen;
    }
}
