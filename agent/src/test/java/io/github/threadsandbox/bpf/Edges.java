package io.github.threadsandbox.bpf;

import io.github.threadsandbox.policy.Clause;
import io.github.threadsandbox.policy.Condition;
import io.github.threadsandbox.policy.Decision;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/** Argument values at which a decision could turn: around every condition's value, in both words, at its mask's edges. */
final class Edges {
    private Edges() {}

    /** Every combination of edges up to a bound, a seeded sample beyond it. */
    static Iterable<long[]> of(Decision decision, int bound, long seed) {
        List<List<Long>> edges = new ArrayList<>();
        long combinations = 1;
        for (int argument = 0; argument < 6; argument++) {
            List<Long> values = List.copyOf(edges(decision, argument));
            edges.add(values);
            combinations = Math.min(Integer.MAX_VALUE, combinations * values.size());
        }
        boolean all = combinations <= bound;
        long count = all ? combinations : bound;
        Random random = new Random(seed);
        return () -> new Iterator<>() {
            private long next;

            @Override
            public boolean hasNext() {
                return next < count;
            }

            @Override
            public long[] next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                long[] arguments = new long[6];
                long rest = next++;
                for (int i = 0; i < 6; i++) {
                    List<Long> values = edges.get(i);
                    arguments[i] = values.get(all ? (int) (rest % values.size()) : random.nextInt(values.size()));
                    rest /= values.size();
                }
                return arguments;
            }
        };
    }

    private static Set<Long> edges(Decision decision, int argument) {
        TreeSet<Long> values = new TreeSet<>();
        for (Clause clause : decision.clauses()) {
            for (Condition c : clause.conditions()) {
                if (c.argument() == argument) {
                    for (long v : new long[] {c.value(), c.value() - 1, c.value() + 1, c.value() ^ c.mask()}) {
                        values.add(v);
                        values.add(v ^ 0x1_0000_0000L);
                        values.add(v | ~c.mask());
                        values.add(v & 0xFFFF_FFFFL);
                    }
                    values.add(c.mask());
                    values.add(~c.mask());
                }
            }
        }
        values.add(0L);
        if (values.size() > 1) {
            values.addAll(List.of(1L, -1L, Long.MIN_VALUE, Long.MAX_VALUE, 0x8000_0000L, 0x7fff_ffffL, 0xffff_ffffL));
        }
        return values;
    }
}
