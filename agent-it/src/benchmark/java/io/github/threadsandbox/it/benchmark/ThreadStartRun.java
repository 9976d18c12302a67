package io.github.threadsandbox.it.benchmark;

import io.github.threadsandbox.bpf.PolicyCompiler;
import io.github.threadsandbox.config.SettingsReader;
import io.github.threadsandbox.linux.Arch;
import io.github.threadsandbox.seccomp.NativeLibrary;
import io.github.threadsandbox.seccomp.Seccomp;
import io.github.threadsandbox.seccomp.SeccompException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
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

    static void measure(Run run, Table table) throws Exception {
        List<Double> role = new ArrayList<>();
        List<Double> plain = new ArrayList<>();
        List<Double> without = new ArrayList<>();
        List<Double> roleToPlain = new ArrayList<>();
        List<Double> plainToWithout = new ArrayList<>();
        List<String> agent = List.of(run.agent("conf/quickstart.conf"));
        for (int round = 0; round < (run.quick() ? 1 : 9); round++) {
            RunResult[] results = new RunResult[2];
            for (int i = 0; i < 2; i++) {
                int which = (round + i) % 2;
                results[which] = Jmh.run(run, which == 0 ? agent : List.of(), ThreadStart.class, "pair");
            }
            RunResult with = results[0];
            double w = nanos(results[1], "plain");
            double p = nanos(with, "plain");
            double r = nanos(with, "role");
            without.add(w / 1000);
            plain.add(p / 1000);
            role.add(r / 1000);
            roleToPlain.add(r / p);
            plainToWithout.add(p / w);
        }
        table.ratio(
                run.name(),
                "start+join: thread of a role / plain thread, in turns",
                Run.median(roleToPlain),
                1.05,
                micros(Run.median(role), Run.median(plain)));
        table.ratio(
                run.name(),
                "start+join: plain thread with agent / without",
                Run.median(plainToWithout),
                0,
                micros(Run.median(plain), Run.median(without)));
        List<String> options =
                run.jdk().toString().contains("17") ? List.of() : List.of("--enable-native-access=ALL-UNNAMED");
        String[] words = run.java(
                        options,
                        ThreadStartRun.class,
                        run.repository().resolve("conf/quickstart.conf").toString())
                .split(" ", -1);
        table.ratio(
                run.name(),
                "start+join: thread that installs the filter itself / plain thread",
                Double.parseDouble(words[0]) / Double.parseDouble(words[1]),
                0,
                micros(Double.parseDouble(words[0]), Double.parseDouble(words[1])) + ", " + INSTALLING + " threads");
    }

    private static String micros(double a, double b) {
        return String.format(Locale.ROOT, "%.1f us / %.1f us", a, b);
    }

    private static double nanos(RunResult result, String kind) {
        return Jmh.counter(result, kind) / Jmh.counter(result, "pairs");
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
