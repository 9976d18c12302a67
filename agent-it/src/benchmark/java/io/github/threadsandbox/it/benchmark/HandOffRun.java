package io.github.threadsandbox.it.benchmark;

import io.github.threadsandbox.it.page.Bar;
import io.github.threadsandbox.it.page.Spread;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.results.RunResult;

/** Tasks and forks with the agent and without, and on a lane and on the worker. */
final class HandOffRun {
    private HandOffRun() {}

    static void measure(Run run, Results results) throws Exception {
        Path roleMap = Files.createTempFile("hand-off", ".conf");
        try {
            // One confined thread was there: from then on work is looked at.
            Files.writeString(
                    roleMap,
                    "thread-sandbox { roles { compute { allow = [\"@jvm\"] } }, threads = [ { task = \"**$OfARole\","
                            + " role = compute }, { name = of-a-role, role = compute } ] }\n");
            List<String> agent = List.of(run.agent(roleMap.toString()));
            for (String turns : run.effort() == Effort.SMOKE ? List.of("0") : List.of("0", "50000", "1000000")) {
                lane(run, results, agent, "pair", "submit to result: task on a lane / on the worker", turns);
                lane(run, results, agent, "method", "method on a lane and back / task to an executor and back", turns);
                pairs(
                        run,
                        results,
                        List.of(),
                        "chain",
                        "without the agent: task through two plain executors, one behind the other / through one",
                        turns,
                        Bar.NONE);
            }
            withAndWithout(
                    run,
                    results,
                    agent,
                    "unconcerned",
                    "submit to result: unconcerned task with agent / without",
                    1.02);
            withAndWithout(run, results, agent, "fib", "ForkJoin fib(25): unconcerned, with agent / without", 1.02);
            withAndWithout(
                    run,
                    results,
                    agent,
                    "fibHelped",
                    "ForkJoin fib(25) in the common pool: unconcerned, with agent / without",
                    1.02);
            pairs(
                    run,
                    results,
                    agent,
                    "fibPair",
                    "ForkJoin fib(25): of a thread of a role in its pool / of a plain thread",
                    "0",
                    Bar.NONE);
            pairs(
                    run,
                    results,
                    agent,
                    "fibCommonPair",
                    "ForkJoin fib(25) in the common pool: of a thread of a role / of a plain thread",
                    "0",
                    Bar.NONE);
        } finally {
            Files.deleteIfExists(roleMap);
        }
    }

    private static void lane(Run run, Results results, List<String> agent, String benchmark, String what, String turns)
            throws Exception {
        pairs(run, results, agent, benchmark, what, turns, Bar.atMost(1.2));
    }

    private static void pairs(
            Run run, Results results, List<String> jvm, String benchmark, String what, String turns, Bar bar)
            throws Exception {
        List<Double> lane = new ArrayList<>();
        List<Double> plain = new ArrayList<>();
        for (int round = 0; round < run.effort().of(1, 1, 2); round++) {
            RunResult result = Jmh.run(run, jvm, HandOffs.class, benchmark, "turns", turns);
            double pairs = Jmh.counter(result, "pairs");
            lane.add(Jmh.counter(result, "lane") / pairs / 1000);
            plain.add(Jmh.counter(result, "plain") / pairs / 1000);
        }
        // Forks have a size of their own.
        String size = benchmark.startsWith("fib") ? "" : ", " + (turns.equals("0") ? "empty" : turns + " turns");
        results.compare(run.name(), what + size, lane, plain, "us", bar);
    }

    private static void withAndWithout(
            Run run, Results results, List<String> agent, String benchmark, String what, double bar) throws Exception {
        List<RunResult> with = new ArrayList<>();
        List<RunResult> without = new ArrayList<>();
        List<RunResult> filtered = new ArrayList<>();
        Path java = run.jdk().resolve("bin/java");
        // Forks ask the kernel for nothing.
        boolean control = benchmark.equals("unconcerned");
        Path letThrough = control ? LetThrough.java(run) : java;
        for (int round = 0; round < run.effort().of(1, 1, 2); round++) {
            // Who goes first changes: a machine gets busy, and quiet again.
            for (int i = 0; i < 2; i++) {
                if ((round + i) % 2 == 0) {
                    with.add(warm(run, java, agent, benchmark));
                } else {
                    without.add(warm(run, java, List.of(), benchmark));
                }
            }
            if (control) {
                filtered.add(warm(run, letThrough, List.of(), benchmark));
            }
        }
        rows(run, results, what, with, without, bar);
        if (control) {
            rows(
                    run,
                    results,
                    what.replace(
                            "with agent / without", "with agent / without it under one filter that lets all through"),
                    with,
                    filtered,
                    bar);
        }
    }

    private static RunResult warm(Run run, Path java, List<String> options, String benchmark) throws Exception {
        return Jmh.run(run, java, run.effort().of(1, 8, 8), options, HandOffs.class, benchmark, "turns", "0");
    }

    private static void rows(
            Run run, Results results, String what, List<RunResult> ours, List<RunResult> theirs, double bar) {
        results.compare(run.name(), what, micros(ours), micros(theirs), "us", Bar.atMost(bar));
        List<Double> cpu = new ArrayList<>();
        List<Double> bytes = new ArrayList<>();
        for (int i = 0; i < ours.size(); i++) {
            cpu.add(cpuTime(ours.get(i)) / cpuTime(theirs.get(i)));
            bytes.add(Jmh.bytes(ours.get(i)) - Jmh.bytes(theirs.get(i)));
        }
        results.ratio(
                run.name(),
                what + ", processor time",
                Spread.of(cpu),
                String.format(Locale.ROOT, "%+.0f bytes allocated", Run.median(bytes)),
                "",
                Bar.atMost(bar));
    }

    private static List<Double> micros(List<RunResult> results) {
        return results.stream()
                .map(result -> result.getPrimaryResult().getScore())
                .toList();
    }

    private static double cpuTime(RunResult result) {
        return Jmh.counter(result, "nanos") / Jmh.counter(result, "operations");
    }
}
