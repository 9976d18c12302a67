package io.github.threadsandbox.it.page;

import java.util.Optional;

/**
 * What a ratio is held to.
 *
 * @param side which side of the limit is good
 * @param limit the limit
 */
public record Bar(Side side, double limit) {
    /** Held to nothing. */
    public static final Bar NONE = new Bar(Side.NONE, Double.NaN);

    /** Which side of the limit is good. */
    public enum Side {
        /** The ratio is to be at most the limit. */
        AT_MOST,
        /** The ratio is to be at least the limit. */
        AT_LEAST,
        /** There is no limit. */
        NONE
    }

    /**
     * At most so much.
     *
     * @param limit the most
     * @return the bar
     */
    public static Bar atMost(double limit) {
        return new Bar(Side.AT_MOST, limit);
    }

    /**
     * At least so much.
     *
     * @param limit the least
     * @return the bar
     */
    public static Bar atLeast(double limit) {
        return new Bar(Side.AT_LEAST, limit);
    }

    /**
     * Whether it is held: as the median says, and open where the limit lies within the spread.
     *
     * @param ratio what was measured
     * @return {@code held}, {@code not held} or {@code open}; empty without a bar
     */
    public Optional<String> verdict(Spread ratio) {
        if (side == Side.NONE) {
            return Optional.empty();
        }
        boolean good = side == Side.AT_MOST ? ratio.median() <= limit : ratio.median() >= limit;
        boolean within = ratio.low() < limit && limit < ratio.high();
        return Optional.of(within ? "open" : good ? "held" : "not held");
    }

    @Override
    public String toString() {
        return switch (side) {
            case AT_MOST -> "≤ " + Numbers.plain(limit);
            case AT_LEAST -> "≥ " + Numbers.plain(limit);
            case NONE -> "";
        };
    }
}
