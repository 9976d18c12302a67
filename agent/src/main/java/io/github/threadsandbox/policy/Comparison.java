package io.github.threadsandbox.policy;

/** How a condition compares an argument with its value; both are unsigned, as the kernel's BPF sees them. */
public enum Comparison {
    /** Equal. */
    EQUAL("=="),
    /** Not equal. */
    NOT_EQUAL("!="),
    /** Less, unsigned. */
    LESS("<"),
    /** Less or equal, unsigned. */
    LESS_OR_EQUAL("<="),
    /** Greater, unsigned. */
    GREATER(">"),
    /** Greater or equal, unsigned. */
    GREATER_OR_EQUAL(">=");

    private final String symbol;

    Comparison(String symbol) {
        this.symbol = symbol;
    }

    /**
     * As written in a role map.
     *
     * @return {@code ==}, {@code !=}, {@code <}, {@code <=}, {@code >} or {@code >=}
     */
    public String symbol() {
        return symbol;
    }

    /**
     * Compares two unsigned numbers.
     *
     * @param left the argument, masked
     * @param right the value
     * @return whether the comparison holds
     */
    public boolean holds(long left, long right) {
        int order = Long.compareUnsigned(left, right);
        return switch (this) {
            case EQUAL -> order == 0;
            case NOT_EQUAL -> order != 0;
            case LESS -> order < 0;
            case LESS_OR_EQUAL -> order <= 0;
            case GREATER -> order > 0;
            case GREATER_OR_EQUAL -> order >= 0;
        };
    }
}
