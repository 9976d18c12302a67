package io.github.threadsandbox.it.benchmark;

import io.github.threadsandbox.bpf.PolicyCompiler;
import io.github.threadsandbox.config.SettingsReader;
import io.github.threadsandbox.it.page.Bar;
import io.github.threadsandbox.it.page.Numbers;
import io.github.threadsandbox.it.page.Spread;
import io.github.threadsandbox.linux.Arch;
import io.github.threadsandbox.seccomp.NativeLibrary;
import io.github.threadsandbox.seccomp.Seccomp;
import io.github.threadsandbox.seccomp.SeccompException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.openjdk.jmh.results.RunResult;

/** start+join of a role's thread, of a plain one, and of one that installs its filter itself. */
public final class ThreadStartRun {
    /**
     * Threads that install a filter of their own, in one process. A kernel that frees more than a thousand at once can
     * deadlock (seen on 6.18), so there are few.
     */
    private static final int INSTALLING = 60;

    /** Until what JVM and agent do beside the first threads is over. */
    private static final int WARM_UPS = 6;

    private ThreadStartRun() {}

    static void measure(Run run, Results results) throws Exception {
        inTurns(run, results);
        alone(run, results);
        installing(run, results);
    }

    private static void inTurns(Run run, Results results) throws Exception {
        List<Double> role = new ArrayList<>();
        List<Double> plain = new ArrayList<>();
        List<Double> handed = new ArrayList<>();
        for (int round = 0; round < run.effort().of(1, 2, 3); round++) {
            RunResult all = Jmh.run(run, List.of(run.agent("conf/quickstart.conf")), ThreadStart.class, "round");
            role.add(nanos(all, "role") / 1000);
            plain.add(nanos(all, "plain") / 1000);
            handed.add(nanos(all, "handed") / 1000);
        }
        results.compare(
                run.name(),
                "start+join: thread of a role / plain thread, in turns",
                role,
                plain,
                "us",
                Bar.atMost(1.05));
        results.compare(
                run.name(),
                "start+join: thread of a role / plain thread that another thread starts, in turns",
                role,
                handed,
                "us",
                Bar.atMost(1.05));
        results.compare(
                run.name(),
                "start+join: plain thread that another thread starts / plain thread, in turns",
                handed,
                plain,
                "us",
                Bar.NONE);
    }

    private static void alone(Run run, Results results) throws Exception {
        List<Double> with = new ArrayList<>();
        List<Double> without = new ArrayList<>();
        List<Double> filtered = new ArrayList<>();
        Path java = run.jdk().resolve("bin/java");
        Path letThrough = LetThrough.java(run);
        for (int round = 0; round < run.effort().of(1, 2, 3); round++) {
            for (int i = 0; i < 3; i++) {
                // Who goes first changes: a machine gets busy, and quiet again.
                switch ((round + i) % 3) {
                    case 0 -> with.add(plain(run, java, List.of(run.agent("conf/quickstart.conf"))));
                    case 1 -> without.add(plain(run, java, List.of()));
                    default -> filtered.add(plain(run, letThrough, List.of()));
                }
            }
        }
        results.compare(run.name(), "start+join: plain thread with the agent / without", with, without, "us", Bar.NONE);
        results.compare(
                run.name(),
                "start+join: plain thread with the agent / without it under one filter that lets all through",
                with,
                filtered,
                "us",
                Bar.NONE);
    }

    private static double plain(Run run, Path java, List<String> options) throws Exception {
        return Jmh.run(run, java, WARM_UPS, options, ThreadStart.class, "plain")
                .getPrimaryResult()
                .getScore();
    }

    private static void installing(Run run, Results results) throws Exception {
        List<Double> installing = new ArrayList<>();
        List<Double> plain = new ArrayList<>();
        for (int round = 0; round < run.effort().of(1, 2, 3); round++) {
            String[] words = run.java(
                            run.nativeAccess(),
                            ThreadStartRun.class,
                            run.repository().resolve("conf/quickstart.conf").toString())
                    .split(" ", -1);
            installing.add(Double.parseDouble(words[0]));
            plain.add(Double.parseDouble(words[1]));
        }
        results.ratio(
                run.name(),
                "start+join: thread that installs the filter itself / plain thread, " + INSTALLING + " cold threads",
                Spread.ofRatios(installing, plain),
                "none: " + Numbers.plain(Run.median(installing)) + " us",
                Numbers.plain(Run.median(plain)) + " us",
                Bar.NONE);
    }

    private static double nanos(RunResult result, String kind) {
        return Jmh.counter(result, kind) / Jmh.counter(result, "rounds");
    }

    /**
     * Prints the microseconds of a thread that installs the filter of role {@code run} itself, and of a plain one.
     *
     * @param arguments the role map
     * @throws Exception if the filter cannot be installed
     */
    public static void main(String[] arguments) throws Exception {
        Arch arch = Arch.of(System.getProperty("os.arch")).orElseThrow();
        Seccomp seccomp = new Seccomp(NativeLibrary.open(arch, Optional.empty()), arch);
        Seccomp.Loaded filter = seccomp.load(PolicyCompiler.compile(
                SettingsReader.read(Optional.of(Path.of(arguments[0])), arch)
                        .roles()
                        .get("run"),
                arch));
        Runnable install = () -> {
            try {
                seccomp.installOnThisThread(filter);
            } catch (SeccompException e) {
                throw new IllegalStateException(e);
            }
        };
        List<Double> installing = new ArrayList<>();
        List<Double> plain = new ArrayList<>();
        for (int i = 0; i < INSTALLING; i++) {
            installing.add(micros(install));
            plain.add(micros(() -> {}));
        }
        Collections.sort(plain);
        System.out.println(Run.median(installing) + " " + Run.median(plain));
    }

    private static double micros(Runnable task) throws InterruptedException {
        long begin = System.nanoTime();
        Thread thread = new Thread(task);
        thread.start();
        thread.join();
        return (System.nanoTime() - begin) / 1000.0;
    }
}
