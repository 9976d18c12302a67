package io.github.threadsandbox.confine;

import io.github.threadsandbox.seccomp.Seccomp;
import io.github.threadsandbox.seccomp.SeccompException;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A zygote for each role; one that is clean, for what must not inherit its starter's filter; and, made when first needed, one
 * for each set of roles that confine a thread together.
 */
final class Zygotes implements Runnable {
    /** Roles can be combined in more ways than anybody needs; each takes a thread and a filter. */
    private static final int MOST = 256;

    private static final Logger LOG = LoggerFactory.getLogger("thread-sandbox");

    private final Roles roles;
    private final ThreadAccess access;
    private final Seccomp seccomp;
    private final Leaving leaving;
    private final long idleNanos;
    private final Map<RoleSet, Zygote> zygotes = new ConcurrentHashMap<>();
    private final Map<RoleSet, Observed> observed = new ConcurrentHashMap<>();
    private final Map<RoleSet, Restraints> restraints = new ConcurrentHashMap<>();
    private final Queue<KnownThread> confined = new ConcurrentLinkedQueue<>();
    private final Object maker = new Object();
    private volatile Observing observing;
    private Work wanted;
    private Throwable failure;
    private boolean served;
    private boolean unprepared;

    /**
     * None yet.
     *
     * @param leaving takes the ids of those that leave
     * @param idleNanos how long one whose roles the present role map does not have stays without being asked for
     */
    Zygotes(Roles roles, ThreadAccess access, Seccomp seccomp, Leaving leaving, long idleNanos) {
        this.leaving = leaving;
        this.idleNanos = idleNanos;
        this.roles = roles;
        this.access = access;
        this.seccomp = seccomp;
    }

    /** Starts every role's zygote, on an unconfined thread, and the thread that makes more. */
    void startAll(Iterable<Role> all) throws Throwable {
        for (Role role : all) {
            try {
                make(RoleSet.of(role));
            } catch (SeccompException e) {
                throw new IllegalStateException("role '" + role.name() + "' cannot be confined: " + e.getMessage());
            }
        }
        make(RoleSet.NONE);
        access.start0(access.agentThread("thread-sandbox-zygotes", this));
    }

    /** The zygotes that carry a filter. */
    void addTo(List<KnownThread> known) {
        known.addAll(confined);
    }

    /** The sets of roles that have one. */
    Set<RoleSet> sets() {
        return zygotes.keySet();
    }

    /** From now on threads of roles are born under filters that ask, as far as there is somebody to answer. */
    void observe(Observing by) {
        observing = by;
    }

    /** The zygote of some roles. */
    Zygote get(RoleSet roleSet) throws Throwable {
        RoleSet set = roleSet.confining();
        Observing by = observing;
        int generation = by == null || set.isEmpty() ? 0 : by.generation();
        if (generation != 0) {
            Observed known = observed.get(set);
            if (known == null || known.generation != generation) {
                known = requestObserved(set, by, generation);
            }
            if (known.zygote != null) {
                return known.zygote;
            }
        }
        return plain(set);
    }

    /** One that needs no observer. */
    Zygote plain(RoleSet roleSet) throws Throwable {
        RoleSet set = roleSet.confining();
        Zygote known = zygotes.get(set);
        return known != null ? known : request(set);
    }

    /** What confines the threads of a role or roles, made once. */
    Restraints restraints(RoleSet set) {
        return restraints.computeIfAbsent(set.confining(), roles::restraints);
    }

    /** A zygote whose filter asks; none where that could not be made, and will not be tried again. */
    private record Observed(int generation, Zygote zygote) {}

    private synchronized Observed requestObserved(RoleSet set, Observing by, int generation) throws Throwable {
        Observed known = observed.get(set);
        if (known == null || known.generation != generation) {
            Observed[] made = new Observed[1];
            unconfined(() -> made[0] = makeObserved(set, by, generation));
            observed.put(set, made[0]);
            known = made[0];
        }
        return known;
    }

