package io.github.threadsandbox.command;

import io.github.threadsandbox.json.JsonText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * What a JVM said of itself at one time.
 *
 * @param nanos when, by {@code System.nanoTime}
 * @param millis when its threads were looked at, since 1970
 * @param generation of its role map
 * @param threads how many of each role; of no role under the empty name
 * @param mismatches threads that are not confined as they should be
 * @param isObserved whether its denials are told
 * @param denied by role: how many calls were denied
 * @param audited by role: how many would have been
 * @param last the last denials, the newest first
 * @param problem why its threads could not be looked at; empty where they were
 */
record Snapshot(
        long nanos,
        long millis,
        int generation,
        Map<String, Integer> threads,
        int mismatches,
        boolean isObserved,
        Map<String, Long> denied,
        Map<String, Long> audited,
        List<Map<String, Object>> last,
        String problem) {
    private static final String COVERAGE = "thread-sandbox.coverage.";
    private static final String DENIALS = "thread-sandbox.denials.";

    /** Of the properties that the JVM gives to whoever attaches. */
    static Snapshot of(Properties answer, long nanos) {
        String problem = answer.getProperty(COVERAGE + "problem", "");
        Map<String, Integer> threads = new TreeMap<>();
        int mismatches = 0;
        for (int i = 0; problem.isEmpty() && i < number(answer, COVERAGE + "threads"); i++) {
            threads.merge(answer.getProperty(COVERAGE + i + ".role"), 1, Integer::sum);
            mismatches += answer.getProperty(COVERAGE + i + ".state").equals("mismatch") ? 1 : 0;
        }
        Map<String, Long> denied = new TreeMap<>();
        Map<String, Long> audited = new TreeMap<>();
        boolean isObserved = answer.containsKey(DENIALS + "roles");
        for (int i = 0; isObserved && i < number(answer, DENIALS + "roles"); i++) {
            String[] words = answer.getProperty(DENIALS + "role." + i).split(" ", 3);
            denied.put(words[2], Long.parseLong(words[0]));
            audited.put(words[2], Long.parseLong(words[1]));
        }
        List<Map<String, Object>> last = new ArrayList<>();
        for (String line = answer.getProperty(DENIALS + "last.0");
                line != null;
                line = answer.getProperty(DENIALS + "last." + last.size())) {
            last.add(object(line));
        }
        return new Snapshot(
                nanos,
                Long.parseLong(answer.getProperty(COVERAGE + "time", "0")),
                problem.isEmpty() ? number(answer, COVERAGE + "generation") : 1,
                threads,
                mismatches,
                isObserved,
                denied,
                audited,
                last,
                problem);
    }

    private static Map<String, Object> object(String line) {
        try {
            return JsonText.object(line);
        } catch (IllegalArgumentException e) {
            // An agent of another version.
            return new LinkedHashMap<>();
        }
    }

    private static int number(Properties answer, String name) {
        return Integer.parseInt(answer.getProperty(name));
    }
}
