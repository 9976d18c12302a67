package io.github.threadsandbox.report;

import io.github.threadsandbox.json.JsonText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Denials of any number of files, folded: by role, and there by call, target, errno and stack. */
public final class Summary {
    /** Different denials that are kept; of the others, only how many they were. */
    private static final int MOST = 5_000;

    private final Map<Event.Place, Row> rows = new LinkedHashMap<>();
    private final SortedMap<String, SortedMap<Long, Long>> byRoleAndSecond = new TreeMap<>();
    private long denied;
    private long audited;
    private long leftOut;
    private Instant first;
    private Instant last;

    /** One denial, wherever and whenever it was. */
    static final class Row {
        private final Event event;
        private final SortedSet<String> threads = new TreeSet<>();
        private long count;
        private Instant first;
        private Instant last;

        private Row(Event event) {
            this.event = event;
            this.first = event.time();
            this.last = event.time();
        }

        private void add(Event another) {
            count += another.count();
            first = another.time().isBefore(first) ? another.time() : first;
            last = another.time().isAfter(last) ? another.time() : last;
            if (!another.thread().isEmpty()) {
                threads.add(another.thread());
            }
        }

        Event event() {
            return event;
        }

        SortedSet<String> threads() {
            return threads;
        }

        long count() {
            return count;
        }

        Instant first() {
            return first;
        }

        Instant last() {
            return last;
        }
    }

    /**
     * Takes a line of a file.
     *
     * @param line the line; an empty one is passed over, and one that tells of the JVM or of a thread and of no denial
     * @throws IllegalArgumentException if it tells of no denial; the message says why
     */
    public void line(String line) {
        if (line.isBlank()) {
            return;
        }
        Map<String, Object> fields = JsonText.object(line);
        if (fields.containsKey("time") && !fields.containsKey("syscall") && !fields.containsKey("role")) {
            // What JVM it was, and which threads there were: for 'learn'.
            return;
        }
        Event event = Event.of(fields);
        denied += event.audit() ? 0 : event.count();
        audited += event.audit() ? event.count() : 0;
        first = first == null || event.time().isBefore(first) ? event.time() : first;
        last = last == null || event.time().isAfter(last) ? event.time() : last;
        byRoleAndSecond
                .computeIfAbsent(event.role(), role -> new TreeMap<>())
                .merge(event.time().getEpochSecond(), event.count(), Long::sum);
        Row row = rows.get(event.place());
        if (row == null) {
            if (rows.size() >= MOST) {
                leftOut += event.count();
                return;
            }
            row = new Row(event);
            rows.put(event.place(), row);
        }
        row.add(event);
    }

    /**
     * Whether there was nothing.
     *
     * @return whether no line told of a denial
     */
    public boolean isEmpty() {
        return first == null;
    }

    /** Denials of each role, the most frequent first. */
    SortedMap<String, List<Row>> byRole() {
        SortedMap<String, List<Row>> byRole = new TreeMap<>();
        rows.values().forEach(row -> byRole.computeIfAbsent(row.event().role(), role -> new ArrayList<>())
                .add(row));
        Comparator<Row> order = Comparator.comparingLong(Row::count)
                .reversed()
                .thenComparing(Row::first)
                .thenComparing(row -> row.event().call());
        byRole.values().forEach(list -> list.sort(order));
        return byRole;
    }

    /** How many in each second since 1970, by role. */
    SortedMap<String, SortedMap<Long, Long>> byRoleAndSecond() {
        return byRoleAndSecond;
    }

    long denied() {
        return denied;
    }

    long audited() {
        return audited;
    }

    /** How many were of more different kinds than are kept. */
    long leftOut() {
        return leftOut;
    }

    Instant first() {
        return first;
    }

    Instant last() {
        return last;
    }
}
