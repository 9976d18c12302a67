package io.github.threadsandbox.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** One page that needs nothing but itself: no script, no picture, no font from anywhere. */
public final class Page {
    /** How many roles have a colour of their own; {@code report.css} has as many. */
    static final int COLOURS = 8;

    private static final int NAMED = 4;

    private final Summary summary;
    private final Map<String, List<String>> may;
    private final Html page = new Html();

    private Page(Summary summary, Map<String, List<String>> may) {
        this.summary = summary;
        this.may = may;
    }

    /**
     * Writes it.
     *
     * @param summary what it is about
     * @param source the files' names
     * @param may by role: what it may, a line each; empty if nobody said
     * @return HTML
     */
    public static String of(Summary summary, String source, Map<String, List<String>> may) {
        Page page = new Page(summary, may);
        page.write(source);
        return page.page.toString();
    }

    private void write(String source) {
        // No script runs, whatever a thread called itself.
        page.markup("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
                        + "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
                        + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
                .element("title", "thread-sandbox: denials")
                .markup("<style>" + style() + "</style></head><body>\n")
                .element("h1", "What roles were denied");
        Map<String, List<Summary.Row>> byRole = summary.byRole();
        page.markup("<p class=\"lead\">")
                .text(sentence(byRole.size()))
                .markup("</p><p class=\"quiet\">")
                .text(source + ", " + at(summary.first()) + " to " + at(summary.last()) + " UTC")
                .markup("</p>\n");
        if (summary.audited() > 0) {
            page.markup("<p class=\"warn\">")
                    .text("Audit protects from nothing: what is marked so was not denied, and went on.")
                    .markup("</p>\n");
        }
        legend(byRole.keySet());
        new Timeline(summary.byRoleAndSecond(), summary.first(), summary.last()).writeTo(page);
        int colour = 0;
        for (Map.Entry<String, List<Summary.Row>> role : byRole.entrySet()) {
            role(role.getKey(), role.getValue(), colour++ % COLOURS);
        }
        for (String role : new TreeSet<>(may.keySet())) {
            if (!byRole.containsKey(role)) {
                role(role, List.of(), COLOURS);
            }
        }
        if (summary.leftOut() > 0) {
            page.element("p", number(summary.leftOut()) + " denials of further kinds are in the picture alone.");
        }
        page.markup("</body></html>\n");
    }

    private String sentence(int roles) {
        String counts = summary.denied() == 0 || summary.audited() == 0
                ? number(summary.denied() + summary.audited())
                        + (summary.audited() == 0 ? " denials" : " calls that would have been denied (audit)")
                : number(summary.denied()) + " denials and " + number(summary.audited())
                        + " calls that would have been denied (audit)";
        return counts + ", of " + roles + (roles == 1 ? " role" : " roles")
                + ". A line of the file stands for equal ones, and names the thread of the first of them.";
    }

    private void legend(Iterable<String> roles) {
        page.markup("<p class=\"legend\">");
        int colour = 0;
        for (String role : roles) {
            page.markup("<span><i class=\"c" + colour++ % COLOURS + "\"></i>")
                    .text(role)
                    .markup("</span> ");
        }
        page.markup("</p>\n");
    }

    private void role(String role, List<Summary.Row> rows, int colour) {
        long count = rows.stream().mapToLong(Summary.Row::count).sum();
        page.markup("<section><h2><i class=\"c" + colour + "\"></i>")
                .text(role)
                .markup(" <small>")
                .text(rows.isEmpty() ? "was denied nothing" : number(count) + (count == 1 ? " denial" : " denials"))
                .markup("</small></h2>\n");
        List<String> lines = may.get(role);
        if (lines != null) {
            page.markup("<details class=\"may\"><summary>what it may</summary><ul>");
            lines.forEach(line -> page.markup("<li><code>").text(line).markup("</code></li>"));
            page.markup("</ul></details>\n");
        }
        if (!rows.isEmpty()) {
            page.markup(
                    "<table><thead><tr><th class=\"n\">times</th><th>call</th><th>on</th><th>errno</th><th>threads</th>"
                            + "<th>last</th></tr></thead>\n");
            rows.forEach(this::row);
            page.markup("</table>\n");
        }
        page.markup("</section>\n");
    }

    private void row(Summary.Row row) {
        Event event = row.event();
        page.markup("<tbody><tr><td class=\"n\">")
                .text(number(row.count()))
                .markup("</td><td><code>")
                .text(event.call())
                .markup("</code>" + (event.audit() ? " <b class=\"audit\">audit</b>" : "") + "</td><td><code>")
                .text(event.target())
                .markup("</code></td><td>")
                .text(event.errno())
                .markup("</td><td>")
                .text(threads(row.threads()))
                .markup("</td><td class=\"quiet\">")
                .text(at(row.last()))
                .markup("</td></tr>\n<tr class=\"more\"><td></td><td colspan=\"5\"><details><summary>")
                .text(event.frame().isEmpty() ? "no frame of the application's" : event.frame())
                .markup("</summary>");
        if (!event.stack().isEmpty()) {
            page.markup("<ol>");
            boolean marked = false;
            for (String frame : event.stack()) {
                boolean own = !marked && frame.equals(event.frame());
                marked |= own;
                page.markup(own ? "<li class=\"own\"><code>" : "<li><code>")
                        .text(frame)
                        .markup("</code></li>");
            }
            page.markup("</ol>");
        }
        if (!event.note().isEmpty()) {
            page.element("p", event.note());
        }
        page.markup("<p>");
        if (event.allow().isEmpty()) {
            page.text("No role may.");
        } else {
            page.text("To allow it: ").element("code", event.allow());
        }
        page.markup("</p></details></td></tr></tbody>\n");
    }

    private static String threads(SortedSet<String> names) {
        List<String> named = new ArrayList<>();
        Iterator<String> all = names.iterator();
        while (all.hasNext() && named.size() < NAMED) {
            named.add(all.next());
        }
        int more = names.size() - named.size();
        return String.join(", ", named) + (more > 0 ? " and " + more + " more" : "");
    }

    static String at(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString().replace('T', ' ').replace("Z", "");
    }

    static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String style() {
        try (InputStream in =
                Page.class.getClassLoader().getResourceAsStream("io/github/threadsandbox/report/report.css")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("bug: report.css", e);
        }
    }
}
