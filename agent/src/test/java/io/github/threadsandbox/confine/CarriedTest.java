package io.github.threadsandbox.confine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class CarriedTest {
    private static final Role A = TestRole.of("a", 1);
    private static final Role B = TestRole.of("b", 1);

    private final Carried carried = new Carried();

    /** Equal to everything, and says so wherever it is asked. */
    private static final class Impostor {
        @Override
        public boolean equals(Object other) {
            throw new AssertionError("an application's equals was called");
        }

        @Override
        public int hashCode() {
            throw new AssertionError("an application's hashCode was called");
        }
    }

    @Test
    void keepsRolesByIdentityAndCallsNothing() {
        Impostor one = new Impostor();
        Impostor two = new Impostor();
        carried.add(one, RoleSet.of(A));
        assertEquals(RoleSet.of(A), carried.of(one));
        assertNull(carried.of(two));
    }

    @Test
    void addsTheRolesOfEveryoneWhoHandsItOn() {
        Object work = new Object();
        carried.add(work, RoleSet.of(A));
        carried.add(work, RoleSet.of(B));
        assertEquals(RoleSet.of(A).with(B), carried.of(work));
    }

    @Test
    void forgetsWorkThatIsGone() {
        for (int i = 0; i < 1000; i++) {
            carried.add(new byte[1000], RoleSet.of(A));
        }
        for (int i = 0; i < 100 && carried.size() > 10; i++) {
            System.gc();
            carried.add(new Object(), RoleSet.of(A));
        }
        assertTrue(carried.size() < 100, "still " + carried.size());
    }
}
