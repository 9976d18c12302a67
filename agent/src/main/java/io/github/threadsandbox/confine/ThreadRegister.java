package io.github.threadsandbox.confine;

import java.util.concurrent.ConcurrentHashMap;

/**
 * Which thread is confined by which roles: every thread that came through the gate, from before its first instruction to its
 * end. Keyed by the JVM's own thread id, which no subclass can forge.
 */
final class ThreadRegister {
    private final ThreadAccess access;
    private final ConcurrentHashMap<Long, Registration> registrations = new ConcurrentHashMap<>();

    ThreadRegister(ThreadAccess access) {
        this.access = access;
    }

    /** One thread's entry. */
    static final class Registration {
        private static final Registration UNCONFINED = new Registration(RoleSet.NONE, RoleSet.NONE);

        private final RoleSet roles;
        private final RoleSet own;
        private volatile int tid;

        private Registration(RoleSet roles, RoleSet own) {
            this.roles = roles;
            this.own = own;
        }

        RoleSet roles() {
            return roles;
        }

        /** Those that the role map gives the thread itself; the others it has from who started or made it. */
        RoleSet own() {
            return own;
        }

        /** The kernel's id, or 0 until the thread has run {@code Thread.run}. */
        int tid() {
            return tid;
        }

        void tid(int newTid) {
            tid = newTid;
        }
    }

    Registration get(Thread thread) {
        return registrations.get(access.id(thread));
    }

    /** The roles of the calling thread; none for a virtual thread, whose carrier is never confined. */
    RoleSet current() {
        return ofThisThread().roles();
    }

    /** The calling thread's entry; that of an unconfined thread if it has none. */
    Registration ofThisThread() {
        Registration registration = get(Thread.currentThread());
        return registration == null ? Registration.UNCONFINED : registration;
    }

    Registration add(Thread thread, RoleSet roles, RoleSet own) {
        Registration registration = roles.isEmpty() ? Registration.UNCONFINED : new Registration(roles, own);
        registrations.put(access.id(thread), registration);
        return registration;
    }

    void remove(Thread thread) {
        registrations.remove(access.id(thread));
    }

    int size() {
        return registrations.size();
    }
}
