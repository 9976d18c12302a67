package io.github.threadsandbox.confine;

import io.github.threadsandbox.role.RoleMap;
import io.github.threadsandbox.seccomp.Seccomp;
import io.github.threadsandbox.seccomp.SeccompException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Confines threads as they start. Which thread is started how:
 *
 * <pre>
 * starter      the thread's own role    started by                     confined by
 * unconfined   none                     the starter                    nothing but the base filter
 * unconfined   Q                        Q's zygote                     Q
 * role R       none, or R               the starter (it is inherited)  R
 * role R       Q                        the zygote of R and Q          R and Q: what both allow
 * </pre>
 *
 * <p>Where the thread is the worker of a pool, "starter" is the thread that made the pool, not the one that makes it grow.
 * Work that is handed to a pool takes its submitter's roles along; where the worker that comes to it has others, it runs on
 * a lane: a thread of those roles, for which the worker waits.
 */
public final class Confiner extends ThreadSandboxHook {
    private final RoleMap roleMap;
    private final Roles roles;
    private final ThreadAccess access;
    private final ThreadObserver observer;
    private final Seccomp seccomp;
    private final Zygotes zygotes;
    private final ThreadRegister register;
    private final Refusals refusals;
    private final Preload preload;
    private final Schedulers schedulers;
    private final VirtualThreads virtualThreads;
    private final Set<String> sharing;
    private final TaskRoles taskRoles;
    private final Carried carried = new Carried();

    /** The roles of who made a pool; apart from what is carried, which is nothing most of the time. */
    private final Carried makers = new Carried();

    /** Tasks that a pool gave back: their roles stay with them. */
    private final Carried stuck = new Carried();
    /** Executors that confined threads have handed tasks to. */
    private final Carried users = new Carried();

    private final Map<Long, RoleSet> lanes = new ConcurrentHashMap<>();
    private final Runnable whenUsed;
    private volatile boolean used;

    /**
     * A confiner that is not armed yet.
     *
     * @param roleMap which thread takes which role
     * @param roles what the roles may do
     * @param access to threads
     * @param observer of threads
     * @param seccomp the kernel
     * @param sharing the roles whose work on a lane uses the thread-locals of the thread that waits for it
     * @param warnOnly whether a thread that cannot be confined runs all the same
     * @param whenUsed called once, before the first thread with a role is started
     */
    public Confiner(
            RoleMap roleMap,
            Roles roles,
            ThreadAccess access,
            ThreadObserver observer,
            Seccomp seccomp,
            Set<String> sharing,
            boolean warnOnly,
            Runnable whenUsed) {
        this.whenUsed = whenUsed;
        this.sharing = Set.copyOf(sharing);
        this.taskRoles = new TaskRoles(roleMap, observer);
        this.roleMap = roleMap;
        this.roles = roles;
        this.access = access;
        this.observer = observer;
        this.seccomp = seccomp;
        this.zygotes = new Zygotes(roles, access, seccomp);
        this.schedulers = observer.schedulers();
        this.register = new ThreadRegister(access, schedulers);
        this.refusals = new Refusals(warnOnly);
        this.preload = new Preload(access);
        this.virtualThreads = new VirtualThreads(
                roleMap, roles, observer, register, makers, schedulers, refusals, this::makeScheduler);
    }

    /**
     * Starts the zygotes, each with its filter in force, and the preload in the background. To be called on an unconfined
     * thread, after the base filter is in force.
     *
     * @param preloadSteps makes what runs the JDK's initialisers, in {@code java.base}, and then says which failed
     * @throws Throwable if a zygote cannot be started or confined
     */
    public void arm(Function<Consumer<List<String>>, Runnable> preloadSteps) throws Throwable {
        unconfined(Thread.currentThread()).tid(seccomp.gettid());
        zygotes.startAll();
        if (roles.names().iterator().hasNext()) {
            preload.start(preloadSteps);
        } else {
            preload.skip();
        }
    }

    @Override
    public void start(Thread thread) {
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
        RoleSet starter = starterOf(thread, current);
        String assigned = assign(thread);
        if (assigned != null && !roles.isDefined(assigned)) {
            refusals.refuse(
                    thread,
                    assigned,
                    "@SandboxedThread names a role that the role map does not define: define it under roles, or match the"
                            + " thread under threads");
            assigned = null;
        }
        RoleSet own = assigned == null ? RoleSet.NONE : RoleSet.of(assigned);
        RoleSet set = starter.and(own);
        if (set.equals(current)) {
            startDirectly(thread, current, own);
        } else {
            startUnder(thread, set, own, current);
        }
    }

