package io.github.threadsandbox.confine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;

class ThreadRegisterTest {
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
        ThreadRegister register = new ThreadRegister(new ThreadAccess(JavaLang.lookup()));
        Thread confined = new Thread();
        register.add(confined, RoleSet.of("a"), RoleSet.NONE);
        Thread impostor = new Impostor(confined);
        assertNull(register.get(impostor));
        register.add(impostor, RoleSet.NONE, RoleSet.NONE);
        register.remove(impostor);
        assertEquals(RoleSet.of("a"), register.get(confined).roles());
        register.remove(confined);
        assertEquals(0, register.size());
        assertEquals(RoleSet.NONE, register.current());
    }
}
