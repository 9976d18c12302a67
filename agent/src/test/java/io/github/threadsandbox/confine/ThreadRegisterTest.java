package io.github.threadsandbox.confine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ThreadRegisterTest {
    private static final Role A = TestRole.of("a", 1);
    private static final Role B = TestRole.of("b", 1);

    /** Pretends to be whatever thread it is asked for. */
    private static final class Impostor extends Thread {
        private final Thread model;

        Impostor(Thread model) {
            this.model = model;
        }

        @Override
        @SuppressWarnings("removal")
        public long getId() {
            return model.getId();
        }

        @Override
        public boolean equals(Object other) {
            return true;
        }

        @Override
        public int hashCode() {
            return model.hashCode();
        }
    }

    @Test
    void knowsThreadsByWhatNoSubclassCanForge() throws Exception {
        ThreadRegister register =
                new ThreadRegister(new ThreadAccess(JavaLang.lookup()), Schedulers.of(JavaLang.lookup()), worker -> {});
        Thread confined = new Thread();
        register.add(confined, RoleSet.of(A), RoleSet.NONE);
        Thread impostor = new Impostor(confined);
        assertNull(register.get(impostor));
        register.add(impostor, RoleSet.NONE, RoleSet.NONE);
        register.remove(impostor);
        assertEquals(RoleSet.of(A), register.get(confined).set());
        register.remove(confined);
        assertEquals(0, register.size());
        assertEquals(RoleSet.NONE, register.current());
    }

    @Test
    void knowsWhereAThreadCameFrom() throws Exception {
        ThreadRegister register =
                new ThreadRegister(new ThreadAccess(JavaLang.lookup()), Schedulers.of(JavaLang.lookup()), worker -> {});
        Thread thread = new Impostor(Thread.currentThread());
        thread.setName("first");
        register.add(thread, RoleSet.of(A).with(B), RoleSet.of(A));
        thread.setName("second");
        KnownThread known = register.all().get(0);
        assertEquals("a+b", known.roles());
        assertEquals("first", known.nameAtStart());
        assertEquals("second", known.name());
        assertEquals(
                "started by \"" + Thread.currentThread().getName() + "\", class " + Impostor.class.getName(),
                known.origin());
        assertFalse(known.settled());
        assertFalse(known.alive());
    }

    @Test
    void remembersForAWhileWhoLeft() throws Exception {
        ThreadRegister register =
                new ThreadRegister(new ThreadAccess(JavaLang.lookup()), Schedulers.of(JavaLang.lookup()), worker -> {});
        for (int tid = 1; tid <= 5000; tid++) {
            register.leave(new Thread(), tid);
        }
        register.leave(new Thread(), -1);
        Leaving leaving = register.leaving();
        assertTrue(leaving.millisSince(5000).getAsLong()
                <= leaving.millisSince(905).getAsLong());
        assertTrue(leaving.millisSince(904).isEmpty());
        assertTrue(leaving.millisSince(-1).isEmpty());
    }
}
