package io.github.threadsandbox.bpf;

/**
 * A node of a decision graph. Equal tails are one node and are emitted once; {@code equals} and {@code hashCode} are by hand,
 * because a record's own are linked when first called, and a JVM pays for that at its start.
 */
sealed interface Node {
    /** Ends: the filter's return value. */
    record Return(int value) implements Node {
        @Override
        public boolean equals(Object other) {
            return other instanceof Return that && value == that.value;
        }

        @Override
        public int hashCode() {
            return value;
        }
    }

    /**
     * Tests and goes on.
     *
     * @param source what the accumulator must hold
     * @param opcode one of the conditional jumps of {@link Opcode}
     * @param k compared with
     * @param yes where it holds
     * @param no where it does not
     */
    record Test(Source source, int opcode, int k, Node yes, Node no, int hash) implements Node {
        Test(Source source, int opcode, int k, Node yes, Node no) {
            // Kept: a deep graph's hash would otherwise be computed anew at every level.
            this(
                    source,
                    opcode,
                    k,
                    yes,
                    no,
                    31 * (31 * (31 * (31 * source.hashCode() + opcode) + k) + yes.hashCode()) + no.hashCode());
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Test that
                    && hash == that.hash
                    && opcode == that.opcode
                    && k == that.k
                    && source.equals(that.source)
                    && (yes == that.yes || yes.equals(that.yes))
                    && (no == that.no || no.equals(that.no));
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }
}
