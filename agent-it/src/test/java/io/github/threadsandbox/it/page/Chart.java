package io.github.threadsandbox.it.page;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Draws as SVG, on axes that grow tenfold: a ratio of 1/2 lies as far from 1 as one of 2. */
public final class Chart {
    private static final int WIDTH = 900;
    private static final int PLOT = 470;

    /** Of a letter in a label, about, pixels. */
    private static final double LETTER = 5.9;

    private static final int LINE = 22;
    private static final int EDGE = 30;
    private static final int HEIGHT = 320;
    private static final List<String> COLOURS =
            List.of("#1f6feb", "#d1571f", "#2e8b57", "#8b5fbf", "#b8860b", "#607080", "#c2185b", "#00838f");

    private final StringBuilder svg = new StringBuilder();

    private Chart() {}

    /**
     * The ratios of a section: the median as a point, the quartiles as a line, the bar as a stroke.
     *
     * @param section with one ratio at least
     * @return the file's text
     */
    public static String ratios(Section section) {
        List<Row> rows =
                section.rows().stream().filter(row -> row.ratio().isPresent()).toList();
        double least = 0.8;
        double most = 1.25;
        for (Row row : rows) {
            least = Math.min(least, Math.max(1e-3, row.ratio().orElseThrow().low()));
            most = Math.max(most, row.ratio().orElseThrow().high());
            if (row.bar().side() != Bar.Side.NONE) {
                least = Math.min(least, row.bar().limit());
                most = Math.max(most, row.bar().limit());
            }
        }
        List<String> labels = rows.stream()
                .map(row -> row.jdk().isEmpty() ? row.what() : row.jdk() + ": " + row.what())
                .toList();
        int longest = labels.stream().mapToInt(String::length).max().orElseThrow();
        int left = EDGE + (int) (LETTER * longest);
        Scale x = new Scale(least / 1.1, most * 1.1, left, left + PLOT - EDGE);
        int bottom = EDGE + LINE * rows.size() + 6;
        Chart chart = new Chart();
        chart.open(left + PLOT, bottom + EDGE, section.title() + ": ratio to the alternative");
        for (double tick : x.ticks()) {
            chart.line(x.at(tick), EDGE, x.at(tick), bottom, tick == 1 ? "#444" : "#ddd", 1);
            chart.text(x.at(tick), bottom + 16, "middle", Numbers.plain(tick));
        }
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            Spread ratio = row.ratio().orElseThrow();
            double y = EDGE + LINE * (i + 0.6);
            chart.text(left - 12, y + 4, "end", labels.get(i));
            if (row.bar().side() != Bar.Side.NONE) {
                chart.line(x.at(row.bar().limit()), y - 9, x.at(row.bar().limit()), y + 9, "#d1242f", 2);
            }
            chart.line(x.at(ratio.low()), y, x.at(ratio.high()), y, COLOURS.get(0), 3);
            chart.circle(x.at(ratio.median()), y, 5, COLOURS.get(0));
        }
        return chart.close();
    }

    /**
     * Curves.
     *
     * @param curves with one point at least
     * @return the file's text
     */
    public static String curves(Curves curves) {
        double[] sizes = curves.lines().values().stream()
                .flatMap(List::stream)
                .mapToDouble(Curves.Point::size)
                .toArray();
        double[] values = curves.lines().values().stream()
                .flatMap(List::stream)
                .mapToDouble(Curves.Point::value)
                .filter(value -> value > 0)
                .toArray();
        Scale x = new Scale(least(sizes), most(sizes), 80, WIDTH - 230);
        Scale y = new Scale(least(values) / 1.2, most(values) * 1.2, HEIGHT - 40, EDGE + 10);
        Chart chart = new Chart();
        chart.open(WIDTH, HEIGHT, curves.title());
        for (double tick : x.ticks()) {
            chart.line(x.at(tick), EDGE + 10, x.at(tick), HEIGHT - 40, "#ddd", 1);
            chart.text(x.at(tick), HEIGHT - 24, "middle", Numbers.plain(tick));
        }
        for (double tick : y.ticks()) {
            chart.line(80, y.at(tick), WIDTH - 230, y.at(tick), "#ddd", 1);
            chart.text(72, y.at(tick) + 4, "end", Numbers.plain(tick));
        }
        chart.text((80 + WIDTH - 230) / 2.0, HEIGHT - 6, "middle", curves.across());
        int number = 0;
        for (Map.Entry<String, List<Curves.Point>> line : curves.lines().entrySet()) {
            String colour = COLOURS.get(number % COLOURS.size());
            Curves.Point before = null;
            for (Curves.Point point : line.getValue()) {
                if (point.value() > 0) {
                    if (before != null) {
                        chart.line(
                                x.at(before.size()),
                                y.at(before.value()),
                                x.at(point.size()),
                                y.at(point.value()),
                                colour,
                                2);
                    }
                    chart.circle(x.at(point.size()), y.at(point.value()), 3, colour);
                    before = point;
                }
            }
            chart.circle(WIDTH - 215, EDGE + 20 + LINE * number, 5, colour);
            chart.text(WIDTH - 203, EDGE + 24 + LINE * number, "start", line.getKey());
            number++;
        }
        return chart.close();
    }

    private static double least(double[] values) {
        double least = Double.MAX_VALUE;
        for (double value : values) {
            least = Math.min(least, value);
        }
        return least;
    }

    private static double most(double[] values) {
        double most = 0;
        for (double value : values) {
            most = Math.max(most, value);
        }
        return most;
    }

    private void open(int width, int height, String title) {
        svg.append(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\""
                        + " font-size=\"12\">%n<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>%n",
                width,
                height));
        svg.append(String.format(
                Locale.ROOT, "<text x=\"12\" y=\"18\" font-weight=\"bold\" fill=\"#222\">%s</text>%n", escaped(title)));
    }

    private void line(double x1, double y1, double x2, double y2, String colour, int width) {
        svg.append(String.format(
                Locale.ROOT,
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\" stroke-width=\"%d\"/>%n",
                x1,
                y1,
                x2,
                y2,
                colour,
                width));
    }

    private void circle(double x, double y, int radius, String colour) {
        svg.append(String.format(
                Locale.ROOT, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%d\" fill=\"%s\"/>%n", x, y, radius, colour));
    }

    private void text(double x, double y, String anchor, String text) {
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"#333\">%s</text>%n",
                x,
                y,
                anchor,
                escaped(text)));
    }

    private String close() {
        return svg.append("</svg>\n").toString();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
