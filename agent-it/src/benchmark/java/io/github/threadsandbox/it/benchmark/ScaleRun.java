package io.github.threadsandbox.it.benchmark;

import io.github.threadsandbox.config.Settings;
import io.github.threadsandbox.config.SettingsReader;
import io.github.threadsandbox.it.page.Bar;
import io.github.threadsandbox.it.page.Curves;
import io.github.threadsandbox.it.page.Numbers;
import io.github.threadsandbox.it.page.Spread;
import io.github.threadsandbox.it.probe.Hello;
import io.github.threadsandbox.linux.Arch;
import io.github.threadsandbox.role.ThreadTraits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** A hundred roles, a thousand rules, fifty thousand classes. */
public final class ScaleRun {
    private static final int[] ROLES = {1, 10, 100};
    private static final int[] RULES = {1, 10, 100, 1_000};
    private static final int CLASSES = 50_000;

    private ScaleRun() {}

    static void measure(Run run, Results results) throws Exception {
        Path folder = Scratch.folder("scale");
        classes(run, results, roleMap(folder, 100, 1_000), IdleAgent.jar(folder));
        matching(run, results, folder);
        start(run, results, folder);
        memory(run, results, folder);
    }

    private static void classes(Run run, Results results, Path roleMap, Path idleAgent) throws Exception {
        for (String kind : List.of("plain", "runnable")) {
            List<Double> with = new ArrayList<>();
            List<Double> without = new ArrayList<>();
            List<Double> idle = new ArrayList<>();
            List<Double> added = new ArrayList<>();
            for (int round = 0; round < run.effort().of(1, 2, 3); round++) {
                String count = Integer.toString(run.effort().of(500, CLASSES / 5, CLASSES));
                // The processor time of the thread that loads: what else runs is not in it.
                with.add(second(run.java(List.of(run.agent(roleMap.toString())), Classes.class, count, kind)));
                without.add(second(run.java(List.of(), Classes.class, count, kind)));
                idle.add(second(run.java(List.of("-javaagent:" + idleAgent), Classes.class, count, kind)));
                added.add(with.get(round) - without.get(round));
            }
            String what = kind.equals("plain") ? "a class that nothing concerns" : "a class that is a task";
            results.compare(
                    run.name(),
                    String.format(Locale.ROOT, "loading %s, of %,d: with the agent / without", what, CLASSES),
                    with,
                    without,
                    "us",
                    Bar.NONE);
            results.ratio(
                    run.name(),
                    String.format(Locale.ROOT, "added to loading %s, microseconds", what),
                    Spread.of(added),
                    Numbers.plain(Run.median(added)) + " us",
                    "an agent that does nothing: " + Numbers.plain(Run.median(idle) - Run.median(without)) + " us",
                    Bar.atMost(2));
        }
    }

    private static double second(String line) {
        return Double.parseDouble(line.split(" ", -1)[1]);
    }

    /** Of the map itself, in a JVM of its own: a start is noisier than all that is matched in it. */
    private static void matching(Run run, Results results, Path folder) throws Exception {
        Curves curves = Results.curves("matching", "Matching a thread that no rule matches: microseconds", "rules");
        List<List<Double>> all = new ArrayList<>();
        for (int rules : RULES) {
            List<Double> micros = new ArrayList<>();
            for (int round = 0; round < run.effort().of(1, 1, 2); round++) {
                micros.add(Double.parseDouble(run.java(
                        List.of(),
                        ScaleRun.class,
                        roleMap(folder, Math.min(rules, 100), rules).toString(),
                        Integer.toString(run.effort().of(1_000, 20_000, 50_000)))));
            }
            all.add(micros);
            results.point(curves, run.name(), rules, Run.median(micros));
        }
        results.compare(
                run.name(),
                "matching a thread against 1,000 rules, none of which matches / against 100",
                all.get(3),
                all.get(2),
                "us",
                Bar.atMost(10));
    }

