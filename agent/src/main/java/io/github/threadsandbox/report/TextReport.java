package io.github.threadsandbox.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The same for a terminal, and for scripts. */
public final class TextReport {
    private static final Set<Byte> UNSHOWN =
            Set.of(Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE);

    private TextReport() {}

    /**
     * For people.
     *
     * @param summary what it is about
     * @return lines
     */
    public static List<String> lines(Summary summary) {
        List<String> lines = new ArrayList<>();
        lines.add(Page.number(summary.denied()) + " denied"
                + (summary.audited() == 0
                        ? ""
                        : ", " + Page.number(summary.audited()) + " that would have been (audit: they went on)")
                + ", " + Page.at(summary.first()) + " to " + Page.at(summary.last()) + " UTC");
        summary.byRole().forEach((role, rows) -> {
            lines.add("");
            lines.add("role " + role);
            for (Summary.Row row : rows) {
                Event event = row.event();
                lines.add(String.format(
                        "%9s  %s%s = %s%s",
                        Page.number(row.count()),
                        event.call(),
                        event.target().isEmpty() || event.call().contains(event.target())
                                ? ""
                                : " on " + event.target(),
                        event.errno(),
                        event.audit() ? " (audit)" : ""));
                if (!event.frame().isEmpty()) {
                    lines.add("           at " + event.frame());
                }
            }
        });
        return lines.stream().map(TextReport::printable).toList();
    }

    /** Anybody may name a path: what a terminal would take for an order, or for another line, is not shown. */
    private static String printable(String line) {
        StringBuilder shown = new StringBuilder();
        line.codePoints()
                .map(c -> Character.isISOControl(c) || UNSHOWN.contains((byte) Character.getType(c)) ? '?' : c)
                .forEach(shown::appendCodePoint);
        return shown.toString();
    }

    /**
     * For scripts.
     *
     * @param summary what it is about
     * @return maps, lists, texts and numbers
     */
    public static List<Map<String, Object>> rows(Summary summary) {
        List<Map<String, Object>> described = new ArrayList<>();
        summary.byRole().forEach((role, rows) -> {
            for (Summary.Row row : rows) {
                Map<String, Object> fields = new LinkedHashMap<>();
                fields.put("role", role);
                fields.put("mode", row.event().audit() ? "audit" : "enforce");
                fields.put("count", row.count());
                fields.put("call", row.event().call());
                fields.put("target", row.event().target());
                fields.put("errno", row.event().errno());
                fields.put("threads", row.threads());
                fields.put("first", row.first().toString());
                fields.put("last", row.last().toString());
                fields.put("frame", row.event().frame());
                fields.put("allow", row.event().allow());
                described.add(fields);
            }
        });
        return described;
    }
}
