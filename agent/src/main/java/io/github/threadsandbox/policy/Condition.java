package io.github.threadsandbox.policy;

/**
 * One comparison on one syscall argument: {@code (argument & mask) comparison value}.
 *
 * <p>A 32-bit condition looks at the argument's low word alone, as the kernel does for an {@code int}: comparing an
 * {@code int} as 64 bits is a bypass (the high word is the caller's to fill). A 64-bit one looks at both words.
 *
 * @param argument 0 to 5
 * @param wide whether the argument is 64 bits wide ({@code long}, {@code size_t}, a pointer) rather than an {@code int}
 * @param mask what of the argument is looked at; all ones where the condition has no mask
 * @param comparison how
 * @param value with what; within 32 bits unless {@code wide}
 */
public record Condition(int argument, boolean wide, long mask, Comparison comparison, long value) {
    /** Rejects an argument that no syscall has, and words that a narrow condition would never look at. */
    public Condition {
        if (argument < 0 || argument > 5) {
            throw new IllegalArgumentException("argument " + argument + ": 0 to 5");
        }
        if (!wide && (value & 0xFFFF_FFFFL) != value) {
            throw new IllegalArgumentException("argument " + argument + ": the value needs more than its 32 bits");
        }
        if (!wide) {
            mask &= 0xFFFF_FFFFL;
        }
    }

    /**
     * Whether the condition holds for a call.
     *
     * @param arguments the six raw argument registers
     * @return whether it holds
     */
    public boolean holds(long[] arguments) {
        return comparison.holds(arguments[argument] & mask, value);
    }

    /**
     * Whether no call can fulfil both conditions, as far as this can be told: one of them says what the argument is, or they say
     * that it is less than this and more than that.
     *
     * @param other another condition
     * @return whether they exclude each other; {@code false} where it cannot be told
     */
    public boolean excludes(Condition other) {
        return argument == other.argument
                && (settles(other) || other.settles(this) || isBelow(other) || other.isBelow(this));
    }

    /** Whether this condition holds only for less than the other does. */
    private boolean isBelow(Condition other) {
        boolean bounds = (comparison == Comparison.LESS || comparison == Comparison.LESS_OR_EQUAL)
                && (other.comparison == Comparison.GREATER || other.comparison == Comparison.GREATER_OR_EQUAL);
        if (!bounds || mask != other.mask) {
            return false;
        }
        // No condition says less than 0 or more than the mask: the parser refuses these.
        long most = comparison == Comparison.LESS ? value - 1 : value;
        long least = other.comparison == Comparison.GREATER ? other.value + 1 : other.value;
        return Long.compareUnsigned(most, least) < 0;
    }

    /** Whether this condition, holding, says enough of the argument for the other not to hold. */
    private boolean settles(Condition other) {
        if (comparison != Comparison.EQUAL) {
            return false;
        }
        return (mask & other.mask) == other.mask
                ? !other.comparison.holds(value & other.mask, other.value)
                : other.comparison == Comparison.EQUAL && ((value ^ other.value) & mask & other.mask) != 0;
    }

    // By hand: a record's own are linked when first called, one by one, and a JVM pays for that at its start.
    @Override
    public boolean equals(Object other) {
        return other instanceof Condition that
                && argument == that.argument
                && wide == that.wide
                && mask == that.mask
                && comparison == that.comparison
                && value == that.value;
    }

    @Override
    public int hashCode() {
        return 31 * (31 * (31 * argument + comparison.hashCode()) + Long.hashCode(value)) + Long.hashCode(mask);
    }
}
