package io.github.threadsandbox.coverage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.threadsandbox.confine.KnownThread;
import io.github.threadsandbox.coverage.ThreadStatus.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static final int BASE = 2;

    private final List<KernelThread> kernel = new ArrayList<>();
    private final List<KnownThread> known = new ArrayList<>();
    private Set<Integer> leaving = Set.of();

    private record Known(int tid, String name, String roles, boolean settled, boolean alive) implements KnownThread {
        @Override
        public int until() {
            return Integer.MAX_VALUE;
        }

        @Override
        public String nameAtStart() {
            return name;
        }

        @Override
        public String origin() {
            return "started by a test";
        }
    }

    private KnownThread knows(int tid, String name, String roles) {
        return knows(new Known(tid, name, roles, true, true));
    }

    private KnownThread knows(KnownThread thread) {
        known.add(thread);
        return thread;
    }

    private void has(int tid, String name, int filters) {
        kernel.add(new KernelThread(tid, name, filters));
    }

    private List<ThreadStatus> compare() {
        return Comparison.of(kernel, known, leaving::contains, BASE);
    }

    private List<State> states() {
        return compare().stream().map(ThreadStatus::state).toList();
    }

    @Test
    void oneFilterMoreForWhateverRoles() {
        knows(10, "main", "");
        knows(11, "a", "compute");
        knows(12, "b", "compute+fetch");
        has(9, "VM Thread", 2);
        has(10, "java", 2);
        has(11, "a", 3);
        has(12, "b", 3);
        assertEquals(List.of(State.EXPECTED, State.EXPECTED, State.EXPECTED, State.EXPECTED), states());
        assertEquals(
                List.of("VM Thread", "main", "a", "b"),
                compare().stream().map(ThreadStatus::name).toList());
    }

    @Test
    void anEscapeAndAContaminationAndAThreadOutsideTheBase() {
        knows(10, "escaped", "compute");
        knows(11, "contaminated", "");
        has(10, "escaped", 2);
        has(11, "contaminated", 3);
        has(12, "native", 3);
        has(13, "outside", 1);
        knows(14, "twice", "compute");
        has(14, "twice", 4);
        assertEquals(List.of(State.MISMATCH, State.MISMATCH, State.MISMATCH, State.MISMATCH, State.MISMATCH), states());
        List<String> said = compare().stream().map(ThreadStatus::mismatch).toList();
        assertEquals(
                "thread 10 \"escaped\" of role 'compute' is under 2 filters, expected 3: it is not confined as its role says;"
                        + " started by a test",
                said.get(0));
        assertTrue(said.get(1).contains("expected 2: something confined it that should not have; started by a test"));
        assertTrue(said.get(2).endsWith("; native: its name in the kernel is \"native\""), said.get(2));
        assertTrue(said.get(3).contains("is under 1 filter, expected 2: it is outside the base filter"), said.get(3));
        assertTrue(said.get(4).contains("something confined it beyond its role"), said.get(4));
    }

    @Test
    void aThreadThatNeverToldItsIdIsFoundByItsName() {
        KnownThread a = knows(0, "a-name-of-more-than-15", "compute");
        KnownThread b = knows(0, "b", "");
        has(10, "a-name-of-more-", 3);
        has(11, "b", 2);
        assertEquals(List.of(State.EXPECTED, State.EXPECTED), states());
        assertSame(a, compare().get(0).known());
        assertSame(b, compare().get(1).known());
    }

    @Test
    void orByItsFilters() {
        KnownThread a = knows(0, "a", "compute");
        has(9, "another", 2);
        has(10, "renamed", 3);
        assertEquals(List.of(State.EXPECTED, State.EXPECTED), states());
        assertNull(compare().get(0).known());
        assertSame(a, compare().get(1).known());
    }

    @Test
    void aNameIsWorthMoreThanAFilter() {
        knows(0, "b", "compute");
        knows(0, "pool", "");
        has(10, "pool", 3);
        has(11, "b", 3);
        assertEquals(List.of(State.MISMATCH, State.EXPECTED), states());
    }

    @Test
    void oneThatNeverToldItsIdAndEscaped() {
        KnownThread a = knows(0, "a", "compute");
        has(10, "a", 2);
        assertEquals(List.of(State.MISMATCH), states());
        assertSame(a, compare().get(0).known());
    }

    @Test
    void aRolesThreadThatIsNowhere() {
        KnownThread a = knows(0, "a", "compute");
        has(10, "other", 2);
        assertEquals(List.of(State.EXPECTED, State.MISMATCH), states());
        assertSame(a, compare().get(1).known());
        assertNull(compare().get(1).kernel());
    }

    @Test
    void oneThatStartsOrEndsIsNoMismatch() {
        knows(new Known(10, "starts", "compute", false, true));
        knows(new Known(0, "not there yet", "compute", false, true));
        has(10, "starts", 2);
        has(11, "ended", 3);
        leaving = Set.of(11);
        assertEquals(List.of(State.CHANGING, State.CHANGING, State.CHANGING), states());
        leaving = Set.of();
        // Without the thread that is not there yet, to which the filter could belong.
        known.remove(1);
        assertEquals(List.of(State.CHANGING, State.MISMATCH), states());
    }

    @Test
    void anEntryWhoseThreadIsGoneStandsForNone() {
        knows(new Known(10, "gone", "compute", true, false));
        knows(new Known(0, "gone too", "compute", true, false));
        has(10, "reused", 2);
        has(11, "contaminated", 3);
        assertEquals(List.of(State.EXPECTED, State.MISMATCH), states());
    }
}
