package io.github.threadsandbox.it.page;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Several things measured at growing sizes.
 *
 * @param name of the file, without its ending
 * @param title with the unit of what is measured
 * @param across what grows
 * @param lines by name, what was measured at each size
 */
public record Curves(String name, String title, String across, SortedMap<String, List<Point>> lines) {
    /** Copies the lines. */
    public Curves {
        lines = new TreeMap<>(lines);
    }

    /**
     * What was measured at one size.
     *
     * @param size the size
     * @param value the figure
     */
    public record Point(double size, double value) {}
}
