package io.github.threadsandbox.policy;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Looks for a call that one decision allows and another does not, by trying the values around which their conditions change
 * their minds. What is found is a real difference; that nothing is found is no proof, but for decisions without conditions.
 */
final class Witness {
    /** Of one argument. */
    private static final int MOST_VALUES = 512;

    /** Of all arguments together. */
    private static final int MOST_CALLS = 200_000;

    private final Decision allows;
    private final Decision denies;
    private final TreeMap<Integer, List<Long>> values = new TreeMap<>();

    private Witness(Decision allows, Decision denies) {
        this.allows = allows;
        this.denies = denies;
        for (Decision decision : List.of(allows, denies)) {
            for (Clause clause : decision.clauses()) {
                clause.conditions().forEach(condition -> values.computeIfAbsent(condition.argument(), this::values));
            }
        }
    }

    /**
     * Looks.
     *
     * @param allows what is to allow the call
     * @param denies what is not to allow it
     * @return arguments for which that is so
     */
    static Optional<long[]> find(Decision allows, Decision denies) {
        Witness witness = new Witness(allows, denies);
        long calls =
                witness.values.values().stream().mapToLong(List::size).reduce(1, (a, b) -> Math.min(a * b, 1L << 40));
        long[] arguments = new long[6];
        // Where there are too many, every so manieth of them.
        long step = calls / MOST_CALLS + 1;
        for (long call = 0; call < calls; call += step) {
            long rest = call;
            for (var argument : witness.values.entrySet()) {
                List<Long> of = argument.getValue();
                arguments[argument.getKey()] = of.get((int) (rest % of.size()));
                rest /= of.size();
            }
            if (witness.tells(arguments)) {
                return Optional.of(arguments);
            }
        }
        return Optional.empty();
    }

    private boolean tells(long[] arguments) {
        return allows.decide(arguments).equals(Action.allow())
                && !denies.decide(arguments).equals(Action.allow());
    }

    /** The values that conditions ask for, their neighbours, and what several masks make of them together. */
    private List<Long> values(int argument) {
        Set<Long> found = new LinkedHashSet<>(List.of(0L, -1L));
        for (Decision decision : List.of(allows, denies)) {
            for (Clause clause : decision.clauses()) {
                for (Condition condition : clause.conditions()) {
                    if (condition.argument() != argument) {
                        continue;
                    }
                    List<Long> more = new ArrayList<>();
                    for (long before : found) {
                        for (long near = -1; near <= 1; near++) {
                            more.add((before & ~condition.mask()) | ((condition.value() + near) & condition.mask()));
                        }
                    }
                    for (long value : more) {
                        if (found.size() < MOST_VALUES) {
                            found.add(value);
                        }
                    }
                }
            }
        }
        return List.copyOf(found);
    }
}
