package io.github.threadsandbox.bpf;

import io.github.threadsandbox.policy.Clause;
import io.github.threadsandbox.policy.Comparison;
import io.github.threadsandbox.policy.Condition;
import io.github.threadsandbox.policy.Decision;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The decision graph of one syscall's arguments. Built forwards along every path with what the path already knows, so that
 * no test is made whose outcome is implied; equal tails become one node.
 */
final class ArgumentGraph {
    /** From this many equality tests in a row on one word on, a binary search is made of them. */
    private static final int SEARCH_FROM = 3;

    /** The greatest word. */
    private static final long MOST = 0xFFFF_FFFFL;

    private final Decision decision;
    private final Map<Place, Node> built = new HashMap<>();

    private ArgumentGraph(Decision decision) {
        this.decision = decision;
    }

    /** Where in the decision, and with what known. */
    private record Place(int clause, int condition, Facts facts) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Place that
                    && clause == that.clause
                    && condition == that.condition
                    && facts.equals(that.facts);
        }

        @Override
        public int hashCode() {
            return 31 * (31 * clause + condition) + facts.hashCode();
        }
    }

    static Node of(Decision decision) {
        return new ArgumentGraph(narrowFirst(decision)).clause(0, Facts.NONE);
    }

    /**
     * All of a clause's conditions must hold, in whatever order: what takes one word's test comes before what takes two. Of no
     * consequence for the shipped role maps; of policies by chance it saves 2 % of the instructions.
     */
    private static Decision narrowFirst(Decision decision) {
        List<Clause> clauses = new ArrayList<>();
        for (Clause clause : decision.clauses()) {
            List<Condition> conditions = new ArrayList<>();
            for (int wide = 0; wide <= 1; wide++) {
                for (Condition condition : clause.conditions()) {
                    if (condition.wide() == (wide == 1)) {
                        conditions.add(condition);
                    }
                }
            }
            clauses.add(new Clause(conditions, clause.action()));
        }
        return new Decision(clauses, decision.otherwise());
    }

    private Node clause(int index, Facts facts) {
        List<Clause> clauses = decision.clauses();
        if (index == clauses.size()) {
            return new Node.Return(decision.otherwise().returnValue());
        }
        int end = searchEnd(index);
        if (end - index >= SEARCH_FROM) {
            return search(index, end, facts);
        }
        return condition(index, 0, facts);
    }

    /** One past the last clause of a run, from {@code index} on, that each test one word for equality and no more. */
    private int searchEnd(int index) {
        List<Clause> clauses = decision.clauses();
        int end = index;
        while (end < clauses.size()
                && isPlainEquality(clauses.get(end))
                && wordOf(clauses.get(end).conditions().get(0))
                        .equals(wordOf(clauses.get(index).conditions().get(0)))) {
            end++;
        }
        return end;
    }

    /**
     * Neighbouring values with one action are a range; what is denied as all else is denied needs no test. Both save 5 % of the
     * shipped role maps' instructions.
     */
    private Node search(int from, int end, Facts facts) {
        Source source = wordOf(decision.clauses().get(from).conditions().get(0));
        TreeMap<Long, Node> values = new TreeMap<>();
        Facts rest = facts;
        for (int i = from; i < end; i++) {
            int value = (int) decision.clauses().get(i).conditions().get(0).value();
            boolean possible = (value & ~source.mask()) == 0
                    && facts.outcome(source, Opcode.JEQ, value).orElse(true);
            if (possible) {
                values.putIfAbsent(
                        Integer.toUnsignedLong(value),
                        new Node.Return(decision.clauses().get(i).action().returnValue()));
            }
            rest = rest.with(source, Opcode.JEQ, value, false);
        }
        Node otherwise = clause(end, rest);
        List<RangeSearch.Range> ranges = new ArrayList<>();
        long next = 0;
        for (Map.Entry<Long, Node> value : values.entrySet()) {
            if (value.getKey() > next) {
                RangeSearch.add(ranges, new RangeSearch.Range(next, otherwise, 1));
            }
            RangeSearch.add(ranges, new RangeSearch.Range(value.getKey(), value.getValue(), 1));
            next = value.getKey() + 1;
        }
        if (next <= MOST) {
            RangeSearch.add(ranges, new RangeSearch.Range(next, otherwise, 1));
        }
        return RangeSearch.over(source, ranges);
    }

    private static boolean isPlainEquality(Clause clause) {
        Condition first = clause.conditions().get(0);
        return clause.conditions().size() == 1 && !first.wide() && first.comparison() == Comparison.EQUAL;
    }

    private static Source wordOf(Condition condition) {
        return Source.low(condition.argument(), condition.mask());
    }

    private Node condition(int clause, int index, Facts facts) {
        Place place = new Place(clause, index, facts);
        Node known = built.get(place);
        if (known == null) {
            List<Condition> conditions = decision.clauses().get(clause).conditions();
            known = index == conditions.size()
                    ? new Node.Return(decision.clauses().get(clause).action().returnValue())
                    : compare(
                            conditions.get(index),
                            facts,
                            then -> condition(clause, index + 1, then),
                            then -> clause(clause + 1, then));
            built.put(place, known);
        }
        return known;
    }

    /** What follows, given what is known by then. */
    private interface Continuation {
        Node after(Facts facts);
    }

    private static Node compare(Condition c, Facts facts, Continuation yes, Continuation no) {
        return switch (c.comparison()) {
            case EQUAL -> equal(c, facts, yes, no);
            case NOT_EQUAL -> equal(c, facts, no, yes);
            case GREATER -> greater(c, Opcode.JGT, facts, yes, no);
            case GREATER_OR_EQUAL -> greater(c, Opcode.JGE, facts, yes, no);
            case LESS -> greater(c, Opcode.JGE, facts, no, yes);
            case LESS_OR_EQUAL -> greater(c, Opcode.JGT, facts, no, yes);
        };
    }

    /** Equality of both words; the low one first, because it is the one that differs. */
    private static Node equal(Condition c, Facts facts, Continuation yes, Continuation no) {
        Source low = wordOf(c);
        int lowValue = (int) c.value();
        if (!c.wide()) {
            return equalWord(low, lowValue, facts, yes, no);
        }
        Source high = Source.high(c.argument(), c.mask());
        int highValue = (int) (c.value() >>> 32);
        return equalWord(low, lowValue, facts, then -> equalWord(high, highValue, then, yes, no), no);
    }

    private static Node equalWord(Source source, int value, Facts facts, Continuation yes, Continuation no) {
        if ((value & ~source.mask()) != 0) {
            return no.after(facts);
        }
        if (source.mask() == 0) {
            return yes.after(facts);
        }
        // A bit test leaves the whole word in the accumulator for the next test.
        if (source.isMasked() && value == 0) {
            return branch(source.whole(), Opcode.JSET, source.mask(), facts, no, yes);
        }
        if (value == source.mask() && Integer.bitCount(value) == 1) {
            return branch(source.whole(), Opcode.JSET, source.mask(), facts, yes, no);
        }
        return branch(source, Opcode.JEQ, value, facts, yes, no);
    }

    /** {@code >} (JGT) or {@code >=} (JGE), unsigned: the high words decide, unless they are equal. */
    private static Node greater(Condition c, int opcode, Facts facts, Continuation yes, Continuation no) {
        Source low = wordOf(c);
        int lowValue = (int) c.value();
        if (!c.wide()) {
            return branch(low, opcode, lowValue, facts, yes, no);
        }
        Source high = Source.high(c.argument(), c.mask());
        int highValue = (int) (c.value() >>> 32);
        return branch(
                high,
                Opcode.JEQ,
                highValue,
                facts,
                then -> branch(low, opcode, lowValue, then, yes, no),
                then -> branch(high, Opcode.JGT, highValue, then, yes, no));
    }

    private static Node branch(Source source, int opcode, int k, Facts facts, Continuation yes, Continuation no) {
        Boolean implied = source.mask() == 0
                ? Facts.NONE
                        .with(source, Opcode.JEQ, 0, true)
                        .outcome(source, opcode, k)
                        .orElse(null)
                : facts.outcome(source, opcode, k).orElse(null);
        if (implied != null) {
            return implied ? yes.after(facts) : no.after(facts);
        }
        if (opcode == Opcode.JGE && k == 0) {
            return yes.after(facts);
        }
        if (opcode == Opcode.JGT && k == -1) {
            return no.after(facts);
        }
        return test(
                source,
                opcode,
                k,
                yes.after(facts.with(source, opcode, k, true)),
                no.after(facts.with(source, opcode, k, false)));
    }

    private static Node test(Source source, int opcode, int k, Node yes, Node no) {
        return yes.equals(no) ? yes : new Node.Test(source, opcode, k, yes, no);
    }
}
