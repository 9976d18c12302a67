package io.github.threadsandbox.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.threadsandbox.it.probe.Pressed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;

/** The observer where it is short of something, and where a confined thread would have it so: whatever becomes of it, denied is denied. */
class ObserverPressedIT {
    private static final String DENIED = "Permission denied";

    /** What {@code Pressed} is denied in a row. */
    private static final int PATHS = 20;

    /** Runs what follows with a pipe as its standard error that nobody reads. */
    private static final String UNREAD = "mkfifo $0; sleep 100 <>$0 & \"$@\" 2>$0; code=$?; kill $!;" + " exit $code";

    @TempDir
    private Path folder;

    @EveryJdk
    void itAnswersWhereNobodyReadsTheLog(Jdk jdk) throws IOException {
        AgentRun.Result result = observed(jdk, "compute", "")
                .inside("sh", "-c", UNREAD, folder.resolve("pipe").toString())
                .run(
                        Pressed.class,
                        "unread",
                        events().toString(),
                        folder.resolve("pipe").toString())
                .exitsWith(0);
        assertEquals(DENIED, result.value("run-4"));
        Events denials = new Events(events());
        assertEquals(1, denials.soon("run-4").size(), () -> denials.now("").toString());
        assertEquals(List.of(), denials.now("\"note\""));
    }

    @EveryJdk
    void aFullDiskTearsOneLineAndIsSaid(Jdk jdk) throws IOException {
        AgentRun.Result result = run(jdk, "full", "", "");
        List<String> torn = Files.readAllLines(events()).stream()
                .filter(line -> !(line.startsWith("{\"time\"") && line.endsWith("}")))
                .toList();
        assertEquals(1, torn.size(), torn::toString);
        assertTrue(result.err().contains("lines could not be written: EFBIG"), result::err);
    }

    @EveryJdk
    void whatCouldNotStartIsTriedAgain(Jdk jdk) throws IOException {
        Path jar = Files.copy(AgentRun.JAR, folder.resolve("agent.jar"));
        AgentRun.Result result = observed(jdk, "compute", "")
                .agent(jar)
                .run(Pressed.class, "absent", events().toString(), jar.toString())
                .exitsWith(0);
        assertEquals(DENIED, result.value("run-before"));
        assertEquals(DENIED, result.value("run-anew"));
        assertTrue(result.err().contains("because there is no observer"), result::err);
        assertTrue(result.err().contains("there is an observer again"), result::err);
    }

    @EveryJdk
    void anotherFileOfItsNameIsNotWritten(Jdk jdk) throws IOException {
        Path other = Files.createFile(folder.resolve("other"));
        run(jdk, "moved", other.toString(), "");
        assertEquals("", Files.readString(other));
        assertTrue(Files.readString(folder.resolve("moved.jsonl")).contains("run-anew"));
    }

    @EveryJdk
    void aSlowOneHoldsThreadsAndDeniesThem(Jdk jdk) {
        AgentRun.Result result = run(jdk, "slow", "", "");
        assertEquals(DENIED, result.value("slow"));
        assertEquals("true", result.value("same"), result::err);
    }

    @EveryJdk
    void aStoppedOneTellsTheRestAndEndsWithItsJvm(Jdk jdk) throws Exception {
        AgentRun.Result result = run(jdk, "orphan", "", "");
        Events denials = new Events(events());
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        long told = 0;
        while (told < PATHS + 1 && System.nanoTime() < end) {
            told = denials.now("\"path\":\"/run-orphan\"").stream()
                    .mapToLong(line -> Long.parseLong(line.replaceAll(".*\"count\":([0-9]+).*", "$1")))
                    .sum();
        }
        assertEquals(PATHS + 1, told, result::err);
        Optional<ProcessHandle> observer = ProcessHandle.of(Long.parseLong(result.value("observer")));
        if (observer.isPresent()) {
            observer.get().onExit().get(60, TimeUnit.SECONDS);
        }
    }

    @EveryJdk
    void aStarvedOneHoldsNobodyForLong(Jdk jdk) {
        AgentRun.Result result = run(jdk, "starved", "", "");
        assertTrue(List.of(DENIED, "Function not implemented").contains(result.value("run-starved")), result::out);
        assertTrue(Integer.parseInt(result.value("seconds")) < 10, result::out);
    }

    @EveryJdk
    void whoKillsItIsDeniedAllTheSame(Jdk jdk) {
        AgentRun.Result result = run(jdk, "killer", "", "@process");
        assertTrue(List.of(DENIED, "Function not implemented").contains(result.value("run-killer")), result::out);
        assertEquals(DENIED, result.value("run-anew"));
        assertEquals(result.value("KILL").equals("0"), result.err().contains("the observer has ended"), result::err);
    }

    @EveryJdk
    void whoGetsAtItsSocketIsDeniedAllTheSame(Jdk jdk) {
        AgentRun.Result result = run(jdk, "socket", "", "", "--add-opens=java.base/java.io=ALL-UNNAMED");
        assertEquals("yes", result.value("written"));
        assertEquals(DENIED, result.value("run-garbled"));
        assertTrue(List.of(DENIED, "Function not implemented").contains(result.value("run-closed")), result::out);
        assertEquals(DENIED, result.value("run-anew"));
        assertFalse(result.out().contains("=done"), result::out);
    }

    private Path events() {
        return folder.resolve("events.jsonl");
    }

    private AgentRun.Result run(Jdk jdk, String how, String other, String more, String... options) {
        return observed(jdk, "compute", more.isEmpty() ? "" : ", \"" + more + "\"")
                .options(options)
                .run(Pressed.class, how, events().toString(), other)
                .exitsWith(0);
    }

    private AgentRun observed(Jdk jdk, String role, String more) {
        return AgentRun.on(jdk)
                .roles(
                        "observe = on",
                        "stack-within = 1s",
                        "events.file = \"" + events() + "\"",
                        "roles { " + role + " { allow = [\"@jvm\"" + more + "] } }",
                        "threads = [ { name = \"run-*\", role = " + role + " } ]");
    }
}