    /**
     * Whose roles a thread starts with. For a pool's worker, those of the pool's maker, whoever made it grow; for any other,
     * those of the thread that starts it and of the one that made it.
     */
    private RoleSet starterOf(Thread thread, RoleSet current) {
        RoleSet maker = carried.of(thread);
        if (current.isEmpty() && maker == null) {
            return current;
        }
        Object owner = observer.ownerOf(thread);
        if (owner != null) {
            RoleSet poolMakers = makers.of(owner);
            return poolMakers == null ? RoleSet.NONE : poolMakers;
        }
        return maker == null ? current : current.and(maker);
    }

    /** Starts a thread through the zygote of its roles; what it is if that is refused and the operator lets it run. */
    private void startUnder(Thread thread, RoleSet set, RoleSet own, RoleSet otherwise) {
        if (!(thread instanceof ProbeThread)) {
            use();
        }
        if (!set.isEmpty() && !(thread instanceof ProbeThread)) {
            preload.await();
        }
        Zygote zygote;
        try {
            zygote = zygotes.get(set);
        } catch (Throwable t) {
            refusals.refuse(thread, set.toString(), "it cannot be confined: " + t.getMessage());
            startDirectly(thread, otherwise, RoleSet.NONE);
            return;
        }
        start(thread, set, own, () -> zygote.start(thread));
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
        start(carrier, set, set, () -> zygote.start(carrier));
    }

    /** Before the first virtual thread of these roles is made. */
    private void makeScheduler(RoleSet set, RoleSet own) throws Throwable {
        use();
        preload.await();
        zygotes.get(set);
        zygotes.unconfined(() -> schedulers.make(set, own));
    }

    /** From the first confined thread on, work that changes hands is looked at. */
    private void use() {
        if (!used) {
            used = true;
            whenUsed.run();
        }
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
            throw Confiner.<RuntimeException>asItWas(thrown);
        }
        if (fresh != null) {
            fresh.settle();
        }
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T extends Throwable> T asItWas(Throwable thrown) throws T {
        throw (T) thrown;
    }

    private String assign(Thread thread) {
        if (thread instanceof ProbeThread probe) {
            return probe.role();
        }
        return roleMap.roleOf(observer.observe(thread)).orElse(null);
    }

    @Override
    public void run(Thread thread) {
        if (Thread.currentThread() != thread || thread instanceof ProbeThread) {
            return;
        }
        Registration registration = register.get(thread);
        if (registration == null) {
            registration = confineThisThread(thread);
        }
        if (registration.tid() == 0) {
            registration.tid(seccomp.gettid());
        }
    }

    /** A thread that no zygote could start: it was started before the agent was armed, or by native code. */
    private Registration confineThisThread(Thread thread) {
        Optional<String> assigned = Optional.ofNullable(assign(thread));
        if (assigned.isEmpty()) {
            return unconfined(thread);
        }
        String role = assigned.get();
        try {
            if (!roles.isDefined(role)) {
                throw new IllegalStateException("the role map does not define the role: define it under roles");
            }
            use();
            Seccomp.Loaded filter = zygotes.filter(RoleSet.of(role));
            Registration registration = register.add(thread, RoleSet.of(role), RoleSet.of(role));
            registration.tid(seccomp.gettid());
            seccomp.installOnThisThread(filter);
            registration.settle();
            return registration;
        } catch (SeccompException | RuntimeException e) {
            register.remove(thread);
            refusals.refuse(thread, role, "it cannot be confined: " + e.getMessage());
            return unconfined(thread);
        }
    }

    private Registration unconfined(Thread thread) {
        Registration registration = register.add(thread, RoleSet.NONE, RoleSet.NONE);
        registration.settle();
        return registration;
    }

    /**
     * Every thread that came through the gate, the agent's confined ones among them.
     *
     * @return as it is now; a thread's entry is there from before it runs until after {@link #leaving} has it
     */
    public List<KnownThread> threads() {
        List<KnownThread> known = register.all();
        zygotes.addTo(known);
        return known;
    }

    /**
     * Confined threads that ended a moment ago, and may still be there for the kernel.
     *
     * @return their ids
     */
    public Set<Integer> leaving() {
        return register.leaving().tids();
    }

    @Override
    public void exit(Thread thread) {
        if (Thread.currentThread() != thread) {
            return;
        }
        Registration registration = register.get(thread);
        if (registration == null || registration.set().isEmpty()) {
            register.remove(thread);
        } else {
            register.leave(thread, registration.tid() == 0 ? seccomp.gettid() : registration.tid());
        }
    }

    @Override
    public Executor scheduler(Executor given, String name, Runnable task) {
        return virtualThreads.scheduler(given, name, task);
    }

    @Override
    public void startVirtual(Thread thread) {
        virtualThreads.start(thread);
    }

    @Override
    public boolean mount(Thread thread) {
        return !used || virtualThreads.mount(thread);
    }

