package io.github.threadsandbox.confine;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Starts platform threads, each by whoever lets it be born with its roles: see the table of {@link Confiner}. */
final class Starts {
    private final Generations generations;
    private final Zygotes zygotes;
    private final ThreadAccess access;
    private final ThreadObserver observer;
    private final Schedulers schedulers;
    private final ThreadRegister register;
    private final Handed handed;
    private final Refusals refusals;
    private final Preload preload;
    private final FirstUse firstUse;
    private final Map<Long, RoleSet> lanes = new ConcurrentHashMap<>();

    /** The ids of threads that threads of roles wait for: what they start in the JDK, no entry of the role map confines. */
    private final Set<Long> awaited = ConcurrentHashMap.newKeySet();

    /** The ids of shutdown hooks that are about to be started, by whoever ends the JVM. */
    private final Set<Long> hooks = ConcurrentHashMap.newKeySet();

    Starts(
            Generations generations,
            Zygotes zygotes,
            ThreadAccess access,
            ThreadObserver observer,
            ThreadRegister register,
            Handed handed,
            Refusals refusals,
            Preload preload,
            FirstUse firstUse) {
        this.generations = generations;
        this.zygotes = zygotes;
        this.access = access;
        this.observer = observer;
        this.schedulers = observer.schedulers();
        this.register = register;
        this.handed = handed;
        this.refusals = refusals;
        this.preload = preload;
        this.firstUse = firstUse;
    }

    /** A thread that is about to be started runs without a role, whatever the role map says. */
    void withoutRole(Thread thread) {
        assignLane(thread, RoleSet.NONE);
    }

    /** Threads of roles will wait for this thread of the agent's: what it starts has no role, whatever the role map says. */
    void awaited(Thread thread) {
        awaited.add(access.id(thread));
    }

    /** A shutdown hook is about to be started: that is nothing that whoever ends the JVM hands on. */
    void shutdownHook(Thread hook) {
        hooks.add(access.id(hook));
    }

    /** Says which roles a lane has, before it is started. */
    void assignLane(Thread lane, RoleSet set) {
        lanes.put(access.id(lane), set);
    }

    /** In place of {@code start0} in {@code Thread.start}. */
    void start(Thread thread) {
        RoleSet lane = lanes.isEmpty() ? null : lanes.remove(access.id(thread));
        if (lane != null) {
            startUnder(thread, lane, RoleSet.NONE, RoleSet.NONE);
            return;
        }
        RoleSet current = register.current();
        RoleSet carrier = schedulers.ofCarrier(thread);
        if (carrier != null) {
            startCarrier(thread, carrier, current);
            return;
        }
        RoleSet maker = handed.rolesWith(thread);
        RoleSet starter = starterOf(thread, maker, isShutdownHook(thread) ? RoleSet.NONE : current);
        RoleSet own = ownOf(thread);
        RoleSet set = starter.and(own);
        if (maker != null && !set.hasAll(maker)) {
            // A shared thread that its maker happened to need first: it has none of the maker's code.
            access.disinherit(thread);
        }
        if (set.equals(current)) {
            startDirectly(thread, current, own);
        } else {
            startUnder(thread, set, own, current);
        }
    }

    private boolean isShutdownHook(Thread thread) {
        return !hooks.isEmpty() && hooks.remove(access.id(thread));
    }

    private RoleSet ownOf(Thread thread) {
        Generation now = thread instanceof ProbeThread probe ? probe.generation() : generations.current();
        String assigned = now.assigner().roleOf(thread);
        if (assigned == null || awaited.contains(access.id(Thread.currentThread()))) {
            return RoleSet.NONE;
        }
        Role role = now.role(assigned);
        if (role == null) {
            refusals.refuse(thread, assigned, Refusals.undefined("@SandboxedThread"));
            return RoleSet.NONE;
        }
        if (role.kinds() == null || thread instanceof ProbeThread) {
            return RoleSet.of(role);
        }
        // What everybody uses is nobody's kind.
        return observer.isShared(thread)
                ? RoleSet.NONE
                : RoleSet.of(role.kinds().of(observer.kindOf(thread)));
    }

