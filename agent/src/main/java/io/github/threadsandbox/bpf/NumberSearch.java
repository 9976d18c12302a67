package io.github.threadsandbox.bpf;

import java.util.List;

/**
 * A binary search over syscall numbers, as cheap as the calls that pay for it.
 *
 * <p>The kernel remembers which numbers are allowed whatever their arguments (the bitmap of {@code seccomp_cache_prepare},
 * kernel/seccomp.c) and never runs the filter for them again. Calls that are denied are rare. Those whose arguments are
 * checked run the filter every time: they weigh more, and so lie nearer to the root.
 */
final class NumberSearch {
    private static final long ARGUMENTS_WEIGH = 64;

    private final List<Range> ranges;
    private final long[] weightBefore;
    private final long[][] cost;
    private final int[][] root;

    /**
     * Numbers with one outcome.
     *
     * @param first the first number, unsigned; the range goes on to the next range's first
     * @param outcome what happens to them
     */
    record Range(long first, Node outcome) {}

    private NumberSearch(List<Range> ranges) {
        this.ranges = ranges;
        int count = ranges.size();
        weightBefore = new long[count + 1];
        for (int i = 0; i < count; i++) {
            weightBefore[i + 1] =
                    weightBefore[i] + (ranges.get(i).outcome() instanceof Node.Test ? ARGUMENTS_WEIGH : 1);
        }
        cost = new long[count][count];
        root = new int[count][count];
        for (int i = 0; i < count; i++) {
            root[i][i] = i;
        }
        for (int length = 2; length <= count; length++) {
            for (int from = 0; from + length <= count; from++) {
                choose(from, from + length - 1);
            }
        }
    }

    /**
     * The search.
     *
     * @param ranges in order, the first at 0, neighbours with different outcomes
     * @return its root
     */
    static Node over(List<Range> ranges) {
        return new NumberSearch(ranges).node(0, ranges.size() - 1);
    }

    /** The cheapest first test for ranges {@code from} to {@code to}; bounded as in Knuth's optimal search trees. */
    private void choose(int from, int to) {
        long weight = weightBefore[to + 1] - weightBefore[from];
        if (isOneAmongEqual(from, to)) {
            cost[from][to] = weight;
            root[from][to] = from + 1;
            return;
        }
        long best = Long.MAX_VALUE;
        int first = Math.max(from + 1, root[from][to - 1]);
        int last = Math.max(first, Math.min(to, root[from + 1][to]));
        for (int split = first; split <= last; split++) {
            long total = cost[from][split - 1] + cost[split][to];
            if (total < best) {
                best = total;
                root[from][to] = split;
            }
        }
        cost[from][to] = best + weight;
    }

    /** One number between two ranges of one outcome: a single test for equality. */
    private boolean isOneAmongEqual(int from, int to) {
        return to - from == 2
                && ranges.get(from + 1).first() + 1 == ranges.get(to).first()
                && ranges.get(from).outcome().equals(ranges.get(to).outcome());
    }

    private Node node(int from, int to) {
        if (from == to) {
            return ranges.get(from).outcome();
        }
        if (isOneAmongEqual(from, to)) {
            return new Node.Test(
                    Source.NUMBER,
                    Opcode.JEQ,
                    (int) ranges.get(from + 1).first(),
                    ranges.get(from + 1).outcome(),
                    ranges.get(from).outcome());
        }
        int split = root[from][to];
        return new Node.Test(
                Source.NUMBER, Opcode.JGE, (int) ranges.get(split).first(), node(split, to), node(from, split - 1));
    }
}
