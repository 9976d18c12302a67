package io.github.threadsandbox.it.torture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.threadsandbox.it.Jdk;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The share of matrix and soak for every build: each collector does some of it, on each JDK. */
class TortureIT {
    private static final int SECONDS = 2;

    static List<Jdk> jdks() {
        return Jdk.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("jdks")
    void theJvmStaysWholeUnderTheStrictestRole(Jdk jdk) throws Exception {
        Tally tally = new Tally();
        Beside.all(List.of(
                () -> new Runs(jdk, Collector.ZGC, tally).inside(SECONDS),
                () -> new Runs(jdk, Collector.SHENANDOAH, tally).outside(SECONDS),
                () -> new Runs(jdk, Collector.PARALLEL, tally)
                        .ending("memory", 3, "begin memory", "-XX:+ExitOnOutOfMemoryError"),
                () -> new Runs(jdk, Collector.SERIAL, tally).ending("crash", Tally.ABORTED, "begin crash"),
                () -> new Runs(jdk, Collector.G1, tally).ending("exit", 7, "hook")));
        assertEquals(List.of(), tally.problems());
        assertTrue(tally.cases() > 100, tally.cases() + " cases");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("jdks")
    void nothingGrowsWhileConfinedThreadsComeAndGo(Jdk jdk) throws Exception {
        Tally tally = new Tally();
        Soak.run(jdk, Duration.ofSeconds(30), tally);
        assertEquals(List.of(), tally.problems());
    }
}