    private Observed makeObserved(RoleSet set, Observing by, int generation) throws Throwable {
        Zygote.Listening listening = (listener, tid) -> by.handOver(generation, roles.watched(set), listener, tid);
        try {
            checkMost();
            Zygote zygote =
                    new Zygote(set, access, seccomp, roles.observed(set), listening, idleNanos, this::observedLeft);
            confined.add(zygote.registration());
            zygote.start();
            return new Observed(generation, zygote);
        } catch (SeccompException | RuntimeException e) {
            LOG.warn("denials of role '{}' are not explained: {}", set, e.getMessage());
            return new Observed(generation, null);
        }
    }

    /** On the zygote, which takes no more requests. */
    private void observedLeft(Zygote zygote) {
        Registration registration = zygote.registration();
        observed.values().removeIf(known -> known.zygote == zygote);
        leaving.add(registration.tid());
        confined.remove(registration);
    }

    private void checkMost() {
        if (zygotes.size() + observed.size() >= MOST) {
            throw new IllegalStateException("there are zygotes for " + MOST + " sets of roles already");
        }
    }

    private Zygote make(RoleSet set) throws Throwable {
        checkMost();
        Zygote zygote =
                new Zygote(set, access, seccomp, set.isEmpty() ? null : restraints(set), null, idleNanos, this::left);
        if (!set.isEmpty()) {
            confined.add(zygote.registration());
        }
        zygote.start();
        zygotes.put(set, zygote);
        return zygote;
    }

    /**
     * Has a thread started by a zygote, or by another of the same roles if that one has left.
     *
     * @return as {@link Zygote#start}
     */
    Throwable start(Zygote known, RoleSet set, Thread thread) {
        Zygote zygote = known;
        while (true) {
            Throwable thrown = zygote.start(thread);
            if (!(thrown instanceof Zygote.Left)) {
                return thrown;
            }
            try {
                zygote = get(set);
            } catch (Throwable t) {
                return new IllegalStateException("thread-sandbox: thread \"" + thread.getName() + "\" of role '" + set
                        + "' refused: it cannot be confined: " + t.getMessage());
            }
        }
    }

    /** The present role map is another: the zygotes of roles that it does not have go when nobody asks for them. */
    void roleMapChanged() {
        zygotes.values().forEach(Zygote::wake);
        for (Observed known : observed.values()) {
            if (known.zygote != null) {
                known.zygote.wake();
            }
        }
    }

    /** On the zygote, which takes no more requests. */
    private void left(Zygote zygote) {
        Registration registration = zygote.registration();
        zygotes.remove(registration.set(), zygote);
        restraints.remove(registration.set());
        leaving.add(registration.tid());
        confined.remove(registration);
    }

    /** Has the unconfined maker make a zygote: the calling thread may be confined, and so would be its children. */
    private synchronized Zygote request(RoleSet set) throws Throwable {
        Zygote known = zygotes.get(set);
        if (known != null) {
            return known;
        }
        unconfined(() -> make(set));
        return zygotes.get(set);
    }

    /** What the maker does for others. */
    interface Work {
        void run() throws Throwable;
    }

    /** Has the unconfined maker do something, and waits until it is done. */
    synchronized void unconfined(Work work) throws Throwable {
        boolean interrupted = false;
        Throwable thrown;
        synchronized (maker) {
            wanted = work;
            served = false;
            failure = null;
            maker.notifyAll();
            while (!served) {
                try {
                    maker.wait();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            thrown = failure;
        }
        if (interrupted) {
            access.interrupt(Thread.currentThread());
        }
        if (thrown != null) {
            throw thrown;
        }
    }

    @Override
    public void run() {
        while (true) {
            if (waitForWork()) {
                seccomp.prepare();
                continue;
            }
            synchronized (maker) {
                try {
                    wanted.run();
                } catch (Throwable t) {
                    failure = t;
                }
                wanted = null;
                served = true;
                maker.notifyAll();
            }
        }
    }

    /** Has the maker do what makes the agent's calls fast, and could wait until everything is in force. */
    void prepare() {
        synchronized (maker) {
            unprepared = true;
            maker.notifyAll();
        }
    }

    /** Whether there is nothing but to prepare. */
    private boolean waitForWork() {
        synchronized (maker) {
            try {
                while (wanted == null && !unprepared) {
                    maker.wait();
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException("bug: an agent thread was interrupted", e);
            }
            boolean idle = wanted == null;
            if (idle) {
                unprepared = false;
            }
            return idle;
        }
    }
}
