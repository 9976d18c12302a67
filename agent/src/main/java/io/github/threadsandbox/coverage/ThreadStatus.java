package io.github.threadsandbox.coverage;

import io.github.threadsandbox.confine.KnownThread;

/**
 * One thread, and whether it is as it should be.
 *
 * @param kernel what the kernel says; null for a thread that the agent knows and that is nowhere in {@code /proc} as it should
 *     be
 * @param known what the agent knows; null for one that never came through the gate: the JVM's own, or native code's
 * @param expected the filters that it should be under
 * @param state whether it is
 */
record ThreadStatus(KernelThread kernel, KnownThread known, int expected, State state) {
    /** Whether a thread is under the filters that it should be under. */
    enum State {
        /** It is. */
        EXPECTED("expected"),
        /** It is starting or ending: the next look tells. */
        CHANGING("changing"),
        /** It is not. */
        MISMATCH("mismatch");

        private final String word;

        State(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    ThreadStatus in(State other) {
        return new ThreadStatus(kernel, known, expected, other);
    }

    int tid() {
        return kernel == null ? 0 : kernel.tid();
    }

    int filters() {
        return kernel == null ? 0 : kernel.filters();
    }

    String name() {
        return known == null ? kernel.name() : known.name();
    }

    String roles() {
        return known == null ? "" : known.roles();
    }

    /** The last generation of role maps that has its roles as they are. */
    int until() {
        return known == null ? Integer.MAX_VALUE : known.until();
    }

    String origin() {
        return known == null ? "native: its name in the kernel is \"" + kernel.name() + "\"" : known.origin();
    }

    /** What is wrong, for people. */
    String mismatch() {
        String is = "thread " + tid() + " \"" + name() + "\" "
                + (roles().isEmpty() ? "without a role" : "of role '" + roles() + "'");
        String why = roles().isEmpty()
                ? filters() > expected ? "something confined it that should not have" : "it is outside the base filter"
                : filters() < expected
                        ? "it is not confined as its role says"
                        : "something confined it beyond its role";
        return is + " is under " + filters() + (filters() == 1 ? " filter" : " filters") + ", expected " + expected
                + ": " + why + "; " + origin();
    }
}
