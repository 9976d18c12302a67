package io.github.threadsandbox.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.threadsandbox.it.probe.HandOff;
import java.util.Map;
import java.util.TreeMap;

/** OpenTelemetry's agent weaves the same pools; it is given before this one, and after. */
class OtherAgentIT {
    private static final String OPEN_TELEMETRY =
            "-javaagent:" + AgentRun.REPOSITORY.resolve("agent-it/target/agents/opentelemetry-javaagent.jar");

    @EveryJdk
    void followsWorkBeforeIt(Jdk jdk) {
        check(run(jdk).options(OPEN_TELEMETRY));
    }

    @EveryJdk
    void followsWorkAfterIt(Jdk jdk) {
        check(run(jdk).firstOptions(OPEN_TELEMETRY));
    }

    private static AgentRun run(Jdk jdk) {
        return AgentRun.on(jdk)
                .roles(
                        "roles { compute { allow = [\"@jvm\"] } }",
                        "threads = [ { name = \"role-*\", role = compute } ]")
                .environment("OTEL_TRACES_EXPORTER", "none")
                .environment("OTEL_METRICS_EXPORTER", "none")
                .environment("OTEL_LOGS_EXPORTER", "none")
                .seconds(120);
    }

    private static void check(AgentRun run) {
        AgentRun.Result result = run.run(HandOff.class).exitsWith(0);
        result.value("end");
        Map<String, String> wrong = new TreeMap<>();
        result.out().lines().filter(line -> line.contains("/")).forEach(line -> {
            String[] seen = line.split("=", 2);
            boolean right = seen[0].startsWith("out/")
                    ? seen[1].contains("Permission denied")
                    : !seen[0].matches("(back|shared)/.*") || seen[1].equals("done");
            if (!right) {
                wrong.put(seen[0], seen[1]);
            }
        });
        assertEquals(Map.of(), wrong, result::err);
        assertEquals(
                "",
                result.err()
                        .lines()
                        .filter(line -> line.matches("\\[(WARN|ERROR)].*"))
                        .reduce("", String::concat));
    }
}
