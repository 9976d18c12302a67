package io.github.threadsandbox.command;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/**
 * {@code status PID}: every thread of a running JVM, its role, its filters. Asked through the attach mechanism's own properties,
 * as {@code jcmd} and {@code jstack} ask: nothing is loaded into the JVM, no port is opened.
 */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description =
                "Asks a running JVM that has this agent for every thread, its role, its filters, and whether they are as"
                        + " they should be. Exit code 1 if a thread is not, or if the JVM cannot be asked.")
final class StatusCommand implements Callable<Integer> {
    private static final String PREFIX = "thread-sandbox.coverage.";

    @Parameters(paramLabel = "PID", description = "the JVM's process id; jps lists them")
    private long pid;

    @Mixin
    private Output output;

    /** One thread, as the JVM says. */
    private record Row(
            int tid, String name, String role, int generation, int filters, int expected, String state, String origin) {
        static Row of(Properties answer, int number) {
            String prefix = PREFIX + number + ".";
            return new Row(
                    number(answer, prefix + "tid"),
                    answer.getProperty(prefix + "name"),
                    answer.getProperty(prefix + "role"),
                    number(answer, prefix + "generation"),
                    number(answer, prefix + "filters"),
                    number(answer, prefix + "expected"),
                    answer.getProperty(prefix + "state"),
                    answer.getProperty(prefix + "origin"));
        }

        boolean isMismatch() {
            return state.equals("mismatch");
        }
    }

    @Override
    public Integer call() {
        Properties answer;
        try {
            answer = AttachedJvm.agentProperties(pid);
        } catch (AttachedJvm.Unreachable e) {
            return problem(e.getMessage());
        }
        if (!isArmed(answer)) {
            return problem("process " + pid + " is a JVM without this agent, or with mode = off");
        }
        if (answer.containsKey(PREFIX + "problem")) {
            return problem("process " + pid + ": " + answer.getProperty(PREFIX + "problem"));
        }
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < number(answer, PREFIX + "threads"); i++) {
            rows.add(Row.of(answer, i));
        }
        long mismatches = rows.stream().filter(Row::isMismatch).count();
        if (output.isJson()) {
            printJson(answer, rows, mismatches);
        } else {
            printText(answer, rows, mismatches);
            notReached(answer)
                    .forEach(line -> output.line("not reached, because the agent was attached: " + printable(line)));
        }
        return mismatches == 0 ? 0 : 1;
    }

    /** Whether a JVM has this agent. */
    static boolean isArmed(Properties answer) {
        return answer.containsKey(PREFIX + "threads") || answer.containsKey(PREFIX + "problem");
    }

    /** What the JVM said when the agent was attached. */
    static List<String> notReached(Properties answer) {
        List<String> lines = new ArrayList<>();
        for (String line = answer.getProperty(PREFIX + "notReached.0");
                line != null;
                line = answer.getProperty(PREFIX + "notReached." + lines.size())) {
            lines.add(line);
        }
        return lines;
    }

    private static int number(Properties answer, String name) {
        return Integer.parseInt(answer.getProperty(name));
    }

    private int problem(String problem) {
        if (output.isJson()) {
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("pid", pid);
            answer.put("ok", false);
            answer.put("problem", problem);
            output.json(answer);
        } else {
            output.line(problem);
        }
        return 1;
    }

    private void printJson(Properties properties, List<Row> rows, long mismatches) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("pid", pid);
        answer.put("ok", mismatches == 0);
        answer.put(
                "time",
                Instant.ofEpochMilli(Long.parseLong(properties.getProperty(PREFIX + "time")))
                        .toString());
        answer.put("generation", number(properties, PREFIX + "generation"));
        answer.put("baseFilters", number(properties, PREFIX + "base"));
        answer.put("mismatches", mismatches);
        List<Map<String, Object>> threads = new ArrayList<>();
        answer.put("notReached", notReached(properties));
        for (Row row : rows) {
            Map<String, Object> thread = new LinkedHashMap<>();
            thread.put("tid", row.tid());
            thread.put("name", row.name());
            thread.put("role", row.role().isEmpty() ? null : row.role());
            thread.put("generation", row.role().isEmpty() ? null : row.generation());
            thread.put("filters", row.filters());
            thread.put("expected", row.expected());
            thread.put("state", row.state());
            thread.put("origin", row.origin());
            threads.add(thread);
        }
        answer.put("threads", threads);
        output.json(answer);
    }

    private void printText(Properties answer, List<Row> rows, long mismatches) {
        int generation = number(answer, PREFIX + "generation");
        int name = 6;
        int role = 4;
        for (Row row : rows) {
            name = Math.max(name, row.name().length());
            role = Math.max(role, row.role().length());
        }
        String format = "%8s  %-" + Math.min(name, 60) + "s  %-" + role + "s  %7s  %8s%s";
        output.line(String.format(Locale.ROOT, format, "tid", "thread", "role", "filters", "expected", ""));
        for (Row row : rows) {
            output.line(String.format(
                    Locale.ROOT,
                    format,
                    row.tid() == 0 ? "?" : row.tid(),
                    printable(row.name()),
                    row.role().isEmpty() ? "-" : row.role(),
                    row.filters(),
                    row.expected(),
                    switch (row.state()) {
                        case "mismatch" -> "  MISMATCH: " + printable(row.origin());
                        case "changing" -> "  starting or ending";
                        default -> row.generation() < generation ? "  of generation " + row.generation() : "";
                    }));
        }
        long confined = rows.stream().filter(row -> !row.role().isEmpty()).count();
        output.line("");
        output.line(rows.size() + " threads, " + confined + " of them confined by roles: "
                + (mismatches == 0 ? "all as expected" : mismatches + " not as expected"));
        if (generation > 1) {
            long earlier =
                    rows.stream().filter(row -> row.generation() < generation).count();
            output.line("role map: generation " + generation + "; " + earlier
                    + (earlier == 1 ? " thread keeps" : " threads keep") + " roles of earlier ones");
        }
    }

    /** A thread may be named by anybody: it must not write lines or escape sequences to the operator's terminal. */
    static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
