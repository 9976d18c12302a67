package io.github.threadsandbox.policy;

import java.util.List;

/**
 * If every condition holds, the action is taken.
 *
 * @param conditions all of them must hold; never empty
 * @param action what is done then
 */
public record Clause(List<Condition> conditions, Action action) {
    /** Rejects a clause without conditions: that is a decision's {@code otherwise}. */
    public Clause {
        conditions = List.copyOf(conditions);
        if (conditions.isEmpty()) {
            throw new IllegalArgumentException("a clause without conditions");
        }
    }

    /**
     * Whether every condition holds.
     *
     * @param arguments the six raw argument registers
     * @return whether they all hold
     */
    public boolean holds(long[] arguments) {
        return conditions.stream().allMatch(condition -> condition.holds(arguments));
    }

    /** Whether it cannot hold where another does: they ask the same bits for different values. */
    boolean excludes(Clause other) {
        for (Condition mine : conditions) {
            for (Condition theirs : other.conditions) {
                if (mine.excludes(theirs)) {
                    return true;
                }
            }
        }
        return false;
    }

    // By hand: a record's own are linked when first called, one by one, and a JVM pays for that at its start.
    @Override
    public boolean equals(Object other) {
        return other instanceof Clause that && conditions.equals(that.conditions) && action.equals(that.action);
    }

    @Override
    public int hashCode() {
        return 31 * conditions.hashCode() + action.hashCode();
    }
}
