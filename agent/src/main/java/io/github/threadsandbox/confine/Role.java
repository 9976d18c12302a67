package io.github.threadsandbox.confine;

import io.github.threadsandbox.policy.Policy;
import io.github.threadsandbox.seccomp.Landlock;
import java.util.Optional;

/**
 * A role as one role map had it. What a thread, a task or a pool has of it is this very object: when a later role map changes the
 * role, that is another object, and whoever has this one keeps it. So identity is all that counts, and nothing is compared.
 */
final class Role {
    private final String name;
    private final int since;
    private final Policy policy;
    private final Optional<Landlock.Loaded> domain;
    private final boolean sharing;
    private final Optional<Policy> kept;
    private final Kinds kinds;
    private final Kind kind;
    private final int kindNumber;
    private final Role whole;
    private volatile int until = Integer.MAX_VALUE;
    private volatile Optional<Policy> refused = Optional.empty();

    /**
     * A role that a role map defines.
     *
     * @param since the generation of role maps that had it first
     * @param domain what Landlock holds it to
     * @param sharing whether its work on a lane uses the thread-locals of the thread that waits for it
     * @param kept what stays denied, where the role is audited and not enforced
     * @param apart whether it holds the kinds of its threads apart
     */
    Role(
            String name,
            int since,
            Policy policy,
            Optional<Landlock.Loaded> domain,
            boolean sharing,
            Optional<Policy> kept,
            boolean apart) {
        this.kept = kept;
        this.kinds = apart ? new Kinds(this) : null;
        this.kind = null;
        this.kindNumber = 0;
        this.whole = this;
        this.name = name;
        this.since = since;
        this.policy = policy;
        this.domain = domain;
        this.sharing = sharing;
    }

    private Role(Role whole, Kind kind, int number) {
        this.kept = whole.kept;
        this.kinds = null;
        this.kind = kind;
        this.kindNumber = number;
        this.whole = whole;
        this.name = whole.name;
        this.since = whole.since;
        this.policy = whole.policy;
        this.domain = whole.domain;
        this.sharing = whole.sharing;
    }

    /** What one kind of its threads has: the same in everything but that it is another. */
    Role ofKind(Kind of, int number) {
        return new Role(this, of, number);
    }

    /** The kinds of its threads; null where they are all one. */
    Kinds kinds() {
        return kinds;
    }

    /** Which kind of a role's threads has this; nothing where it is a whole role. */
    Optional<Kind> kind() {
        return Optional.ofNullable(kind);
    }

    int kindNumber() {
        return kindNumber;
    }

    /** The role of which this is a kind; else itself. */
    Role whole() {
        return whole;
    }

    /** Whether a role map defines it as it is. */
    boolean is(
            Policy otherPolicy,
            Optional<Landlock.Loaded> otherDomain,
            boolean otherSharing,
            Optional<Policy> otherKept,
            boolean otherApart) {
        return (kinds != null) == otherApart
                && kept.equals(otherKept)
                && policy.equals(otherPolicy)
                && domain.equals(otherDomain)
                && sharing == otherSharing;
    }

    String name() {
        return name;
    }

    int since() {
        return since;
    }

    Policy policy() {
        return policy;
    }

    Optional<Landlock.Loaded> domain() {
        return domain;
    }

    boolean isSharing() {
        return sharing;
    }

    /** What its own {@code deny} takes away, whatever it allows; nothing where it has none. For explanations: its policy has that in it. */
    Optional<Policy> refused() {
        return whole == this ? refused : whole.refused();
    }

    void refused(Optional<Policy> found) {
        refused = found;
    }

    /** What stays denied, where the role is audited; nothing where it is enforced. */
    Optional<Policy> kept() {
        return kept;
    }

    /** The last generation that has it; {@code Integer.MAX_VALUE} while the present one does. */
    int until() {
        return whole == this ? until : whole.until();
    }

    /** From now on no thread takes this by itself: only who has it already, and what that makes and hands on. */
    void supersede(int last) {
        until = last;
    }

    /** {@code fetch}; {@code fetch@3} for what the third generation of role maps made of it; {@code fetch/2} for its second kind. */
    @Override
    public String toString() {
        String generation = since == 1 ? name : name + "@" + since;
        return kind == null ? generation : generation + "/" + kindNumber;
    }
}
