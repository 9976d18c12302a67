package io.github.threadsandbox.policy;

import java.util.ArrayList;
import java.util.List;

/**
 * What happens to one syscall: the first clause that holds decides; {@code otherwise} where none does.
 *
 * @param clauses in order, first match wins; empty where the number alone decides
 * @param otherwise where no clause holds
 */
public record Decision(List<Clause> clauses, Action otherwise) {
    /** Copies the clauses. */
    public Decision {
        clauses = List.copyOf(clauses);
    }

    /**
     * A decision by number alone.
     *
     * @param action always
     * @return the decision
     */
    public static Decision always(Action action) {
        return new Decision(List.of(), action);
    }

    /**
     * Decides a call.
     *
     * @param arguments the six raw argument registers
     * @return what happens to it
     */
    public Action decide(long[] arguments) {
        for (Clause clause : clauses) {
            if (clause.holds(arguments)) {
                return clause.action();
            }
        }
        return otherwise;
    }

    /**
     * Whether it allows the call in any case at all, as far as its clauses tell.
     *
     * @return whether a clause allows it, or what holds where none does
     */
    public boolean mayAllow() {
        return otherwise.equals(Action.allow())
                || clauses.stream().anyMatch(clause -> clause.action().equals(Action.allow()));
    }

    /** Whether it allows the call whatever its arguments. */
    boolean alwaysAllows() {
        return otherwise.equals(Action.allow())
                && clauses.stream().allMatch(clause -> clause.action().equals(Action.allow()));
    }

    /**
     * Whether this one allows what another does, as far as that shows: nothing is carved out of it that the other does not
     * deny first of all, and no clause is missing.
     */
    boolean allowsAllOf(Decision other) {
        List<Clause> deniedFirst = other.clauses.stream()
                .takeWhile(clause -> !clause.action().equals(Action.allow()))
                .toList();
        boolean carved = clauses.stream()
                .anyMatch(clause -> !clause.action().equals(Action.allow()) && !deniedFirst.contains(clause));
        if (equals(other) || (!carved && otherwise.equals(Action.allow()))) {
            return true;
        }
        List<Clause> allowed = other.clauses.stream()
                .filter(clause -> clause.action().equals(Action.allow()))
                .toList();
        return !other.otherwise.equals(Action.allow())
                && (allowed.isEmpty() || (!carved && clauses.containsAll(allowed)));
    }

    /** The same with the observer asked wherever it denies; what ends the process is not asked, unless nothing is enforced. */
    Decision observed(boolean audit) {
        return new Decision(
                clauses.stream()
                        .map(clause -> new Clause(clause.conditions(), observed(clause.action(), audit)))
                        .toList(),
                observed(otherwise, audit));
    }

    /** Another decision where any of these clauses holds, and this one elsewhere. */
    Decision but(List<Clause> where, Decision other) {
        List<Clause> all = new ArrayList<>();
        for (Clause place : where) {
            for (Clause theirs : other.clauses) {
                List<Condition> conditions = new ArrayList<>(place.conditions());
                conditions.addAll(theirs.conditions());
                all.add(new Clause(conditions, theirs.action()));
            }
            all.add(new Clause(place.conditions(), other.otherwise));
        }
        all.addAll(clauses);
        return new Decision(all, otherwise);
    }

    private static Action observed(Action action, boolean audit) {
        boolean denies = !action.equals(Action.allow());
        return denies && (audit || !action.equals(Action.killProcess())) ? Action.ask() : action;
    }

    /**
     * What two decisions make together: the stricter action, whatever the arguments.
     *
     * @param other the other decision
     * @return pairs of clauses, in an order that keeps "first match wins" for both; none that cannot hold or is never come to, since
     *     roles that build on the same groups are alike in most
     */
    Decision and(Decision other) {
        List<Clause> pairs = new ArrayList<>();
        for (Clause mine : clauses) {
            boolean covered = false;
            for (Clause theirs : other.clauses) {
                if (mine.excludes(theirs)) {
                    continue;
                }
                List<Condition> conditions = new ArrayList<>(mine.conditions());
                theirs.conditions().stream()
                        .filter(condition -> !conditions.contains(condition))
                        .forEach(conditions::add);
                add(pairs, conditions, mine.action().stricter(theirs.action()));
                covered = conditions.size() == mine.conditions().size();
                if (covered) {
                    // Where mine holds, theirs does: nothing of what follows of theirs is come to.
                    break;
                }
            }
            if (!covered) {
                add(pairs, mine.conditions(), mine.action().stricter(other.otherwise));
            }
        }
        for (Clause theirs : other.clauses) {
            add(pairs, theirs.conditions(), otherwise.stricter(theirs.action()));
        }
        return new Decision(pairs, otherwise.stricter(other.otherwise));
    }

    /** Unless one before it holds wherever this would. */
    private static void add(List<Clause> clauses, List<Condition> conditions, Action action) {
        for (Clause before : clauses) {
            if (conditions.containsAll(before.conditions())) {
                return;
            }
        }
        clauses.add(new Clause(conditions, action));
    }

    // By hand: a record's own are linked when first called, one by one, and a JVM pays for that at its start.
    @Override
    public boolean equals(Object other) {
        return other instanceof Decision that && clauses.equals(that.clauses) && otherwise.equals(that.otherwise);
    }

    @Override
    public int hashCode() {
        return 31 * clauses.hashCode() + otherwise.hashCode();
    }
}
