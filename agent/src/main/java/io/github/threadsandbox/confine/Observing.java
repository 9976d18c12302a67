package io.github.threadsandbox.confine;

import io.github.threadsandbox.bpf.Program;
import io.github.threadsandbox.policy.Bound;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Whoever answers for confined threads where their filters ask: outside this JVM, which could not answer while it is held itself. */
public interface Observing {
    /**
     * Which answerer there is now. Waits for the first one, for a while.
     *
     * @return a number that grows; 0 where there is none
     */
    int generation();

    /**
     * Hands the listener of a filter over.
     *
     * @param generation the answerer that is meant
     * @param watched what it must know
     * @param listener the descriptor, which is closed in this process afterwards
     * @param zygote the thread that installed the filter, of which nothing is to be told
     * @return whether it has it now
     */
    boolean handOver(int generation, List<Watched> watched, int listener, int zygote);

    /**
     * One role of those that confine a thread.
     *
     * @param role its name
     * @param policy what decides what is denied
     * @param kept what decides what is denied all the same where nothing is enforced; nothing where the role is enforced
     * @param refused what its {@code deny} takes away, whatever else it allows; nothing where it has none
     * @param bounds what is closed to it for Landlock's sake
     * @param bound what would hold it to paths and ports, which it is asked about as well where the role is audited
     */
    record Watched(
            String role,
            Program policy,
            Optional<Program> kept,
            Optional<Program> refused,
            Set<Bound> bounds,
            Optional<DeniedUse.Holding> bound) {}
}
