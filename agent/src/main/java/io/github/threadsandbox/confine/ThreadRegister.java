package io.github.threadsandbox.confine;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.function.Consumer;

/**
 * Which thread is confined by which roles: every thread that came through the gate, from before its first instruction to its
 * end. Keyed by the JVM's own thread id, which no subclass can forge.
 *
 * <p>What a thread asks of it as it begins, works and ends allocates nothing. That is worth more than it looks: the first
 * allocation gives a thread a TLAB, often a megabyte, and a thread that ends soon leaves most of it to the collector.
 */
final class ThreadRegister {
    private static final int RECENT = 1 << 12;

    private final ThreadAccess access;
    private final Schedulers schedulers;
    private final Consumer<Thread> confinedWorker;

    /** The entry that was made last of those whose ids end alike: found without a boxed id. Only a short cut, and unordered. */
    private final Registration[] recent = new Registration[RECENT];

    private final ConcurrentHashMap<Long, Registration> registrations = new ConcurrentHashMap<>();
    private final Leaving leaving = new Leaving();

    /**
     * An empty one.
     *
     * @param confinedWorker takes a worker of a {@code ForkJoinPool} before it is confined
     */
    ThreadRegister(ThreadAccess access, Schedulers schedulers, Consumer<Thread> confinedWorker) {
        this.access = access;
        this.schedulers = schedulers;
        this.confinedWorker = confinedWorker;
    }

    Registration get(Thread thread) {
        long id = access.id(thread);
        Registration known = recent[place(id)];
        return known != null && known.isOf(thread) ? known : registrations.get(id);
    }

    private static int place(long id) {
        return (int) id & (RECENT - 1);
    }

    /** The roles of the calling thread: a virtual thread's are its scheduler's, whatever carries it. */
    RoleSet current() {
        Confinement confinement = ofThisThread();
        return confinement == null ? RoleSet.NONE : confinement.set();
    }

    /** What confines the calling thread; null for one that never came through the gate. */
    Confinement ofThisThread() {
        Thread current = Thread.currentThread();
        return schedulers.isVirtual(current) ? schedulers.confinementOf(current) : get(current);
    }

    /** Enters a thread that the calling thread starts, or the calling thread itself. */
    Registration add(Thread thread, RoleSet roles, RoleSet own) {
        if (!roles.isEmpty() && thread instanceof ForkJoinWorkerThread) {
            confinedWorker.accept(thread);
        }
        Registration registration = new Registration(access, thread, roles, roles.isEmpty() ? roles : own);
        registrations.put(registration.id(), registration);
        recent[place(registration.id())] = registration;
        return registration;
    }

    void remove(Thread thread) {
        Registration known = get(thread);
        if (known != null) {
            registrations.remove(known.id());
            int place = place(known.id());
            if (recent[place] == known) {
                recent[place] = null;
            }
        }
    }

    /** The thread has no more to do in Java; the kernel's thread is there a moment longer. */
    void leave(Thread thread, int tid) {
        leaving.add(tid);
        remove(thread);
    }

    /** To be asked after {@link #all}: a thread is in the one before it is out of the other. */
    Leaving leaving() {
        return leaving;
    }

    List<KnownThread> all() {
        return new ArrayList<>(registrations.values());
    }

    /** The sets of roles that threads have. */
    Set<RoleSet> sets() {
        Set<RoleSet> sets = new HashSet<>();
        registrations.values().forEach(registration -> sets.add(registration.set()));
        return sets;
    }

    /** The thread that told this id. */
    Registration byTid(int tid) {
        for (Registration registration : registrations.values()) {
            if (registration.tid() == tid) {
                return registration;
            }
        }
        return null;
    }

    /** Threads with roles that run, and have not told their ids. */
    List<Registration> withoutTid() {
        List<Registration> found = new ArrayList<>();
        for (Registration registration : registrations.values()) {
            if (registration.tid() == 0 && !registration.set().isEmpty() && registration.alive()) {
                found.add(registration);
            }
        }
        return found;
    }

    /** Threads that run under exactly these roles. */
    List<Registration> ofRoles(List<String> names) {
        List<Registration> found = new ArrayList<>();
        for (Registration registration : registrations.values()) {
            if (registration.set().confining().names().equals(names) && registration.alive()) {
                found.add(registration);
            }
        }
        return found;
    }

    int size() {
        return registrations.size();
    }
}