    @Override
    public void attach(Object work) {
        if (!used) {
            return;
        }
        RoleSet current = register.current();
        if (!current.isEmpty() && !observer.isVirtualThreads(work)) {
            carried.add(work, current);
        }
    }

    @Override
    public void attach(Object work, Object given) {
        if (!observer.isVirtualThreads(work)) {
            carried.add(work, (RoleSet) given);
        }
    }

    @Override
    public Object rolesFor(Object pool) {
        RoleSet current = register.current();
        if (!current.isEmpty()) {
            return current;
        }
        RoleSet maker = makers.of(pool);
        return (maker == null || maker.isEmpty()) && users.of(pool) == null ? null : current;
    }

    @Override
    public Object keepBeside(Object task, Object given, boolean othersWait, boolean mayWrap) {
        if (given == null && !mayWrap) {
            return null;
        }
        RoleSet beside = carried.of(task);
        if (given == null || ((RoleSet) given).isEmpty()) {
            return keepNoneBeside(task, beside, given != null, mayWrap);
        }
        RoleSet current = (RoleSet) given;
        boolean alone = beside == null ? !othersWait : beside.equals(current);
        if (!alone && mayWrap) {
            return current;
        }
        // Were an unconfined thread to hand in the same object at this very moment, it would run confined: never the
        // other way round.
        carried.add(task, current);
        return null;
    }

    private RoleSet keepNoneBeside(Object task, RoleSet beside, boolean inConfinedPool, boolean mayWrap) {
        if (beside == null || beside.isEmpty()) {
            if (inConfinedPool) {
                carried.add(task, RoleSet.NONE);
            }
            return null;
        }
        return mayWrap && stuck.of(task) == null ? RoleSet.NONE : null;
    }

    @Override
    public boolean isCarried(Object task) {
        return carried.of(task) != null;
    }

    @Override
    public boolean stick(Object task) {
        RoleSet beside = carried.of(task);
        if (beside != null && !beside.isEmpty()) {
            stuck.add(task, beside);
        }
        return beside != null;
    }

    @Override
    public Object currentRoles() {
        RoleSet current = register.current();
        return current.isEmpty() ? null : current;
    }

    @Override
    public Object laneFor(Object work, Object given, boolean own, boolean task) {
        RoleSet carriedRoles = given != null ? (RoleSet) given : carried.of(work);
        String taskRole = task ? taskRoles.roleOf(work) : null;
        if (carriedRoles == null && own && taskRole == null) {
            return null;
        }
        Confinement here = register.ofThisThread();
        RoleSet current = here == null ? RoleSet.NONE : here.set();
        RoleSet needed;
        if (carriedRoles == null) {
            // Work that nothing came with is its worker's; on any other thread it is nobody's, and must not
            // fail for the sake of the thread that it happens on.
            needed = own ? current : RoleSet.NONE;
        } else {
            // A worker that the role map confines confines what is handed to it; what else it has, it has from the
            // pool's maker.
            needed = own && here != null ? carriedRoles.and(here.own()) : carriedRoles;
        }
        if (taskRole != null && isDefined(taskRole, "@SandboxedThread on the class of a task")) {
            needed = needed.with(taskRole);
        }
        return needed.equals(current) ? null : needed;
    }

    private boolean isDefined(String role, String who) {
        if (!roles.isDefined(role)) {
            refusals.refuse(
                    Thread.currentThread(),
                    role,
                    who + " names a role that the role map does not define: define it under roles");
            return false;
        }
        return true;
    }

    @Override
    public boolean mayHaveRole(Class<?> type) {
        return taskRoles.mayConcern(type);
    }

    @Override
    public boolean carriesAny() {
        return !carried.isEmpty();
    }

    @Override
    public Object laneOf(String role) {
        RoleSet current = register.current();
        return current.names().contains(role) || !isDefined(role, "@SandboxedThread on a method")
                ? null
                : current.with(role);
    }

    @Override
    public boolean sharesContext(Object given) {
        Set<String> names = ((RoleSet) given).names();
        return !names.isEmpty() && sharing.containsAll(names);
    }

    @Override
    public Object laneOfMaker(Object work, boolean task) {
        RoleSet maker = carried.of(work);
        return laneFor(work, maker == null ? RoleSet.NONE : maker, true, task);
    }

    @Override
    public void made(Object pool) {
        makers.add(pool, register.current());
    }

    @Override
    public void uses(Object executor) {
        if (users.of(executor) == null) {
            users.add(executor, RoleSet.NONE);
        }
    }

    @Override
    public Object laneToGrow(Object pool) {
        RoleSet maker = makers.of(pool);
        // A pool that nobody was seen to make may be anybody's.
        return maker == null || maker.equals(register.current()) ? null : maker;
    }

    @Override
    public void assignLane(Thread lane, Object given) {
        lanes.put(access.id(lane), (RoleSet) given);
    }
}
