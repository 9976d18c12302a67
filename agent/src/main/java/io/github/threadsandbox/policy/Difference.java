package io.github.threadsandbox.policy;

import io.github.threadsandbox.linux.Arch;
import io.github.threadsandbox.linux.SyscallTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one policy allows that another does not, call by call, decided from what they do rather than from how they are written.
 *
 * @param syscall the call
 * @param kind how much of it
 * @param example arguments for which the two differ; for {@link Kind#SOME} alone
 */
public record Difference(String syscall, Kind kind, Optional<long[]> example) {
    /** How much more of a call is allowed. */
    public enum Kind {
        /** Allowed save where something denies it, and the other never allows it. */
        ALL,
        /** Allowed under conditions, and the other never allows it. */
        UNDER_CONDITIONS,
        /** Allowed save where something denies it, and the other allows it under conditions. */
        WITHOUT_CONDITIONS,
        /** Both allow it under conditions, which differ. */
        SOME
    }

    /**
     * Everything that one allows and the other does not.
     *
     * @param allows the one
     * @param denies the other
     * @param arch whose calls
     * @return sorted by call
     */
    public static List<Difference> between(Policy allows, Policy denies, Arch arch) {
        List<Difference> differences = new ArrayList<>();
        for (String syscall : SyscallTable.names()) {
            if (SyscallTable.of(arch).number(syscall).isPresent()) {
                between(syscall, allows.decision(syscall), denies.decision(syscall))
                        .ifPresent(differences::add);
            }
        }
        return differences;
    }

    private static Optional<Difference> between(String syscall, Decision allows, Decision denies) {
        if (allows.equals(denies) || !allows.mayAllow() || denies.alwaysAllows()) {
            return Optional.empty();
        }
        boolean whole = allows.otherwise().equals(Action.allow());
        if (!denies.mayAllow()) {
            return Optional.of(new Difference(syscall, whole ? Kind.ALL : Kind.UNDER_CONDITIONS, Optional.empty()));
        }
        if (whole && !denies.otherwise().equals(Action.allow())) {
            return Optional.of(new Difference(syscall, Kind.WITHOUT_CONDITIONS, Optional.empty()));
        }
        return Witness.find(allows, denies).map(example -> new Difference(syscall, Kind.SOME, Optional.of(example)));
    }
}