    /**
     * Whose roles a thread starts with. For a pool's worker, those of the pool's maker, whoever made it grow; for any other,
     * those of the thread that starts it and of the one that made it.
     */
    private RoleSet starterOf(Thread thread, RoleSet maker, RoleSet current) {
        if (current.isEmpty() && maker == null) {
            return current;
        }
        RoleSet starter = maker == null ? current : current.and(maker);
        Object owner = observer.ownerOf(thread);
        return owner == null ? starter : handed.rolesOfWorkers(owner, starter);
    }

    /** Starts a thread through the zygote of its roles; what it is if that is refused and the operator lets it run. */
    private void startUnder(Thread thread, RoleSet set, RoleSet own, RoleSet otherwise) {
        if (!(thread instanceof ProbeThread)) {
            firstUse.use();
            if (!set.isEmpty()) {
                preload.await(set);
            }
        }
        Zygote zygote;
        try {
            // A probe is to be denied by the filter itself, and nobody is to be told of it.
            zygote = thread instanceof ProbeThread ? zygotes.plain(set) : zygotes.get(set);
        } catch (Throwable t) {
            refusals.refuse(thread, set.toString(), "it cannot be confined: " + t.getMessage());
            startDirectly(thread, otherwise, RoleSet.NONE);
            return;
        }
        start(thread, set, own, () -> zygotes.start(zygote, set, thread));
    }

    /** Starts a carrier of virtual threads under its scheduler's roles, or not at all. */
    private void startCarrier(Thread carrier, RoleSet set, RoleSet current) {
        if (!set.isEmpty()) {
            schedulers.name(carrier, set);
        }
        if (set.equals(current)) {
            startDirectly(carrier, set, set);
            return;
        }
        Zygote zygote;
        try {
            zygote = zygotes.get(set);
        } catch (Throwable t) {
            refusals.refuseAlways(carrier.getName(), set.toString(), "it cannot be confined: " + t.getMessage());
            return;
        }
        // The roles are its own: what its pool hands it are continuations of virtual threads that have them.
        start(carrier, set, set, () -> zygotes.start(zygote, set, carrier));
    }

    /** Before the first virtual thread of these roles is made. */
    void makeScheduler(RoleSet set, RoleSet own) throws Throwable {
        firstUse.use();
        preload.await(set);
        zygotes.get(set);
        zygotes.unconfined(() -> schedulers.make(set, own));
    }

    private void startDirectly(Thread thread, RoleSet starter, RoleSet own) {
        start(thread, starter, own, () -> {
            try {
                access.start0(thread);
                return null;
            } catch (Throwable t) {
                return t;
            }
        });
    }

    /** Starts a thread and returns what the JVM threw instead, or null. */
    private interface Start {
        Throwable start();
    }

    /**
     * Registers first: the thread may run, and start others, before this returns. Only a thread that certainly does not run is
     * taken out again: were one to run without its entry (after a stack overflow of its starter in the middle of the
     * hand-over, say), what it starts would count as started by an unconfined thread.
     */
    private void start(Thread thread, RoleSet set, RoleSet own, Start start) {
        // A thread that is running already keeps its entry: the JVM refuses to start it, with the JDK's own exception.
        Registration fresh = register.get(thread) == null ? register.add(thread, set, own) : null;
        Throwable thrown = start.start();
        if (thrown != null) {
            if (fresh != null) {
                register.remove(thread);
            }
            throw Starts.<RuntimeException>asItWas(thrown);
        }
        if (fresh != null) {
            fresh.settle();
        }
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T extends Throwable> T asItWas(Throwable thrown) throws T {
        throw (T) thrown;
    }
}
