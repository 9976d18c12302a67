package io.github.threadsandbox.bpf;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What is known, on one path through a decision graph, from the tests that led there. Immutable. */
final class Facts {
    static final Facts NONE = new Facts(Map.of());

    /** A test's outcome, by what was tested. */
    private record Key(Source source, int opcode, int k) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Key that && opcode == that.opcode && k == that.k && source.equals(that.source);
        }

        @Override
        public int hashCode() {
            return 31 * (31 * source.hashCode() + opcode) + k;
        }
    }

    private final Map<Key, Boolean> outcomes;

    private Facts(Map<Key, Boolean> outcomes) {
        this.outcomes = outcomes;
    }

    Facts with(Source source, int opcode, int k, boolean outcome) {
        Map<Key, Boolean> more = new HashMap<>(outcomes);
        more.put(new Key(source, opcode, k), outcome);
        return new Facts(more);
    }

    /** The outcome of a test, where the earlier ones imply it. */
    Optional<Boolean> outcome(Source source, int opcode, int k) {
        Optional<Boolean> same = Optional.ofNullable(outcomes.get(new Key(source, opcode, k)));
        if (same.isPresent()) {
            return same;
        }
        for (Map.Entry<Key, Boolean> known : outcomes.entrySet()) {
            Key key = known.getKey();
            if (key.source.offset() != source.offset()) {
                continue;
            }
            boolean covers = (source.mask() & ~key.source.mask()) == 0;
            if (key.opcode == Opcode.JEQ && known.getValue() && covers) {
                // These bits are known: a mask that keeps no others can be computed with.
                if (opcode != Opcode.JSET || (k & ~key.source.mask()) == 0) {
                    return Optional.of(holds(opcode, key.k & source.mask(), k));
                }
            }
            if (key.opcode == Opcode.JEQ
                    && known.getValue()
                    && opcode == Opcode.JSET
                    && (k & ~key.source.mask()) == 0) {
                return Optional.of((key.k & k) != 0);
            }
            if (key.opcode == Opcode.JSET && !known.getValue()) {
                // No bit of key.k is set.
                if (opcode == Opcode.JSET && (k & ~key.k) == 0) {
                    return Optional.of(false);
                }
                if (opcode == Opcode.JEQ && (k & key.k & source.mask()) != 0) {
                    return Optional.of(false);
                }
            }
            if (key.source.equals(source)) {
                Optional<Boolean> implied = byOrder(key.opcode, key.k, known.getValue(), opcode, k);
                if (implied.isPresent()) {
                    return implied;
                }
            }
        }
        return Optional.empty();
    }

    /** Facts of order about one source: A &gt;= 5 implies A &gt; 3, and that A is not 4. */
    private static Optional<Boolean> byOrder(int knownOpcode, int knownK, boolean knownOutcome, int opcode, int k) {
        if ((knownOpcode != Opcode.JGT && knownOpcode != Opcode.JGE) || opcode == Opcode.JSET) {
            return Optional.empty();
        }
        long least = 0;
        long most = 0xFFFF_FFFFL;
        long bound = Integer.toUnsignedLong(knownK);
        if (knownOutcome) {
            least = knownOpcode == Opcode.JGT ? bound + 1 : bound;
        } else {
            most = knownOpcode == Opcode.JGT ? bound : bound - 1;
        }
        long value = Integer.toUnsignedLong(k);
        return switch (opcode) {
            case Opcode.JEQ -> value < least || value > most ? Optional.of(false) : Optional.empty();
            case Opcode.JGT ->
                least > value ? Optional.of(true) : most <= value ? Optional.of(false) : Optional.empty();
            case Opcode.JGE ->
                least >= value ? Optional.of(true) : most < value ? Optional.of(false) : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static boolean holds(int opcode, int a, int k) {
        return switch (opcode) {
            case Opcode.JEQ -> a == k;
            case Opcode.JGT -> Integer.compareUnsigned(a, k) > 0;
            case Opcode.JGE -> Integer.compareUnsigned(a, k) >= 0;
            case Opcode.JSET -> (a & k) != 0;
            default -> throw new IllegalStateException("bug: opcode " + opcode);
        };
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Facts facts && outcomes.equals(facts.outcomes);
    }

    @Override
    public int hashCode() {
        return outcomes.hashCode();
    }
}
