package io.github.threadsandbox.it.benchmark;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.results.RunResult;

/** Tasks and forks with the agent and without, and on a lane and on the worker. */
final class HandOffRun {
    private HandOffRun() {}

    static void measure(Run run, Table table) throws Exception {
        Path roleMap = Files.createTempFile("hand-off", ".conf");
        try {
            // One confined thread was there: from then on work is looked at.
            Files.writeString(
                    roleMap,
                    "thread-sandbox { roles { compute { allow = [\"@jvm\"] } }, threads = [ { task = \"**$OfARole\","
                            + " role = compute }, { name = of-a-role, role = compute } ] }\n");
            List<String> agent = List.of(run.agent(roleMap.toString()));
            for (String turns : List.of("0", "50000", "1000000")) {
                lane(run, table, agent, "pair", "submit to result: task on a lane / on the worker", turns);
                lane(run, table, agent, "method", "method on a lane and back / task to an executor and back", turns);
            }
            withAndWithout(
                    run, table, agent, "unconcerned", "submit to result: unconcerned task with agent / without", 1.02);
            withAndWithout(run, table, agent, "fib", "ForkJoin fib(25): unconcerned, with agent / without", 1.02);
        } finally {
            Files.deleteIfExists(roleMap);
        }
    }

    private static void lane(Run run, Table table, List<String> agent, String benchmark, String what, String turns)
            throws Exception {
        List<Double> ratios = new ArrayList<>();
        List<Double> lane = new ArrayList<>();
        List<Double> plain = new ArrayList<>();
        for (int round = 0; round < (run.quick() ? 1 : 5); round++) {
            RunResult result = Jmh.run(run, agent, HandOffs.class, benchmark, "turns", turns);
            double pairs = Jmh.counter(result, "pairs");
            lane.add(Jmh.counter(result, "lane") / pairs / 1000);
            plain.add(Jmh.counter(result, "plain") / pairs / 1000);
            ratios.add(lane.get(round) / plain.get(round));
        }
        table.ratio(
                run.name(),
                what + ", " + (turns.equals("0") ? "empty" : turns + " turns"),
                Run.median(ratios),
                1.2,
                micros(lane, plain));
    }

    private static void withAndWithout(
            Run run, Table table, List<String> agent, String benchmark, String what, double bar) throws Exception {
        List<Double> ratios = new ArrayList<>();
        List<Double> with = new ArrayList<>();
        List<Double> without = new ArrayList<>();
        List<Double> cpu = new ArrayList<>();
        List<Double> bytes = new ArrayList<>();
        for (int round = 0; round < (run.quick() ? 1 : 9); round++) {
            // Who goes first changes: a machine gets busy, and quiet again.
            RunResult[] results = new RunResult[2];
            for (int i = 0; i < 2; i++) {
                int which = (round + i) % 2;
                results[which] = Jmh.run(run, which == 0 ? agent : List.of(), HandOffs.class, benchmark, "turns", "0");
            }
            with.add(results[0].getPrimaryResult().getScore());
            without.add(results[1].getPrimaryResult().getScore());
            ratios.add(with.get(round) / without.get(round));
            cpu.add(cpuTime(results[0]) / cpuTime(results[1]));
            bytes.add(Jmh.bytes(results[0]) - Jmh.bytes(results[1]));
        }
        table.ratio(
                run.name(),
                what,
                Run.median(ratios),
                bar,
                micros(with, without)
                        + String.format(
                                Locale.ROOT, ", processor time %.2f, %+.0f bytes", Run.median(cpu), Run.median(bytes)));
    }

    private static double cpuTime(RunResult result) {
        return Jmh.counter(result, "nanos") / Jmh.counter(result, "operations");
    }

    private static String micros(List<Double> a, List<Double> b) {
        return String.format(Locale.ROOT, "%.1f us / %.1f us", Run.median(a), Run.median(b));
    }
}