    /**
     * Prints microseconds of matching.
     *
     * @param arguments the role map; how often
     * @throws Exception if the role map cannot be read
     */
    public static void main(String[] arguments) throws Exception {
        Settings settings = SettingsReader.read(
                Optional.of(Path.of(arguments[0])),
                Arch.of(System.getProperty("os.arch")).orElseThrow());
        int times = Integer.parseInt(arguments[1]);
        int matched = 0;
        long begin = 0;
        for (int i = -times; i < times; i++) {
            if (i == 0) {
                begin = System.nanoTime();
            }
            matched += settings.roleMap().roleOf(traits(i)).isPresent() ? 1 : 0;
        }
        double micros = (System.nanoTime() - begin) / 1e3 / times;
        if (matched > 0) {
            throw new IllegalStateException(matched + " matched");
        }
        System.out.println(micros);
    }

    private static ThreadTraits traits(int number) {
        return new ThreadTraits(
                "http-nio-8080-exec-" + Math.abs(number) % 200,
                "com.example.web.WorkerThread",
                Optional.of("com.example.web.Request"),
                Set.of(),
                List.of());
    }

    /** Time to main and memory with more and more roles. */
    private static void start(Run run, Results results, Path folder) throws Exception {
        Curves curves = Results.curves("roles", "Start of an empty program: milliseconds until main", "roles");
        List<List<Double>> millis = new ArrayList<>();
        for (int ignored : ROLES) {
            millis.add(new ArrayList<>());
        }
        for (int round = 0; round < run.effort().of(1, 2, 3); round++) {
            for (int i = 0; i < ROLES.length; i++) {
                millis.get(i)
                        .add(run.millisToMain(
                                List.of(run.agent(
                                        roleMap(folder, ROLES[i], 10 * ROLES[i]).toString())),
                                Hello.class));
            }
        }
        for (int i = 0; i < ROLES.length; i++) {
            results.point(curves, run.name(), ROLES[i], Run.median(millis.get(i)));
        }
        results.compare(
                run.name(),
                "time to main with 100 roles and 1,000 rules / with 1 role and 10 rules",
                millis.get(2),
                millis.get(0),
                "ms",
                Bar.NONE);
    }

    /** Of a JVM with many roles against one with one; none of them has threads yet. */
    private static void memory(Run run, Results results, Path folder) throws Exception {
        int most = ROLES[ROLES.length - 1];
        List<Double> kernel = new ArrayList<>();
        List<Double> resident = new ArrayList<>();
        List<Double> residentOfOne = new ArrayList<>();
        for (int round = 0; round < run.effort().of(1, 2, 3); round++) {
            Footprint one = Footprint.of(run, roleMap(folder, 1, 10));
            Footprint many = Footprint.of(run, roleMap(folder, most, 10 * most));
            kernel.add((many.kernel() - one.kernel()) / (most - 1) / 1024);
            residentOfOne.add(one.resident() / 1024);
            resident.add(many.resident() / 1024);
        }
        results.figure(
                run.name(),
                "kernel memory of a role: its zygote's stack, its filter and its Landlock domain, of " + most,
                Numbers.plain(Run.median(kernel)) + " KB",
                "");
        results.compare(
                run.name(),
                "resident memory of the JVM: with " + most + " roles and 1,000 rules / with 1 role and 10 rules",
                resident,
                residentOfOne,
                "MB",
                Bar.NONE);
    }

    /** Rules of every kind, one role after the other. */
    private static Path roleMap(Path folder, int roles, int rules) throws Exception {
        StringBuilder text = new StringBuilder("thread-sandbox {\n  roles {\n");
        String[] groups = {"@file-read", "@network-client", "@file-write", "@network-server"};
        for (int i = 0; i < roles; i++) {
            text.append("    role")
                    .append(i)
                    .append(" { allow = [\"@jvm\", \"")
                    .append(groups[i % groups.length])
                    .append("\"] }\n");
        }
        text.append("  }\n  threads = [\n");
        for (int i = 0; i < rules; i++) {
            String pattern =
                    switch (i % 4) {
                        case 0 -> "name = \"worker-" + i + "-*\"";
                        case 1 -> "class = \"com.acme.of" + i + ".**\"";
                        case 2 -> "task = \"com.acme.task" + i + ".*Task\"";
                        default -> "annotation = \"com.acme.Untrusted" + i + "\"";
                    };
            text.append("    { ")
                    .append(pattern)
                    .append(", role = role")
                    .append(i % roles)
                    .append(" }\n");
        }
        return Files.writeString(folder.resolve("roles-" + roles + "-" + rules + ".conf"), text.append("  ]\n}\n"));
    }
}
