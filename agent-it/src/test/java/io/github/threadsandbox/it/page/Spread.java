package io.github.threadsandbox.it.page;

import java.util.Arrays;
import java.util.List;

/**
 * What several rounds of one measurement came to.
 *
 * @param median half of the rounds were below
 * @param low a quarter of them were below
 * @param high a quarter of them were above
 * @param rounds how many there were
 */
public record Spread(double median, double low, double high, int rounds) {
    /** Rejects what no rounds could come to. */
    public Spread {
        if (rounds < 1 || !(low <= median && median <= high)) {
            throw new IllegalArgumentException(low + " <= " + median + " <= " + high + " of " + rounds);
        }
    }

    /**
     * Sums up rounds; between two of them it is interpolated.
     *
     * @param values one of each round, in any order
     * @return their median and quartiles
     */
    public static Spread of(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        if (sorted.length == 0 || Double.isNaN(sorted[sorted.length - 1])) {
            throw new IllegalArgumentException("no numbers: " + values);
        }
        return new Spread(at(sorted, 0.5), at(sorted, 0.25), at(sorted, 0.75), sorted.length);
    }

    private static double at(double[] sorted, double quantile) {
        double place = quantile * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }

    /**
     * The spread of ratios: each round's value by the other's of the same round, which ran beside it.
     *
     * @param ours one of each round
     * @param others as many
     * @return the spread of the quotients
     */
    public static Spread ofRatios(List<Double> ours, List<Double> others) {
        if (ours.size() != others.size()) {
            throw new IllegalArgumentException(ours.size() + " rounds and " + others.size());
        }
        Double[] ratios = new Double[ours.size()];
        for (int i = 0; i < ratios.length; i++) {
            if (others.get(i) <= 0) {
                throw new IllegalArgumentException("no ratio to " + others.get(i));
            }
            ratios[i] = ours.get(i) / others.get(i);
        }
        return of(List.of(ratios));
    }
}
