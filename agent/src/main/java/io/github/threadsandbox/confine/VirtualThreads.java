package io.github.threadsandbox.confine;

import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;

/**
 * Confines virtual threads: by the carriers that they run on, which are chosen once and for all when a virtual thread is
 * made. Its roles are those of the thread that makes it, and its own.
 *
 * <p>Only what is known by then counts. Where it turns out at the start that more is needed (it was named later, or a confined
 * thread starts what another made), it is refused.
 */
final class VirtualThreads {
    private final Generations generations;
    private final ThreadObserver observer;
    private final ThreadRegister register;
    private final Handed handed;
    private final Schedulers schedulers;
    private final Refusals refusals;
    private final Starts starts;

    VirtualThreads(
            Generations generations,
            ThreadObserver observer,
            ThreadRegister register,
            Handed handed,
            Refusals refusals,
            Starts starts) {
        this.generations = generations;
        this.observer = observer;
        this.register = register;
        this.handed = handed;
        this.schedulers = observer.schedulers();
        this.refusals = refusals;
        this.starts = starts;
    }

    /** The scheduler for a virtual thread that the calling thread makes; null for the JDK's choice. */
    Executor scheduler(Executor given, String name, Runnable task) {
        RoleSet current = register.current();
        RoleSet starter = starterOf(current, task);
        Generation now = generations.current();
        String own = ownOf(now, name == null ? "" : name, task);
        if (own == null && starter.isEmpty()) {
            // Left alone, the JDK would take the scheduler of a virtual thread that makes this one.
            return current.isEmpty() || !schedulers.available()
                    ? given
                    : schedulers.access().defaultScheduler();
        }
        Role role = own == null ? null : now.role(own);
        if (own != null && role == null) {
            refuse(name, starter, own, Refusals.undefined("@SandboxedThread"));
            return given;
        }
        if (role != null && role.kinds() != null) {
            role = role.kinds().of(observer.kindOfVirtual(name == null ? "" : name, task));
        }
        Executor known = schedulers.known(starter, role);
        if (known != null) {
            return known;
        }
        RoleSet owns = role == null ? RoleSet.NONE : RoleSet.of(role);
        Executor made = make(given, name, starter, starter.and(owns), owns);
        if (made != given) {
            schedulers.keep(starter, role, made);
        }
        return made;
    }

    /** Its own role; what everybody uses is nobody's kind. */
    private String ownOf(Generation now, String name, Object task) {
        String own = now.virtualRoles().roleOf(name, task);
        Role role = own == null ? null : now.role(own);
        return role != null && role.kinds() != null && observer.isShared(task) ? null : own;
    }

    /** Whose roles it starts with: for a pool's worker those of the pool's maker, as with platform threads. */
    private RoleSet starterOf(RoleSet current, Object task) {
        Object pool = current.isEmpty() ? null : observer.poolOfVirtual(task);
        return pool == null ? current : handed.rolesOfWorkers(pool, current);
    }

    private Executor make(Executor given, String name, RoleSet starter, RoleSet set, RoleSet own) {
        String why;
        if (!schedulers.available()) {
            why = "it is a virtual thread, and this JDK (" + Runtime.version() + ") does not let one be confined: use a"
                    + " platform thread for this role";
        } else {
            try {
                starts.makeScheduler(set, own);
                return schedulers.of(set, own);
            } catch (Throwable t) {
                why = "it cannot be confined: " + t.getMessage();
            }
        }
        refuse(name, starter, set.toString(), why);
        return given;
    }

    /** The thread starts, on whatever thread calls {@code start}. A name that it was given since it was made counts as well. */
    void start(Thread virtual) {
        RoleSet current = register.current();
        Generation now = generations.current();
        boolean named = now.virtualRoles().askForName(virtual.getName());
        if (!named && current.isEmpty()) {
            return;
        }
        Object task = task(virtual);
        RoleSet starter = starterOf(current, task);
        String own = named ? ownOf(now, virtual.getName(), task) : null;
        RoleSet has = rolesOf(virtual);
        // The role map may be another by now: what it was made with, it keeps.
        if ((own != null && !has.hasOneNamed(own)) || !has.hasAll(starter)) {
            refuse(
                    virtual.getName(),
                    starter,
                    own == null || starter.hasOneNamed(own)
                            ? starter.toString()
                            : starter.isEmpty() ? own : starter + "+" + own,
                    "it is a virtual thread that was made without this role, and its carriers are chosen when it is made:"
                            + " give it its name there (Thread.ofVirtual().name(…)), and let it be made by the thread that"
                            + " starts it");
        }
    }

    /** Whether a pool is the scheduler of virtual threads with roles. */
    boolean isScheduler(Object pool) {
        return schedulers.isOne(pool);
    }

    private RoleSet rolesOf(Thread virtual) {
        Confinement confinement = schedulers.available() ? schedulers.confinementOf(virtual) : null;
        return confinement == null ? RoleSet.NONE : confinement.set();
    }

    private Object task(Thread virtual) {
        return schedulers.available() ? schedulers.access().task(virtual) : null;
    }

    /** To let the thread run would be a way out for a confined starter; else the operator says what happens. */
    private void refuse(String name, RoleSet starter, String needs, String why) {
        String shown = name == null ? "" : name;
        if (starter.isEmpty()) {
            refusals.refuse(shown, needs, why);
        } else {
            refusals.refuseAlways(shown, needs, why);
        }
    }

    /**
     * Whether a virtual thread may run on the calling thread: a carrier of its own scheduler. Others come to it only where
     * code helps a pool that it found by itself ({@code awaitQuiescence}): there the thread is sent to its own carriers.
     */
    boolean mount(Thread virtual) {
        VirtualAccess access = schedulers.access();
        if (access == null) {
            return true;
        }
        Executor scheduler = access.scheduler(virtual);
        Thread carrier = Thread.currentThread();
        if (access.schedulerOfCarrier(carrier) == scheduler) {
            return true;
        }
        // On a virtual thread the JDK itself refuses.
        if (access.isVirtual(carrier) || register.current().equals(schedulers.rolesOf(scheduler))) {
            return true;
        }
        if (!(scheduler instanceof ForkJoinPool)) {
            throw new IllegalStateException("thread-sandbox: a virtual thread without a role on a thread that has one");
        }
        scheduler.execute(access.continuation(virtual));
        return false;
    }
}
