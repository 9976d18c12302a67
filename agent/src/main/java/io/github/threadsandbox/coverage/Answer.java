package io.github.threadsandbox.coverage;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;

/**
 * What was seen, for whoever asks: in classes of the JDK alone. Asked on threads of the application's and on the JVM's attach
 * listener.
 */
public final class Answer {
    private static final String PREFIX = "thread-sandbox.coverage.";
    private static final String[] FIELDS = {
        "tid", "name", "role", "generation", "filters", "expected", "state", "origin"
    };

    /** Three looks at a thousand threads take less, on a machine that is busy as well. */
    private static final long MILLIS = 10_000;

    private final Coverage coverage;
    private final List<String> notReached;
    private final IntSupplier generation;

    /**
     * Of one JVM.
     *
     * @param coverage what looks
     * @param notReached what ran before the agent was attached, and is not reached
     * @param generation the number of the role map that is in force
     */
    public Answer(Coverage coverage, List<String> notReached, IntSupplier generation) {
        this.generation = generation;
        this.coverage = coverage;
        this.notReached = List.copyOf(notReached);
    }

    /**
     * For JMX.
     *
     * @param fresh whether the look must be new
     * @return {@code Time}, counts, and {@code Threads}: rows of tid, name, role, generation, filters, expected, state, origin
     */
    public Map<String, Object> forManagement(boolean fresh) {
        Look look = coverage.look(fresh, MILLIS);
        List<ThreadStatus> threads = look.threads();
        Map<String, Object> answer = new HashMap<>();
        answer.put("Time", look.millis());
        answer.put("BaseFilters", look.base());
        int current = generation.getAsInt();
        answer.put("ThreadCount", threads.size());
        Object[][] rows = new Object[threads.size()][];
        int confined = 0;
        for (int i = 0; i < rows.length; i++) {
            rows[i] = row(threads.get(i), current);
            confined += threads.get(i).roles().isEmpty() ? 0 : 1;
        }
        answer.put("ConfinedCount", confined);
        answer.put("MismatchCount", look.mismatches().size());
        answer.put("Threads", rows);
        return answer;
    }

    /**
     * For {@code status}, through the properties that the JVM gives to whoever attaches.
     *
     * @return names that begin with {@code thread-sandbox.coverage.}
     */
    public Map<String, String> forAttach() {
        Map<String, String> answer = new LinkedHashMap<>();
        try {
            Look look = coverage.look(true, MILLIS);
            answer.put(PREFIX + "time", Long.toString(look.millis()));
            int current = generation.getAsInt();
            answer.put(PREFIX + "generation", Integer.toString(current));
            answer.put(PREFIX + "base", Integer.toString(look.base()));
            for (int i = 0; i < notReached.size(); i++) {
                answer.put(PREFIX + "notReached." + i, notReached.get(i));
            }
            answer.put(PREFIX + "threads", Integer.toString(look.threads().size()));
            for (int i = 0; i < look.threads().size(); i++) {
                Object[] row = row(look.threads().get(i), current);
                for (int j = 0; j < row.length; j++) {
                    answer.put(PREFIX + i + "." + FIELDS[j], row[j].toString());
                }
            }
        } catch (IllegalStateException e) {
            return problem(String.valueOf(e.getMessage()));
        }
        return answer;
    }

    /**
     * For {@code status}, where there is nothing to see.
     *
     * @param problem why
     * @return as {@link #forAttach}
     */
    public static Map<String, String> problem(String problem) {
        return Map.of(PREFIX + "problem", problem);
    }

    private static Object[] row(ThreadStatus thread, int current) {
        return new Object[] {
            thread.tid(),
            thread.name(),
            thread.roles(),
            Math.min(thread.until(), current),
            thread.filters(),
            thread.expected(),
            thread.state().word(),
            thread.origin()
        };
    }
}
