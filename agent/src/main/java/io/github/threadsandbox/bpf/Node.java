package io.github.threadsandbox.bpf;

/** A node of a decision graph. Records, so that equal tails are one node and are emitted once. */
sealed interface Node {
    /** Ends: the filter's return value. */
    record Return(int value) implements Node {}

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
        public int hashCode() {
            return hash;
        }
    }
}
