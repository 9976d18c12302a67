package io.github.threadsandbox.bpf;

import java.util.List;

/** A binary search over ranges of one word, as cheap as what is asked for most. */
final class RangeSearch {
    /**
     * To find the cheapest search over all ranges of each role takes the JVM's compilers tens of milliseconds at its start; over
     * so few it takes next to nothing, and the search is dearer by 2 % over the shipped role maps.
     */
    private static final int FEW = 32;

    /** What a cut costs that makes two tests of one. */
    private static final int CUT_WEIGHS = 8;

    /**
     * So many single values are tested one after the other rather than told apart first, if that is cheaper: 3 % fewer instructions
     * over the shipped role maps.
     */
    private static final int MOST_IN_A_ROW = 4;

    /** What an instruction weighs by being there. */
    private static final int LENGTH_WEIGHS = 2;

    private static final int[] NONE = {};

    private final Source source;
    private final List<Range> ranges;
    private final long[] weightBefore;

    /**
     * Values with one outcome.
     *
     * @param first the first value, unsigned; the range goes on to the next range's first
     * @param outcome what happens to them
     * @param weight how much they are asked for, of all
     */
    record Range(long first, Node outcome, long weight) {}

    private RangeSearch(Source source, List<Range> ranges) {
        this.source = source;
        this.ranges = ranges;
        weightBefore = new long[ranges.size() + 1];
        for (int i = 0; i < ranges.size(); i++) {
            weightBefore[i + 1] = weightBefore[i] + ranges.get(i).weight();
        }
    }

    /**
     * The search.
     *
     * @param source the word
     * @param ranges in order, the first at 0, neighbours with different outcomes
     * @return its root
     */
    static Node over(Source source, List<Range> ranges) {
        return new RangeSearch(source, ranges).node(0, ranges.size() - 1);
    }

    /**
     * Adds values with an outcome to ranges, behind the last.
     *
     * @param ranges takes them
     * @param next the range
     */
    static void add(List<Range> ranges, Range next) {
        int last = ranges.size() - 1;
        if (last >= 0 && ranges.get(last).outcome().equals(next.outcome())) {
            Range before = ranges.get(last);
            ranges.set(last, new Range(before.first(), before.outcome(), Math.max(before.weight(), next.weight())));
        } else {
            ranges.add(next);
        }
    }

    /** Many ranges are cut where the weights on both sides are nearest to equal, few at the cheapest place. */
    private Node node(int from, int to) {
        if (to - from < FEW) {
            return new Cheapest(from, to).node(from, to);
        }
        int split = middle(from, to);
        return atLeast(split, node(split, to), node(from, split - 1));
    }

    private int middle(int from, int to) {
        long weights = weightBefore[from] + weightBefore[to + 1];
        int middle = 0;
        long least = Long.MAX_VALUE;
        for (int split = from + 1; split <= to; split++) {
            long apart = Math.abs(2 * weightBefore[split] - weights);
            boolean cuts = isOneAmongEqual(split - 1, split + 1) || isOneAmongEqual(split - 2, split);
            long loss = apart + (cuts ? CUT_WEIGHS : 0);
            if (loss < least) {
                least = loss;
                middle = split;
            }
        }
        return middle;
    }

    private Node atLeast(int split, Node there, Node below) {
        return new Node.Test(source, Opcode.JGE, (int) ranges.get(split).first(), there, below);
    }

    /** One value between two ranges of one outcome: a single test for equality. */
    private boolean isOneAmongEqual(int from, int to) {
        return to - from == 2
                && from >= 0
                && to < ranges.size()
                && ranges.get(from + 1).first() + 1 == ranges.get(to).first()
                && ranges.get(from).outcome().equals(ranges.get(to).outcome());
    }

    /** Single values among ranges of one outcome, heaviest first; none where there is anything else, or too many. */
    private int[] singles(int from, int to) {
        int count = (to - from) / 2;
        if ((to - from) % 2 != 0 || count > MOST_IN_A_ROW) {
            return NONE;
        }
        int[] singles = new int[count];
        for (int i = 0; i < count; i++) {
            if (!isOneAmongEqual(from + 2 * i, from + 2 * i + 2)) {
                return NONE;
            }
            int single = from + 2 * i + 1;
            int place = i;
            while (place > 0
                    && ranges.get(singles[place - 1]).weight()
                            < ranges.get(single).weight()) {
                singles[place] = singles[place - 1];
                place--;
            }
            singles[place] = single;
        }
        return singles;
    }

    /** The cheapest search over a few ranges, as Knuth finds optimal search trees: its work grows with their square. */
    private final class Cheapest {
        private final int begin;
        private final long[][] cost;
        private final int[][] root;
        private final boolean[][] isInARow;

        Cheapest(int begin, int end) {
            this.begin = begin;
            int count = end - begin + 1;
            cost = new long[count][count];
            root = new int[count][count];
            isInARow = new boolean[count][count];
            for (int i = 0; i < count; i++) {
                root[i][i] = i;
            }
            for (int length = 2; length <= count; length++) {
                for (int from = 0; from + length <= count; from++) {
                    choose(from, from + length - 1);
                }
            }
        }

        private void choose(int from, int to) {
            long weight = weightBefore[begin + to + 1] - weightBefore[begin + from];
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
            cost[from][to] = best + weight + LENGTH_WEIGHS;
            int[] singles = singles(begin + from, begin + to);
            long inARow = 0;
            long left = weight;
            for (int single : singles) {
                inARow += left + LENGTH_WEIGHS;
                left -= ranges.get(single).weight();
            }
            if (singles.length > 0 && inARow <= cost[from][to]) {
                cost[from][to] = inARow;
                isInARow[from][to] = true;
            }
        }

        Node node(int from, int to) {
            if (from == to) {
                return ranges.get(from).outcome();
            }
            if (isInARow[from - begin][to - begin]) {
                int[] singles = singles(from, to);
                Node node = ranges.get(from).outcome();
                for (int i = singles.length - 1; i >= 0; i--) {
                    Range single = ranges.get(singles[i]);
                    node = new Node.Test(source, Opcode.JEQ, (int) single.first(), single.outcome(), node);
                }
                return node;
            }
            int split = begin + root[from - begin][to - begin];
            return atLeast(split, node(split, to), node(from, split - 1));
        }
    }
}
