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

    private ThreadStartRun() {}

    static void measure(Run run, Results results) throws Exception {
        List<Double> role = new ArrayList<>();
        List<Double> plain = new ArrayList<>();
        List<Double> without = new ArrayList<>();
        List<Double> idle = new ArrayList<>();
        List<Double> handed = new ArrayList<>();
        List<List<String>> jvms = List.of(
                List.of(run.agent("conf/quickstart.conf")),
                List.of(),
                List.of("-javaagent:" + IdleAgent.jar(Scratch.folder("thread-start"))));
        for (int round = 0; round < run.effort().of(1, 2, 3); round++) {
            RunResult[] runs = new RunResult[jvms.size()];
            for (int i = 0; i < runs.length; i++) {
                int which = (round + i) % runs.length;
                runs[which] = Jmh.run(run, jvms.get(which), ThreadStart.class, "round");
            }
            RunResult with = runs[0];
            without.add(nanos(runs[1], "plain") / 1000);
            idle.add(nanos(runs[2], "plain") / 1000);
            plain.add(nanos(with, "plain") / 1000);
            role.add(nanos(with, "role") / 1000);
            handed.add(nanos(with, "handed") / 1000);
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
                run.name(), "start+join: plain thread with the agent / without", plain, without, "us", Bar.NONE);
        results.compare(
                run.name(),
                "start+join: plain thread with the agent / with an agent that does nothing",
                plain,
                idle,
                "us",
                Bar.NONE);
        installing(run, results);
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
