package io.github.threadsandbox.report;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/**
 * One line of JSON: equal denials, counted. Fields that are not needed here are passed over.
 *
 * @param time of the first
 * @param audit whether they would have been denied, and were not
 * @param role who denies
 * @param thread the thread's name
 * @param call with its arguments, as a person would write it
 * @param target the path, or the address and port, or empty
 * @param errno by name
 * @param count how many
 * @param allow what would allow it, or empty
 * @param frame the application's innermost frame, or empty
 * @param stack the frames, the innermost first
 * @param note what is missing, and why, or empty
 */
record Event(
        Instant time,
        boolean audit,
        String role,
        String thread,
        String call,
        String target,
        String errno,
        long count,
        String allow,
        String frame,
        List<String> stack,
        String note) {

    /** What makes two of them the same denial at different times or on different threads. */
    record Place(boolean audit, String role, String call, String target, String errno, List<String> stack) {}

    Place place() {
        return new Place(audit, role, call, target, errno, stack);
    }

    /**
     * Reads a line.
     *
     * @throws IllegalArgumentException if it tells of no denial; the message says why
     */
    static Event of(Map<String, Object> fields) {
        if (!fields.containsKey("syscall") || !fields.containsKey("time")) {
            throw new IllegalArgumentException(
                    "tells of no denial: it has no 'time' or no 'syscall' (events.file writes what is read here)");
        }
        Map<String, String> arguments = new LinkedHashMap<>();
        if (fields.get("args") instanceof Map<?, ?> found) {
            found.forEach((name, value) -> arguments.put(name.toString(), value.toString()));
        }
        return new Event(
                time(text(fields, "time")),
                text(fields, "mode").equals("audit"),
                text(fields, "role"),
                text(fields, "thread"),
                call(text(fields, "syscall"), arguments),
                target(fields),
                text(fields, "errno"),
                Math.max(1, number(fields, "count", 1)),
                text(fields, "allow"),
                text(fields, "frame"),
                fields.get("stack") instanceof List<?> frames
                        ? frames.stream().map(Object::toString).toList()
                        : List.of(),
                text(fields, "note"));
    }

    private static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("'time' is no time like 2026-01-31T12:00:00Z: " + text, e);
        }
    }

    /** Pointers say nothing here. */
    private static String call(String syscall, Map<String, String> arguments) {
        StringJoiner joined = new StringJoiner(", ", syscall + "(", ")");
        arguments.forEach((name, value) -> {
            if (!value.startsWith("0x") && !value.equals("AT_FDCWD")) {
                joined.add(value);
            }
        });
        return joined.toString();
    }

    private static String target(Map<String, Object> fields) {
        String path = text(fields, "path");
        if (!path.isEmpty()) {
            return path;
        }
        long port = number(fields, "port", -1);
        return text(fields, "address") + (port < 0 ? "" : ":" + port);
    }

    private static String text(Map<String, Object> fields, String name) {
        if (fields.getOrDefault(name, "") instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException("'" + name + "' is no text");
    }

    private static long number(Map<String, Object> fields, String name, long otherwise) {
        if (fields.getOrDefault(name, otherwise) instanceof Long number) {
            return number;
        }
        throw new IllegalArgumentException("'" + name + "' is no whole number");
    }
}
