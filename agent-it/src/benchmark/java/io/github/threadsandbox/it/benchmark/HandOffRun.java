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
        results.compare(
                run.name(), what + ", " + (turns.equals("0") ? "empty" : turns + " turns"), lane, plain, "us", bar);
    }

    private static void withAndWithout(
            Run run, Results results, List<String> agent, String benchmark, String what, double bar) throws Exception {
        List<List<String>> jvms = new ArrayList<>(List.of(agent, List.of()));
        boolean control = benchmark.equals("unconcerned");
        if (control) {
            jvms.add(List.of("-javaagent:" + IdleAgent.jar(Scratch.folder("idle-agent"))));
        }
        List<Double> with = new ArrayList<>();
        List<Double> without = new ArrayList<>();
        List<Double> cpu = new ArrayList<>();
        List<Double> idleCpu = new ArrayList<>();
        List<Double> bytes = new ArrayList<>();
        for (int round = 0; round < run.effort().of(1, 1, 2); round++) {
            // Who goes first changes: a machine gets busy, and quiet again.
            RunResult[] runs = new RunResult[jvms.size()];
            for (int i = 0; i < runs.length; i++) {
                int which = (round + i) % runs.length;
                runs[which] = Jmh.run(
                        run, run.effort().of(1, 8, 8), jvms.get(which), HandOffs.class, benchmark, "turns", "0");
            }
            with.add(runs[0].getPrimaryResult().getScore());
            without.add(runs[1].getPrimaryResult().getScore());
            cpu.add(cpuTime(runs[0]) / cpuTime(runs[1]));
            if (control) {
                idleCpu.add(cpuTime(runs[2]) / cpuTime(runs[1]));
            }
            bytes.add(Jmh.bytes(runs[0]) - Jmh.bytes(runs[1]));
        }
        results.compare(run.name(), what, with, without, "us", Bar.atMost(bar));
        results.ratio(
                run.name(),
                what + ", processor time",
                Spread.of(cpu),
                String.format(Locale.ROOT, "%+.0f bytes allocated", Run.median(bytes)),
                "",
                Bar.atMost(bar));
        if (control) {
            results.ratio(
                    run.name(),
                    what.replace("with agent", "with an agent that does nothing") + ", processor time",
                    Spread.of(idleCpu),
                    "",
                    "",
                    Bar.NONE);
        }
    }

    private static double cpuTime(RunResult result) {
        return Jmh.counter(result, "nanos") / Jmh.counter(result, "operations");
    }
}
