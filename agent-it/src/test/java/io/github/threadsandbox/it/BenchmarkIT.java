package io.github.threadsandbox.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The benchmark's harness works, in every part. What it measures here means nothing, and is not looked at. */
class BenchmarkIT {
    private static final int SECONDS = 600;

    @Test
    void everyPartMeasuresOrNamesTheToolThatItMisses() throws Exception {
        Path root = AgentRun.REPOSITORY;
        Path page = root.resolve("agent-it/target/benchmark/BENCHMARKS.md");
        Files.deleteIfExists(page);
        Path log = Files.createTempFile("benchmark", ".log");
        log.toFile().deleteOnExit();
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.github.threadsandbox.it.benchmark.Benchmark",
                        root.toString(),
                        "effort=smoke")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        assertEquals(0, process.waitFor(), Files.readString(log));
        String text = Files.readString(page);
        for (String section : List.of(text.split("\n## ", -1)).subList(1, text.split("\n## ", -1).length)) {
            assertTrue(section.contains("|---|") || section.contains("not measured: install "), section);
        }
        assertTrue(text.contains("## Threads") && text.contains("## Start-up"), text);
    }
}
