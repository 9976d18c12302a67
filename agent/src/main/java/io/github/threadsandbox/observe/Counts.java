package io.github.threadsandbox.observe;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * How many calls of each role were denied, or would have been, since the observer began: all of them, those too that are counted and
 * not told yet. For rates, which what is told each minute would make nought and then a peak.
 */
final class Counts {
    /** Roles are as many as role maps say; but any thread of the JVM that gets at the socket can make names up. */
    private static final int MOST = 4096;

    private final Map<String, Count> byRole = new TreeMap<>();
    private final Map<String, Count> changed = new LinkedHashMap<>();

    /**
     * Of one role.
     *
     * @param denied calls that were denied
     * @param audited calls that would have been
     */
    record Count(long denied, long audited) {
        static final Count NONE = new Count(0, 0);

        Count with(boolean audit, long more) {
            return audit ? new Count(denied, audited + more) : new Count(denied + more, audited);
        }

        Count plus(Count other) {
            return new Count(denied + other.denied, audited + other.audited);
        }

        /** The larger of both. */
        Count most(Count other) {
            return new Count(Math.max(denied, other.denied), Math.max(audited, other.audited));
        }
    }

    void add(Denial denial) {
        Count before = byRole.get(denial.role());
        if (before == null && byRole.size() >= MOST) {
            return;
        }
        Count count = (before == null ? Count.NONE : before).with(denial.audit(), denial.count());
        byRole.put(denial.role(), count);
        changed.put(denial.role(), count);
    }

    /** Those that are others than when they were last taken out of it. */
    Map<String, Count> changed() {
        return changed;
    }
}
