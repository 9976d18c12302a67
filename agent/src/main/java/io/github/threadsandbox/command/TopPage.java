package io.github.threadsandbox.command;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/** What {@code top} shows, as lines of text: no longer and no more of them than there is room for. */
final class TopPage {
    private static final String FORMAT = "%-24s %7s %9s %7s %9s %7s";
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
    private static final int FIRST_LINES = 4;

    private final long pid;
    private final ZoneId zone;

    TopPage(long pid, ZoneId zone) {
        this.pid = pid;
        this.zone = zone;
    }

    /**
     * The lines.
     *
     * @param before what the JVM said earlier, for rates; the same as {@code now} where there is none
     * @param columns and rows that there are
     */
    List<String> lines(Snapshot before, Snapshot now, int columns, int rows) {
        List<String> all = new ArrayList<>();
        all.add("pid " + pid + ", " + state(now));
        all.add(
                now.isObserved()
                        ? "Allowed calls are not counted: the kernel decides about them alone, and tells nobody."
                        : "Denials are not told: this JVM's role map says observe = off.");
        all.add("");
        all.add(String.format(Locale.ROOT, FORMAT, "ROLE", "THREADS", "DENIED", "/s", "AUDITED", "/s"));
        List<String> roles = roles(before, now);
        List<String> last = last(now);
        // Half of the room for the roles, if both need more than there is.
        int room = Math.max(0, rows - FIRST_LINES);
        int forRoles = Math.min(roles.size(), Math.max(room / 2, room - last.size() - 2));
        all.addAll(cut(roles, forRoles, "roles"));
        if (!last.isEmpty() && room - forRoles > 2) {
            all.add("");
            all.add("LAST DENIALS, the last told first; of many, the time is the first one's");
            all.addAll(last.subList(0, Math.min(last.size(), room - forRoles - 2)));
        }
        return all.stream().limit(rows).map(line -> fitted(line, columns)).toList();
    }

    private String state(Snapshot now) {
        if (!now.problem().isEmpty()) {
            return "its threads cannot be looked at: " + now.problem();
        }
        int threads = now.threads().values().stream().mapToInt(count -> count).sum();
        int confined = threads - now.threads().getOrDefault("", 0);
        return time(now.millis()) + ": " + threads + " threads, " + confined
                + " of them confined by roles: "
                + (now.mismatches() == 0
                        ? "all as expected"
                        : now.mismatches() + " not as expected (see status " + pid + ")")
                + (now.generation() > 1 ? "; role map: generation " + now.generation() : "");
    }

    private static List<String> cut(List<String> lines, int room, String what) {
        if (lines.size() <= room || room == 0) {
            return lines.subList(0, Math.min(room, lines.size()));
        }
        List<String> some = new ArrayList<>(lines.subList(0, room - 1));
        some.add("and " + (lines.size() - room + 1) + " " + what + " more");
        return some;
    }

    /** Those that were denied most since the last time first. */
    private static List<String> roles(Snapshot before, Snapshot now) {
        TreeSet<String> names = new TreeSet<>(now.threads().keySet());
        names.addAll(now.denied().keySet());
        double seconds = (now.nanos() - before.nanos()) / 1e9;
        List<String> sorted = new ArrayList<>(names);
        sorted.sort((a, b) -> Long.compare(since(before, now, b), since(before, now, a)));
        List<String> lines = new ArrayList<>();
        for (String role : sorted) {
            String threads =
                    now.problem().isEmpty() ? Integer.toString(now.threads().getOrDefault(role, 0)) : "-";
            boolean told = now.isObserved() && !role.isEmpty();
            lines.add(String.format(
                    Locale.ROOT,
                    FORMAT,
                    role.isEmpty() ? "-" : role,
                    threads,
                    told ? count(now.denied(), role) : "-",
                    told ? rate(before.denied(), now.denied(), role, seconds) : "-",
                    told ? count(now.audited(), role) : "-",
                    told ? rate(before.audited(), now.audited(), role, seconds) : "-"));
        }
        return lines;
    }

    private static long since(Snapshot before, Snapshot now, String role) {
        return count(now.denied(), role)
                - count(before.denied(), role)
                + count(now.audited(), role)
                - count(before.audited(), role);
    }

    private static long count(Map<String, Long> counts, String role) {
        return counts.getOrDefault(role, 0L);
    }

    private static String rate(Map<String, Long> before, Map<String, Long> now, String role, double seconds) {
        return seconds <= 0
                ? ""
                : String.format(Locale.ROOT, "%.1f", (count(now, role) - count(before, role)) / seconds);
    }

    private List<String> last(Snapshot now) {
        List<String> lines = new ArrayList<>();
        for (Map<String, Object> denial : now.last()) {
            String what = text(denial, "path");
            if (what.isEmpty() && !text(denial, "address").isEmpty()) {
                what = text(denial, "address") + (denial.containsKey("port") ? ":" + denial.get("port") : "");
            }
            String count = text(denial, "count");
            lines.add(time(Instant.parse(text(denial, "time")).toEpochMilli())
                    + "  " + text(denial, "role")
                    + "  " + text(denial, "thread")
                    + "  " + text(denial, "syscall") + "(" + what + ")"
                    + (text(denial, "mode").equals("audit") ? " would be " : " = ") + text(denial, "errno")
                    + (count.equals("1") ? "" : " x" + count)
                    + (text(denial, "frame").isEmpty() ? "" : "  " + text(denial, "frame")));
        }
        return lines;
    }

    private static String text(Map<String, Object> denial, String name) {
        return String.valueOf(denial.getOrDefault(name, name.equals("time") ? "1970-01-01T00:00:00Z" : ""));
    }

    private String time(long millis) {
        return TIME.format(Instant.ofEpochMilli(millis).atZone(zone));
    }

    /** Anybody may name a thread, and a path: what a terminal would take for an order, or for another order of letters, is not shown. */
    private static String fitted(String line, int columns) {
        StringBuilder shown = new StringBuilder();
        line.codePoints()
                .limit(columns)
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c)
                .forEach(shown::appendCodePoint);
        return shown.toString().stripTrailing();
    }
}
