package io.github.threadsandbox.it.benchmark;

import io.github.threadsandbox.it.page.Bar;
import io.github.threadsandbox.it.page.Numbers;
import io.github.threadsandbox.it.page.Spread;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;

/** What agents add to the start, of an empty program and of a web application: in turns, wall time and processor time. */
final class StartUp {
    private static final String BARE = "bare";
    private static final String OURS = "ours";
    private static final String BLOCKHOUND = "BlockHound";
    private static final String OPENTELEMETRY = "OpenTelemetry";

    private static final int MOST_LOOKS = 20;
    private static final int BETWEEN_LOOKS_MILLIS = 200;

    /** Of one start, milliseconds. */
    record Start(double wall, double cpu) {}

    private interface Kind {
        Start start(List<String> options) throws Exception;
    }

    private StartUp() {}

    static void measure(Run run, Results results) throws Exception {
        Path folder = Scratch.folder("start-up");
        ServiceRun.words(folder);
        Phases.measure(run, results);
        compare(run, results, "to main", run.effort().of(1, 3, 5), options -> toMain(run, options));
        compare(
                run,
                results,
                "to a web application's first response",
                run.effort().of(1, 1, 2),
                options -> toFirstResponse(run, folder, options, System.getProperty("java.class.path")));
    }

    private static Map<String, List<String>> agents(Run run) {
        Map<String, List<String>> agents = new LinkedHashMap<>();
        agents.put(BARE, List.of());
        agents.put(OURS, List.of(run.agent("conf/quickstart.conf")));
        agents.put(BLOCKHOUND, List.of("-javaagent:" + jar("blockhound"), "-XX:+AllowRedefinitionToAddDeleteMethods"));
        agents.put(
                OPENTELEMETRY,
                List.of(
                        "-javaagent:" + run.repository().resolve("agent-it/target/agents/opentelemetry-javaagent.jar"),
                        "-Dotel.traces.exporter=none",
                        "-Dotel.metrics.exporter=none",
                        "-Dotel.logs.exporter=none"));
        return agents;
    }

    private static String jar(String name) {
        return Stream.of(System.getProperty("java.class.path").split(":", -1))
                .filter(entry -> entry.contains(name))
                .findFirst()
                .orElseThrow();
    }

    private static void compare(Run run, Results results, String what, int rounds, Kind kind) throws Exception {
        Map<String, List<String>> agents = agents(run);
        Map<String, List<Start>> starts = new LinkedHashMap<>();
        agents.keySet().forEach(agent -> starts.put(agent, new ArrayList<>()));
        List<String> order = new ArrayList<>(agents.keySet());
        // The first round is not counted: files are read from the disk.
        for (int round = run.effort() == Effort.SMOKE ? 0 : -1; round < rounds; round++) {
            for (String agent : order) {
                Start start = kind.start(agents.get(agent));
                if (round >= 0) {
                    starts.get(agent).add(start);
                }
            }
            order.add(order.remove(0));
        }
        List<Start> bare = starts.get(BARE);
        added(run, results, "wall time added " + what, starts, BLOCKHOUND, Start::wall, Bar.atMost(0.25));
        added(run, results, "wall time added " + what, starts, OPENTELEMETRY, Start::wall, Bar.atMost(0.1));
        added(run, results, "processor time added " + what, starts, BLOCKHOUND, Start::cpu, Bar.atMost(0.75));
        added(run, results, "processor time added " + what, starts, OPENTELEMETRY, Start::cpu, Bar.NONE);
        results.compare(
                run.name(),
                "wall time " + what + ": with the agent / bare",
                walls(starts.get(OURS)),
                walls(bare),
                "ms",
                Bar.NONE);
    }

    private static List<Double> walls(List<Start> starts) {
        return starts.stream().map(Start::wall).toList();
    }

    private interface Column {
        double of(Start start);
    }

    /** Medians, and the ratio of what both add to the median of the bare JVM's. */
    private static void added(
            Run run,
            Results results,
            String what,
            Map<String, List<Start>> starts,
            String other,
            Column column,
            Bar bar) {
        double bare = Run.median(starts.get(BARE).stream().map(column::of).toList());
        List<Double> ours =
                starts.get(OURS).stream().map(start -> column.of(start) - bare).toList();
        List<Double> others =
                starts.get(other).stream().map(start -> column.of(start) - bare).toList();
        double least = Run.median(others);
        results.ratio(
                run.name(),
                what + " / by " + other,
                Spread.of(ours.stream().map(added -> added / least).toList()),
                Numbers.plain(Run.median(ours)) + " ms",
                Numbers.plain(least) + " ms",
                bar);
    }

    private static Start toMain(Run run, List<String> options) throws Exception {
        List<String> command =
                new ArrayList<>(List.of(run.jdk().resolve("bin/java").toString()));
        command.addAll(options);
        command.addAll(List.of("-cp", classes(Announce.class), Announce.class.getName()));
        long begin = System.nanoTime();
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (process.getInputStream().read() < 0) {
                throw new IOException("exit code " + process.waitFor() + " of " + command);
            }
            double wall = (System.nanoTime() - begin) / 1e6;
            return new Start(wall, settled(() -> Served.cpuMillis(process.pid())));
        } finally {
            process.getOutputStream().close();
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
    }

    static Start toFirstResponse(Run run, Path folder, List<String> options, String classPath) throws Exception {
        long begin = System.nanoTime();
        try (Served service = Served.start(run, options, folder, classPath)) {
            service.get();
            double wall = (System.nanoTime() - begin) / 1e6;
            return new Start(wall, settled(service::cpuMillis));
        }
    }

    /** The class path that has this class alone: a start does not wait for jars that it does not need. */
    static String classes(Class<?> main) {
        return Path.of(main.getProtectionDomain().getCodeSource().getLocation().getPath())
                .toString();
    }

    /** Processor time until there is no more of it: what an agent does behind {@code main} is its as well. */
    private static double settled(DoubleSupplier cpuMillis) throws InterruptedException {
        double before = -1;
        double now = cpuMillis.getAsDouble();
        for (int i = 0; i < MOST_LOOKS && now > before; i++) {
            TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS_MILLIS);
            before = now;
            now = cpuMillis.getAsDouble();
        }
        return now;
    }
}
