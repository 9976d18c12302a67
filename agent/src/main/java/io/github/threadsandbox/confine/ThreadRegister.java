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
        private static final Registration UNCONFINED = new Registration(RoleSet.NONE);

        private final RoleSet roles;
        private volatile int tid;

        private Registration(RoleSet roles) {
            this.roles = roles;
        }

        RoleSet roles() {
            return roles;
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
        Registration registration = get(Thread.currentThread());
        return registration == null ? RoleSet.NONE : registration.roles();
    }

    Registration add(Thread thread, RoleSet roles) {
        Registration registration = roles.isEmpty() ? Registration.UNCONFINED : new Registration(roles);
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
