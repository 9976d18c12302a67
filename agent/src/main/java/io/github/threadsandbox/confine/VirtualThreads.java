package io.github.threadsandbox.confine;

import io.github.threadsandbox.role.RoleMap;
import java.util.Set;
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
    private final RoleMap roleMap;
    private final Roles roles;
    private final ThreadObserver observer;
    private final ThreadRegister register;
    private final Handed handed;
    private final Schedulers schedulers;
    private final Refusals refusals;
    private final Starts starts;

    /** What was decided for tasks of one class: kept with the class. */
    private final ClassValue<Decided> byTask = new ClassValue<>() {
        @Override
        protected Decided computeValue(Class<?> taskType) {
            return new Decided(
                    nameless().roleOf(observer.observeVirtual("", taskType)).orElse(null));
        }
    };

    /** The own role where no rule asks for the thread's name, as with most; and where one does, that of the last name. */
    private static final class Decided {
        private final String nameless;
        private volatile Named last;

        Decided(String nameless) {
            this.nameless = nameless;
        }
    }

    private record Named(String name, String role) {}

    private volatile RoleMap nameless;

    VirtualThreads(
            RoleMap roleMap,
            Roles roles,
            ThreadObserver observer,
            ThreadRegister register,
            Handed handed,
            Refusals refusals,
            Starts starts) {
        this.roleMap = roleMap;
        this.roles = roles;
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
        String own = ownRole(name == null ? "" : name, task);
        if (own == null && starter.isEmpty()) {
            // Left alone, the JDK would take the scheduler of a virtual thread that makes this one.
            return current.isEmpty() || !schedulers.available()
                    ? given
                    : schedulers.access().defaultScheduler();
        }
        Executor known = schedulers.known(starter, own);
        if (known != null) {
            return known;
        }
        RoleSet owns = own == null ? RoleSet.NONE : RoleSet.of(own);
        Executor made = make(given, name, starter, starter.and(owns), owns);
        if (made != given) {
            schedulers.keep(starter, own, made);
        }
        return made;
    }

    /** Whose roles it starts with: for a pool's worker those of the pool's maker, as with platform threads. */
    private RoleSet starterOf(RoleSet current, Object task) {
        Object pool = current.isEmpty() ? null : observer.poolOfVirtual(task);
        if (pool == null) {
            return current;
        }
        RoleSet maker = handed.makerOf(pool);
        return maker == null ? RoleSet.NONE : maker;
    }

    private Executor make(Executor given, String name, RoleSet starter, RoleSet set, RoleSet own) {
        String why;
        if (!schedulers.available()) {
            why = "it is a virtual thread, and this JDK (" + Runtime.version() + ") does not let one be confined: use a"
                    + " platform thread for this role";
        } else if (!own.names().stream().allMatch(roles::isDefined)) {
            why = Refusals.undefined("@SandboxedThread");
        } else {
            try {
                starts.makeScheduler(set, own);
                return schedulers.of(set, own);
            } catch (Throwable t) {
                why = "it cannot be confined: " + t.getMessage();
            }
        }
        refuse(name, starter, set, why);
        return given;
    }

    /** The thread starts, on whatever thread calls {@code start}. A name that it was given since it was made counts as well. */
    void start(Thread virtual) {
        RoleSet current = register.current();
        boolean named = roleMap.asksForName(virtual.getName());
        if (!named && current.isEmpty()) {
            return;
        }
        Object task = task(virtual);
        RoleSet starter = starterOf(current, task);
        String own = named ? ownRole(virtual.getName(), task) : null;
        Set<String> has = rolesOf(virtual).names();
        if ((own != null && !has.contains(own)) || !has.containsAll(starter.names())) {
            refuse(
                    virtual.getName(),
                    starter,
                    own == null ? starter : starter.with(own),
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
    private void refuse(String name, RoleSet starter, RoleSet needs, String why) {
        String shown = name == null ? "" : name;
        if (starter.isEmpty()) {
            refusals.refuse(shown, needs.toString(), why);
        } else {
            refusals.refuseAlways(shown, needs.toString(), why);
        }
    }

    private String ownRole(String name, Object task) {
        if (task == null) {
            return roleMap.roleOf(observer.observeVirtual(name, null)).orElse(null);
        }
        Class<?> type = observer.taskType(task);
        Decided decided = byTask.get(type);
        if (!roleMap.asksForName(name)) {
            return decided.nameless;
        }
        Named last = decided.last;
        if (last == null || !last.name().equals(name)) {
            last = new Named(
                    name, roleMap.roleOf(observer.observeVirtual(name, type)).orElse(null));
            decided.last = last;
        }
        return last.role();
    }

    /** Made when first needed: not every JVM has virtual threads. */
    private RoleMap nameless() {
        if (nameless == null) {
            nameless = roleMap.nameless();
        }
        return nameless;
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
