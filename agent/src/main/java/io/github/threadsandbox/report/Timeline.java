package io.github.threadsandbox.report;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;

/** Denials over time: a bar for each stretch of it, a colour for each role. */
final class Timeline {
    private static final int MOST_BARS = 72;
    private static final int WIDTH = 960;
    private static final int HEIGHT = 180;
    private static final int LEFT = 56;
    private static final int BOTTOM = 24;
    private static final int TOP = 12;
    private static final long DAY = 86_400;

    /** Seconds that people count in. */
    private static final List<Long> STEPS = List.of(
            1L, 2L, 5L, 10L, 15L, 30L, 60L, 120L, 300L, 600L, 900L, 1800L, 3600L, 7200L, 14_400L, 21_600L, 43_200L,
            DAY);

    private static final DateTimeFormatter OF_DAY =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter OF_DATE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final SortedMap<String, SortedMap<Long, Long>> counts;
    private final long step;
    private final long begin;
    private final int bars;

    Timeline(SortedMap<String, SortedMap<Long, Long>> counts, Instant first, Instant last) {
        this.counts = counts;
        step = step(last.getEpochSecond() - first.getEpochSecond() + 1);
        begin = Math.floorDiv(first.getEpochSecond(), step) * step;
        bars = (int) ((last.getEpochSecond() - begin) / step) + 1;
    }

    private static long step(long seconds) {
        for (long step : STEPS) {
            if (seconds / step < MOST_BARS) {
                return step;
            }
        }
        return (seconds / MOST_BARS / DAY + 1) * DAY;
    }

    /** How many denials a role has in a bar. */
    private long count(SortedMap<Long, Long> ofRole, int bar) {
        long from = begin + bar * step;
        return ofRole.subMap(from, from + step).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    void writeTo(Html page) {
        long most = 1;
        for (int bar = 0; bar < bars; bar++) {
            long sum = 0;
            for (SortedMap<Long, Long> ofRole : counts.values()) {
                sum += count(ofRole, bar);
            }
            most = Math.max(most, sum);
        }
        page.markup("<svg class=\"timeline\" role=\"img\" viewBox=\"0 0 " + WIDTH + " " + HEIGHT + "\"><title>")
                .text("denials over time")
                .markup("</title>");
        axis(page, most, TOP, most);
        axis(page, most, HEIGHT - BOTTOM, 0);
        for (int bar = 0; bar < bars; bar++) {
            bar(page, bar, most);
        }
        label(page, LEFT, "start", begin);
        label(page, WIDTH, "end", begin + bars * step);
        page.markup("</svg>");
    }

    private static void axis(Html page, long most, int y, long value) {
        page.markup("<line x1=\"" + LEFT + "\" x2=\"" + WIDTH + "\" y1=\"" + y + "\" y2=\"" + y + "\"/>");
        page.markup("<text x=\"" + (LEFT - 6) + "\" y=\"" + (y + 4) + "\" text-anchor=\"end\">")
                .text(most < 10_000 ? Long.toString(value) : String.format(Locale.ROOT, "%,d", value))
                .markup("</text>");
    }

    private void label(Html page, int x, String anchor, long second) {
        DateTimeFormatter format = bars * step > DAY ? OF_DATE : OF_DAY;
        page.markup("<text x=\"" + x + "\" y=\"" + (HEIGHT - 6) + "\" text-anchor=\"" + anchor + "\">")
                .text(format.format(Instant.ofEpochSecond(second)))
                .markup("</text>");
    }

    private void bar(Html page, int bar, long most) {
        double width = (double) (WIDTH - LEFT) / bars;
        double x = LEFT + bar * width;
        double y = HEIGHT - BOTTOM;
        int colour = 0;
        for (Map.Entry<String, SortedMap<Long, Long>> role : counts.entrySet()) {
            long count = count(role.getValue(), bar);
            if (count > 0) {
                double height = Math.max(1, (double) count / most * (HEIGHT - BOTTOM - TOP));
                y -= height;
                page.markup(String.format(
                                Locale.ROOT,
                                "<rect class=\"c%d\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"><title>",
                                colour % Page.COLOURS,
                                x,
                                y,
                                Math.max(1, width - 1),
                                height))
                        .text(OF_DATE.format(Instant.ofEpochSecond(begin + bar * step)) + " " + role.getKey() + ": "
                                + count)
                        .markup("</title></rect>");
            }
            colour++;
        }
    }
}
