package io.github.threadsandbox.policy;

import java.util.List;

/**
 * What a rule asks for between two commas: that at least one of these conditions holds.
 *
 * @param conditions never empty
 */
public record AnyOf(List<Condition> conditions) {
    /** Rejects what could never hold. */
    public AnyOf {
        conditions = List.copyOf(conditions);
        if (conditions.isEmpty()) {
            throw new IllegalArgumentException("no condition");
        }
    }

    /**
     * Whether no call can fulfil both, as far as this can be told.
     *
     * @param other what another rule asks for
     * @return whether each condition of the one excludes each of the other
     */
    public boolean excludes(AnyOf other) {
        return conditions.stream().allMatch(mine -> other.conditions.stream().allMatch(mine::excludes));
    }

    // By hand: a record's own are linked when first called, one by one, and a JVM pays for that at its start.
    @Override
    public boolean equals(Object other) {
        return other instanceof AnyOf that && conditions.equals(that.conditions);
    }

    @Override
    public int hashCode() {
        return conditions.hashCode();
    }
}
