package io.github.threadsandbox.it.benchmark;

import io.github.threadsandbox.it.page.Bar;
import io.github.threadsandbox.it.page.Curves;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** {@link Crowd}, of every size. */
final class CrowdRun {
    private static final int[] SIZES = {10, 100, 1_000, 10_000};
    private static final int[] STARTERS = {1, 4, 16};
    private static final int BURST = 1_000;

    private CrowdRun() {}

    static void measure(Run run, Results results) throws Exception {
        Effort effort = run.effort();
        Curves curves =
                Results.curves("crowd-sizes", "Start, stay and end: microseconds a thread", "threads at the same time");
        for (int size : SIZES) {
            if (effort == Effort.SMOKE && size > 100) {
                break;
            }
            List<List<Double>> both = crowd(run, "together", size, size >= 10_000 ? 1 : effort.of(1, 3, 5));
            both(run, results, String.format(Locale.ROOT, "%,d threads at the same time, a thread", size), both, "us");
            results.point(curves, "of a role, " + run.name(), size, Run.median(both.get(0)));
            results.point(curves, "plain, " + run.name(), size, Run.median(both.get(1)));
        }
        for (int starters : STARTERS) {
            if (effort == Effort.SMOKE && starters > 1) {
                break;
            }
            both(
                    run,
                    results,
                    "start+join by " + starters + (starters == 1 ? " thread" : " threads at the same time"),
                    crowd(run, "starters", starters, effort.of(1, 3, 5)),
                    "us");
        }
        both(
                run,
                results,
                String.format(Locale.ROOT, "a burst of %,d starts, until all have run", BURST),
                crowd(run, "burst", BURST, effort.of(1, 3, 5)),
                "us");
        List<List<Double>> memory = new ArrayList<>(List.of(new ArrayList<>(), new ArrayList<>()));
        for (int round = 0; round < effort.of(1, 1, 2); round++) {
            List<List<Double>> one = crowd(run, "memory", effort.of(100, 1_000, 2_000), 1);
            memory.get(0).addAll(one.get(0));
            memory.get(1).addAll(one.get(1));
        }
        results.compare(
                run.name(), "resident memory of a thread that waits", memory.get(0), memory.get(1), "KB", Bar.NONE);
    }

    private static void both(Run run, Results results, String what, List<List<Double>> both, String unit) {
        results.compare(run.name(), what + ": of a role / plain", both.get(0), both.get(1), unit, Bar.atMost(1.05));
    }

    /** Of each round: a role's threads, and plain ones. */
    private static List<List<Double>> crowd(Run run, String what, int size, int rounds) throws Exception {
        String said = run.java(
                120,
                List.of(run.agent("conf/quickstart.conf"), "-Xmx512m"),
                Crowd.class,
                what,
                Integer.toString(size),
                Integer.toString(rounds));
        List<List<Double>> both = List.of(new ArrayList<>(), new ArrayList<>());
        said.lines().forEach(line -> {
            String[] words = line.split(" ", -1);
            both.get(0).add(Double.parseDouble(words[0]));
            both.get(1).add(Double.parseDouble(words[1]));
        });
        return both;
    }
}
