package io.github.threadsandbox.it.page;

import java.util.Locale;

/** Numbers for people: three digits that mean something. */
public final class Numbers {
    private Numbers() {}

    /**
     * Three digits, more before the point where there are more.
     *
     * @param value any number
     * @return in English notation
     */
    public static String plain(double value) {
        double size = Math.abs(value);
        if (size == Math.rint(size) && size < 1e6) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        int digits = size >= 100 ? 0 : size >= 10 ? 1 : size >= 0.1 ? 2 : 3;
        return String.format(Locale.ROOT, "%,." + digits + "f", value);
    }

    /**
     * A ratio, to two places; more digits say nothing on a shared machine.
     *
     * @param ratio the ratio
     * @return in English notation
     */
    public static String ratio(double ratio) {
        return ratio >= 100 || ratio < 0.1 ? plain(ratio) : String.format(Locale.ROOT, "%.2f", ratio);
    }
}
