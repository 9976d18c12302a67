package io.github.threadsandbox.it.benchmark;

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
        TimeValue time = TimeValue.milliseconds(run.quick() ? 300 : 500);
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(type.getName().replace(".", "\\.") + "\\." + method + "$")
                .jvm(run.jdk().resolve("bin/java").toString())
                .jvmArgs(jvmOptions.toArray(String[]::new))
                .forks(1)
                .warmupIterations(3)
                .warmupTime(time)
                .measurementIterations(5)
                .measurementTime(time)
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT);
        if (parameter.length > 0) {
            options.param(parameter[0], parameter[1]);
        }
        return new ArrayList<>(new Runner(options.build()).run()).get(0);
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
