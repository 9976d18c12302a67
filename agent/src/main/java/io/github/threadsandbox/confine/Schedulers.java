package io.github.threadsandbox.confine;

import java.lang.invoke.MethodHandles;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The schedulers of virtual threads with roles: one for each set of roles (and of those among them that
 * are the threads' own), whose carriers all have exactly those roles. So a
 * virtual thread's roles are its scheduler's, whatever it is mounted on at the moment, and whoever lets it go on.
 */
final class Schedulers {
    private static final int KEEP_ALIVE_SECONDS = 30;
    private static final int MOST_CARRIERS = 256;

    /** In the place of a role of their own, where they have none. */
    private static final Object NO_ROLE = new Object();

    private static final String PROPERTIES = "jdk.virtualThreadScheduler.";

    private final VirtualAccess access;
    private final Map<Kind, ForkJoinPool> schedulers = new ConcurrentHashMap<>();
    private final Map<RoleSet, Map<Object, Executor>> byStarter = new ConcurrentHashMap<>();
    private final AtomicInteger carriers = new AtomicInteger();

    /** Replaced, never changed. */
    private volatile IdentityHashMap<Executor, Kind> kinds = new IdentityHashMap<>();

    /** All virtual threads of one scheduler are alike. */
    private record Kind(RoleSet set, RoleSet own) implements Confinement {}

    private Schedulers(VirtualAccess access) {
        this.access = access;
    }

    /** For this JDK; where it has no virtual threads, or others than the agent knows, nothing is virtual. */
    static Schedulers of(MethodHandles.Lookup javaBase) {
        try {
            return new Schedulers(VirtualAccess.of(javaBase));
        } catch (ReflectiveOperationException e) {
            return new Schedulers(null);
        }
    }

    /** Whether virtual threads can have roles. */
    boolean available() {
        return access != null;
    }

    VirtualAccess access() {
        return access;
    }

    boolean isVirtual(Object thread) {
        return access != null && access.isVirtual(thread);
    }

    /** What confines a virtual thread: its carriers' roles; null for one on the JDK's own scheduler, or on another. */
    Confinement confinementOf(Thread virtual) {
        return kinds.get(access.scheduler(virtual));
    }

    boolean isOne(Object pool) {
        return kinds.containsKey(pool);
    }

    RoleSet rolesOf(Executor scheduler) {
        Kind kind = kinds.get(scheduler);
        return kind == null ? RoleSet.NONE : kind.set();
    }

    /**
     * The roles that a carrier must have, those of its scheduler and no others; null for a thread that is no carrier. Neither
     * its name nor who happens to start it has a say. The timer of a role's scheduler counts as one.
     */
    RoleSet ofCarrier(Thread thread) {
        if (access == null) {
            return null;
        }
        Executor scheduler = access.schedulerOfCarrier(thread);
        if (scheduler != null) {
            return rolesOf(scheduler);
        }
        Executor timed = access.schedulerOfTimer(thread);
        return timed == null || !kinds.containsKey(timed) ? null : rolesOf(timed);
    }

    /** Names a carrier after its roles, before it starts: dumps show what virtual threads are mounted on. */
    void name(Thread carrier, RoleSet set) {
        carrier.setName("carrier-" + set.shortName() + "-" + carriers.incrementAndGet());
    }

    /** The scheduler of virtual threads that a thread of these roles makes, with this role of their own or none; or null. */
    Executor known(RoleSet starter, Role own) {
        Map<Object, Executor> ofStarter = byStarter.get(starter);
        return ofStarter == null ? null : ofStarter.get(own == null ? NO_ROLE : own);
    }

    void keep(RoleSet starter, Role own, Executor scheduler) {
        byStarter
                .computeIfAbsent(starter, key -> new ConcurrentHashMap<>())
                .put(own == null ? NO_ROLE : own, scheduler);
    }

    /** The scheduler of virtual threads with these roles, some of them their own; null if it has not been made. */
    Executor of(RoleSet set, RoleSet own) {
        return schedulers.get(new Kind(set, own));
    }

    /** Makes that scheduler, on an unconfined thread: a pool is its maker's. No thread of it is started here. */
    synchronized void make(RoleSet set, RoleSet own) {
        Kind kind = new Kind(set, own);
        if (schedulers.containsKey(kind)) {
            return;
        }
        ForkJoinPool scheduler = like(access.defaultScheduler());
        IdentityHashMap<Executor, Kind> more = new IdentityHashMap<>(kinds);
        more.put(scheduler, kind);
        kinds = more;
        schedulers.put(kind, scheduler);
    }

    /**
     * As {@code VirtualThread.createDefaultScheduler} makes the JDK's own: the same factory of carriers, the same
     * parallelism; and where all carriers are blocked, nothing is rejected.
     */
    private static ForkJoinPool like(ForkJoinPool model) {
        int parallelism = model.getParallelism();
        return new ForkJoinPool(
                parallelism,
                model.getFactory(),
                model.getUncaughtExceptionHandler(),
                model.getAsyncMode(),
                0,
                Integer.getInteger(PROPERTIES + "maxPoolSize", Math.max(parallelism, MOST_CARRIERS)),
                Integer.getInteger(PROPERTIES + "minRunnable", Math.max(parallelism / 2, 1)),
                saturated -> true,
                KEEP_ALIVE_SECONDS,
                TimeUnit.SECONDS);
    }
}
