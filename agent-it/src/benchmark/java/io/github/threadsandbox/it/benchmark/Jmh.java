package io.github.threadsandbox.it.benchmark;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** One JMH benchmark in one fork. */
final class Jmh {
    private Jmh() {}

    static RunResult run(Run run, List<String> jvmOptions, Class<?> type, String method, String... parameter)
            throws Exception {
        return run(run, run.effort().of(1, 2, 2), jvmOptions, type, method, parameter);
    }

    /** The same with more to warm up: the compiler's time counts where the process's is taken. */
    static RunResult run(
            Run run, int warmUps, List<String> jvmOptions, Class<?> type, String method, String... parameter)
            throws Exception {
        return run(run, run.jdk().resolve("bin/java"), warmUps, jvmOptions, type, method, parameter);
    }

    /** The same, with another program in place of {@code java}. */
    static RunResult run(
            Run run, Path java, int warmUps, List<String> jvmOptions, Class<?> type, String method, String... parameter)
            throws Exception {
        TimeValue time = TimeValue.milliseconds(run.effort().of(30, 300, 300));
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(type.getName().replace(".", "\\.") + "\\." + method + "$")
                .jvm(java.toString())
                .jvmArgs(all(run, jvmOptions))
                .forks(1)
                .warmupIterations(warmUps)
                .warmupTime(time)
                .measurementIterations(run.effort().of(1, 4, 4))
                .timeout(TimeValue.seconds(30))
                .measurementTime(time)
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT);
        if (parameter.length > 0) {
            options.param(parameter[0], parameter[1]);
        }
        return new ArrayList<>(new Runner(options.build()).run()).get(0);
    }

    /** JMH asks Unsafe for the offsets of its own fields, and newer JDKs say so. */
    private static String[] all(Run run, List<String> jvmOptions) {
        List<String> all = new ArrayList<>(jvmOptions);
        if (run.release() >= 23) {
            all.add("--sun-misc-unsafe-memory-access=allow");
        }
        return all.toArray(String[]::new);
    }

    /** Allocated for each operation, on all threads. */
    static double bytes(RunResult result) {
        return counter(result, "gc.alloc.rate.norm");
    }

    /** An {@code AuxCounters} field, added up over all iterations. */
    static double counter(RunResult result, String name) {
        return result.getSecondaryResults().get(name).getScore();
    }
}
