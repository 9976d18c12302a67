package io.github.threadsandbox.it.benchmark;

import io.github.threadsandbox.it.page.Bar;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * {@link Service} under wrk: without the agent and with it, all of them up at the same time and asked in turns; then once more in
 * JVMs of their own, for what a JVM's compilers come to differs by a tenth from one to the next.
 */
final class ServiceRun {
    private static final int CONNECTIONS = 16;
    private static final int SECONDS = 1;

    private static final String ROLE =
            "roles { web { allow = [\"@jvm\", \"@network-server\", \"@file-read\"], files.read = [\"%s\"] } }";

    /** What wrk and /proc told of one turn. */
    private record Turn(double perSecond, double p50, double p99, double p999, double cpu, double resident) {}

    private ServiceRun() {}

    static void measure(Run run, Results results) throws Exception {
        Native.require("wrk");
        Path folder = Scratch.folder("service");
        words(folder);
        Map<String, List<String>> kinds = kinds(run, folder);
        Map<String, List<Turn>> turns = new LinkedHashMap<>();
        kinds.keySet().forEach(kind -> turns.put(kind, new ArrayList<>()));
        for (int jvms = 0; jvms < run.effort().of(1, 1, 3); jvms++) {
            inTurns(run, folder, kinds, turns);
        }
        tell(run, results, turns);
    }

    private static void inTurns(Run run, Path folder, Map<String, List<String>> kinds, Map<String, List<Turn>> turns)
            throws Exception {
        Map<String, Served> services = new LinkedHashMap<>();
        try {
            for (Map.Entry<String, List<String>> kind : kinds.entrySet()) {
                services.put(
                        kind.getKey(),
                        Served.start(run, kind.getValue(), folder, System.getProperty("java.class.path")));
            }
            List<String> order = new ArrayList<>(services.keySet());
            int warm = run.effort().of(1, 2, 3);
            for (int round = -warm; round < run.effort().of(1, 3, 3); round++) {
                for (String kind : order) {
                    Turn turn = turn(run, services.get(kind));
                    if (round >= 0) {
                        turns.get(kind).add(turn);
                    }
                }
                order.add(order.remove(0));
            }
        } finally {
            for (Served service : services.values()) {
                service.close();
            }
        }
    }

    static void words(Path folder) throws Exception {
        Files.writeString(
                folder.resolve("words.txt"),
                IntStream.range(0, 200).mapToObj(i -> "word" + i * 7919 % 200).collect(Collectors.joining(" ")));
    }

    /** The options of each kind of JVM; the first is the alternative. */
    private static Map<String, List<String>> kinds(Run run, Path folder) throws Exception {
        String role = String.format(ROLE, folder);
        Map<String, List<String>> kinds = new LinkedHashMap<>();
        kinds.put("without the agent", List.of());
        kinds.put(
                "with the agent, no rule matches",
                agent(run, folder, role + ", threads = [ { name = nobody, role = web } ], observe = off"));
        String matching = role + ", threads = [ { name = \"http-nio-*-exec-*\", role = web } ]";
        kinds.put("request threads in a role", agent(run, folder, matching + ", observe = off"));
        kinds.put("request threads in a role, with the observer", agent(run, folder, matching + ", observe = on"));
        return kinds;
    }

    private static List<String> agent(Run run, Path folder, String roleMap) throws Exception {
        Path file = Files.writeString(
                Files.createTempFile(folder, "roles", ".conf"), "thread-sandbox { " + roleMap + " }\n");
        return List.of(run.agent(file.toString()));
    }

    private static Turn turn(Run run, Served service) throws Exception {
        double cpu = service.cpuMillis();
        String said = Run.output(List.of(
                "wrk",
                "-t1",
                "-c" + CONNECTIONS,
                "-d" + SECONDS + "s",
                "--timeout",
                "30s",
                "-s",
                run.repository().resolve("agent-it/src/benchmark/lua/wrk.lua").toString(),
                service.url()));
        String[] words = said.lines()
                .filter(line -> line.startsWith("measured "))
                .findFirst()
                .orElseThrow()
                .split(" ", -1);
        if (!words[6].equals("0")) {
            throw new IllegalStateException(words[6] + " requests of " + words[5] + " failed");
        }
        return new Turn(
                Double.parseDouble(words[1]),
                Double.parseDouble(words[2]),
                Double.parseDouble(words[3]),
                Double.parseDouble(words[4]),
                (service.cpuMillis() - cpu) * 1000 / Double.parseDouble(words[5]),
                service.residentMegabytes());
    }

    private interface Column {
        double of(Turn turn);
    }

    private static void tell(Run run, Results results, Map<String, List<Turn>> turns) {
        List<Turn> without = turns.values().iterator().next();
        turns.forEach((kind, all) -> {
            if (all == without) {
                return;
            }
            compare(run, results, kind + ": throughput", all, without, Turn::perSecond, "/s", Bar.atLeast(1 / 1.02));
            compare(run, results, kind + ": p50", all, without, Turn::p50, "us", Bar.NONE);
            compare(run, results, kind + ": p99", all, without, Turn::p99, "us", Bar.atMost(1.02));
            compare(run, results, kind + ": p99.9", all, without, Turn::p999, "us", Bar.NONE);
            compare(run, results, kind + ": processor time of a request", all, without, Turn::cpu, "us", Bar.NONE);
            compare(run, results, kind + ": resident memory", all, without, Turn::resident, "MB", Bar.NONE);
        });
    }

    private static void compare(
            Run run,
            Results results,
            String what,
            List<Turn> ours,
            List<Turn> others,
            Column column,
            String unit,
            Bar bar) {
        results.compare(
                run.name(),
                what,
                ours.stream().map(column::of).toList(),
                others.stream().map(column::of).toList(),
                unit,
                bar);
    }
}
