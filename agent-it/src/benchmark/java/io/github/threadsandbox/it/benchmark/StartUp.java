package io.github.threadsandbox.it.benchmark;

import io.github.threadsandbox.it.probe.Hello;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The wall time that the agent adds before {@code main}, against what BlockHound adds, in turns. */
final class StartUp {
    private StartUp() {}

    static void measure(Run run, Table table) throws Exception {
        String blockHound = Stream.of(System.getProperty("java.class.path").split(":", -1))
                .filter(entry -> entry.contains("blockhound"))
                .findFirst()
                .orElseThrow();
        List<Double> bare = new ArrayList<>();
        List<Double> agent = new ArrayList<>();
        List<Double> other = new ArrayList<>();
        for (int round = 0; round < (run.quick() ? 3 : 15); round++) {
            bare.add(run.millisToMain(List.of(), Hello.class));
            agent.add(run.millisToMain(List.of(run.agent("conf/quickstart.conf")), Hello.class));
            other.add(run.millisToMain(
                    List.of("-javaagent:" + blockHound, "-XX:+AllowRedefinitionToAddDeleteMethods"), Hello.class));
        }
        double added = Run.median(agent) - Run.median(bare);
        double addedByOther = Run.median(other) - Run.median(bare);
        table.ratio(
                run.name(),
                "time to main added to an empty program / by BlockHound",
                added / addedByOther,
                0.5,
                String.format(
                        Locale.ROOT, "%.0f ms / %.0f ms, bare JVM %.0f ms", added, addedByOther, Run.median(bare)));
    }
}
