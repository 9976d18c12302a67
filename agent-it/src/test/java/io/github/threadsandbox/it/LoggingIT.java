package io.github.threadsandbox.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.threadsandbox.it.probe.Logging;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.io.TempDir;

/** Logback and Log4j, whose files are turned over and compressed every 20 KB: what confined threads log, and what is lost of it and of others. */
class LoggingIT {
    private static final int CONFINED = 1_000;
    private static final int MAIN = 300;

    /** How many of the confined thread's lines fit before the file is turned over, at most. */
    private static final int FIRST_FILE = 210;

    private static final List<String> FRAMEWORKS = List.of("logback", "log4j");

    @TempDir
    private Path temporary;

    private Path logs;

    @EveryJdk
    void anAsynchronousAppenderOfMainsLosesNothing(Jdk jdk) throws IOException {
        for (String framework : FRAMEWORKS) {
            AgentRun.Result result = run(jdk, framework, "ASYNC", "", "main", "strict-1");
            assertEquals(List.of(CONFINED, MAIN), lines(), framework + result.err());
            // The base filter alone.
            assertEquals("1", result.value("worker"), framework);
            assertFalse(result.err().contains("denied: "), result::err);
        }
    }

    @EveryJdk
    void logFourJsAsynchronousLoggersLoseNothing(Jdk jdk) throws IOException {
        AgentRun.Result result = run(
                jdk,
                "log4j",
                "FILE",
                "",
                "main",
                "strict-1",
                "-Dlog4j2.contextSelector=org.apache.logging.log4j.core.async.AsyncLoggerContextSelector");
        assertEquals(List.of(CONFINED, MAIN), lines(), result.err());
        assertFalse(result.err().contains("denied: "), result::err);
    }

    @EveryJdk
    void aThreadThatMayWriteThereTurnsFilesOver(Jdk jdk) throws IOException {
        for (String framework : FRAMEWORKS) {
            AgentRun.Result result = run(jdk, framework, "FILE", "", "main", "writer-1");
            assertEquals(List.of(CONFINED, MAIN), lines(), framework + result.err());
        }
    }

    /** Log4j tries again with the next line; logback has no file from then on, for no thread, until the day is over. */
    @EveryJdk
    void aThreadThatMayNotLosesLinesAndThatIsTold(Jdk jdk) throws IOException {
        for (String framework : FRAMEWORKS) {
            AgentRun.Result result = run(jdk, framework, "FILE", "", "main", "strict-1");
            List<Integer> lines = lines();
            assertTrue(lines.get(0) > 0 && lines.get(0) < FIRST_FILE, framework + lines);
            assertEquals(framework.equals("logback") ? 0 : MAIN, lines.get(1), framework + result.err());
            assertTrue(toldOf(result, "strict-1", logs), result::err);
        }
    }

    @EveryJdk
    void loggersThatAConfinedThreadMakesWriteNothingAndThatIsTold(Jdk jdk) throws IOException {
        for (String framework : FRAMEWORKS) {
            AgentRun.Result result = run(jdk, framework, "ASYNC", "", "nobody", "strict-1");
            assertEquals(List.of(0, 0), lines(), framework + result.err());
            assertTrue(toldOf(result, "strict-1", configuration(framework)), result::err);
        }
    }

    @EveryJdk
    void preloadMakesThemBefore(Jdk jdk) throws IOException {
        for (String framework : FRAMEWORKS) {
            AgentRun.Result result =
                    run(jdk, framework, "ASYNC", "preload = [\"**.probe.Logging*\"]", "nobody", "strict-1");
            assertEquals(List.of(CONFINED, MAIN), lines(), framework + result.err());
            assertEquals("1", result.value("worker"), framework);
            assertFalse(result.err().contains("denied: "), result::err);
        }
    }

    private AgentRun.Result run(
            Jdk jdk, String framework, String appender, String preload, String maker, String thread, String... options)
            throws IOException {
        logs = Files.createTempDirectory(temporary, "logs");
        return AgentRun.on(jdk)
                .roles(
                        "observe = on",
                        preload,
                        "roles { strict { allow = [\"@jvm\"] }, writer { allow = [\"@jvm\", \"@file-write\"], files.create = [\""
                                + logs + "\"], files.read = [\"" + logs + "\"] } }",
                        "threads = [ { name = \"strict-*\", role = strict }, { name = \"writer-*\", role = writer } ]")
                .classPath(AgentRun.REPOSITORY.resolve("agent-it/target/logging") + "/" + framework + "/*")
                .options(options)
                .options(
                        "-Dlogs=" + logs,
                        "-Dappender=" + appender,
                        "-Dlogback.configurationFile=" + configuration("logback"),
                        "-Dlog4j2.configurationFile=" + configuration("log4j"))
                .run(Logging.class, maker, thread)
                .exitsWith(0);
    }

    private static Path configuration(String framework) {
        return AgentRun.REPOSITORY
                .resolve("agent-it/src/test/resources/logging")
                .resolve(framework.equals("logback") ? "logback.xml" : "log4j2.xml");
    }

    private static boolean toldOf(AgentRun.Result result, String thread, Path path) {
        return result.err()
                .lines()
                .anyMatch(line -> line.contains("denied: role 'strict', thread \"" + thread + "\"")
                        && line.contains(path.toString()));
    }

    /** Of the confined thread and of {@code main}, in all files. */
    private List<Integer> lines() throws IOException {
        try (Stream<Path> files = Files.list(logs)) {
            List<String> all = files.flatMap(file -> read(file).stream()).toList();
            return Stream.of("] confined ", "] main ")
                    .map(of ->
                            (int) all.stream().filter(line -> line.contains(of)).count())
                    .toList();
        }
    }

    private static List<String> read(Path file) {
        try (InputStream in = Files.newInputStream(file);
                InputStream text = file.toString().endsWith(".gz") ? new GZIPInputStream(in) : in;
                BufferedReader reader = new BufferedReader(new InputStreamReader(text, StandardCharsets.UTF_8))) {
            return reader.lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
    }
}
