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
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

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
        for (int round = 0; round < (run.quick() ? 1 : 5); round++) {
            double w = jmh(run, List.of(), "plain");
            double p = jmh(run, List.of(run.agent("conf/quickstart.conf")), "plain");
            double r = jmh(run, List.of(run.agent("conf/quickstart.conf")), "run-x");
            without.add(w);
            plain.add(p);
            role.add(r);
            roleToPlain.add(r / p);
            plainToWithout.add(p / w);
        }
        table.ratio(
                run.name(),
                "start+join: thread of a role / plain thread, same JVM options",
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

    private static double jmh(Run run, List<String> options, String name) throws Exception {
        List<RunResult> results = new ArrayList<>(new Runner(new OptionsBuilder()
                        .include(ThreadStart.class.getName())
                        .param("name", name)
                        .jvm(run.jdk().resolve("bin/java").toString())
                        .jvmArgs(options.toArray(String[]::new))
                        .forks(1)
                        .warmupIterations(2)
                        .warmupTime(TimeValue.milliseconds(run.quick() ? 300 : 1000))
                        .measurementIterations(3)
                        .measurementTime(TimeValue.milliseconds(run.quick() ? 300 : 1000))
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .run());
        return results.get(0).getPrimaryResult().getScore();
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
