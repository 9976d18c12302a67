package io.github.threadsandbox.confine;

import java.util.concurrent.ThreadSandboxMarks;

/**
 * The roles that came with a piece of work: in the work itself where it takes a mark, which costs a fork next to nothing; else, and
 * when the marks are used up, beside it.
 */
final class Marked {
    /** The mark of work whose roles are kept beside it. */
    private static final int BESIDE = ThreadSandboxMarks.MOST;

    private final Carried beside = new Carried();

    /** By their marks; none changes once it is here, for tasks that have it may be anywhere. */
    private final RoleSet[] sets = new RoleSet[BESIDE];

    private volatile ThreadSandboxMarks marks;

    /** Takes what reads and writes marks, before the first piece of work. */
    void by(ThreadSandboxMarks newMarks) {
        marks = newMarks;
    }

    /** The roles, or null. */
    RoleSet of(Object work) {
        int mark = markOf(work);
        return mark < 0 || mark == BESIDE ? beside.of(work) : sets[mark];
    }

    private int markOf(Object work) {
        ThreadSandboxMarks now = marks;
        return now == null ? -1 : now.of(work);
    }

    /** Adds roles: an object that two confined threads hand on is both's. */
    void add(Object work, RoleSet more) {
        for (; ; ) {
            int mark = markOf(work);
            if (mark < 0 || mark == BESIDE) {
                beside.add(work, more);
                return;
            }
            RoleSet before = sets[mark];
            RoleSet all = before == null ? more : before.and(more);
            if (all.equals(before)) {
                return;
            }
            int next = markOf(all);
            if (next == BESIDE) {
                // Before the mark says so: whoever reads it finds them.
                beside.add(work, all);
            }
            if (marks.change(work, mark, next)) {
                return;
            }
        }
    }

    /** Most sets are the very object that is here. */
    @SuppressWarnings("ReferenceEquality")
    private int markOf(RoleSet set) {
        for (int i = 1; i < sets.length && sets[i] != null; i++) {
            if (sets[i] == set) {
                return i;
            }
        }
        return newMark(set);
    }

    private synchronized int newMark(RoleSet set) {
        for (int i = 1; i < sets.length; i++) {
            if (sets[i] == null) {
                sets[i] = set;
            }
            if (sets[i].equals(set)) {
                return i;
            }
        }
        return BESIDE;
    }

    /** See {@link Carried#mark}; of work that takes no mark. */
    Carried beside() {
        return beside;
    }
}
