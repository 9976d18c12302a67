package io.github.threadsandbox.confine;

import io.github.threadsandbox.role.RoleMap;
import io.github.threadsandbox.seccomp.Seccomp;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

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
 *
 * <p>{@link Starts} holds the table's rows, {@link Lifetimes} what a thread does itself as it begins and ends, {@link Handed} what
 * goes with work, {@link LaneChoice} where it runs, {@link VirtualThreads} the carriers.
 */
public final class Confiner extends ThreadSandboxHook {
    private final Roles roles;
    private final Seccomp seccomp;
    private final Zygotes zygotes;
    private final ThreadRegister register;
    private final Preload preload;
    private final FirstUse firstUse;
    private final Handed handed;
    private final TaskRoles taskRoles;
    private final LaneChoice laneChoice;
    private final Starts starts;
    private final Lifetimes lifetimes;
    private final VirtualThreads virtualThreads;
    private final BrokenClasses brokenClasses;
    private final Older older;
    private final NotReached notReached;

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
     * @param errors access to exceptions
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
            ErrorAccess errors,
            Runnable whenUsed) {
        this.roles = roles;
        this.seccomp = seccomp;
        this.zygotes = new Zygotes(roles, access, seccomp);
        this.register = new ThreadRegister(access, observer.schedulers());
        this.preload = new Preload(access, roles::allow);
        this.firstUse = new FirstUse(whenUsed);
        this.handed = new Handed(register, observer);
        this.taskRoles = new TaskRoles(roleMap, observer);
        Refusals refusals = new Refusals(warnOnly);
        this.laneChoice = new LaneChoice(roles, taskRoles, register, handed, refusals, sharing);
        Assigner assigner = new Assigner(roleMap, observer);
        this.starts =
                new Starts(assigner, roles, zygotes, access, observer, register, handed, refusals, preload, firstUse);
        this.lifetimes = new Lifetimes(assigner, roles, zygotes, register, refusals, firstUse, seccomp);
        this.virtualThreads = new VirtualThreads(roleMap, roles, observer, register, handed, refusals, starts);
        this.brokenClasses = new BrokenClasses(register, zygotes, errors);
        this.older = new Older(register, handed, taskRoles, refusals);
        this.notReached = new NotReached(assigner, observer, access, register);
    }

    /**
     * Compiles every role's filter. Nothing is in force yet.
     */
    public void compile() {
        for (String role : roles.names()) {
            zygotes.restraints(RoleSet.of(role));
        }
    }

    /**
     * What ran before the agent was attached, and so is not confined.
     *
     * @param running the threads that run now
     * @return a line for each kind, with names
     */
    public List<String> notReached(List<Thread> running) {
        return notReached.among(running);
    }

    /**
     * Starts the zygotes, each with its filter in force, and the preload in the background. To be called on an unconfined
     * thread, after the base filter is in force.
     *
     * @param runner makes what runs the JDK's initialisers, in {@code java.base}
     * @param classes gives the application's classes that are to be initialised before the first confined thread runs
     * @throws Throwable if a zygote cannot be started or confined
     */
    public void arm(Preload.Runner runner, Optional<Supplier<List<String>>> classes) throws Throwable {
        lifetimes.unconfined(Thread.currentThread()).tid(seccomp.gettid());
        zygotes.startAll();
        if (roles.names().iterator().hasNext()) {
            preload.start(runner, classes, starts::withoutRole);
        }
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
    public void start(Thread thread) {
        starts.start(thread);
    }

    @Override
    public void run(Thread thread) {
        lifetimes.run(thread);
    }

    @Override
    public void exit(Thread thread) {
        lifetimes.exit(thread);
    }

    @Override
    public void broken(Throwable error) {
        if (firstUse.used()) {
            brokenClasses.look(error);
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
        return !firstUse.used() || virtualThreads.mount(thread);
    }

    @Override
    public void attach(Object work) {
        if (firstUse.used()) {
            handed.attach(work);
        }
    }

    @Override
    public void attach(Object work, Object given) {
        handed.attach(work, (RoleSet) given);
    }

    @Override
    public void made(Object pool) {
        handed.made(pool);
    }

    @Override
    public void uses(Object executor) {
        handed.uses(executor);
    }

    @Override
    public boolean isOlder(Object owner) {
        return handed.isOlder(owner);
    }

    @Override
    public Object rolesAround(Object task) {
        return older.rolesAround(task);
    }

    @Override
    public void refuseOlder(Object task, String owner) {
        older.refuse(task, owner);
    }

    @Override
    public Object rolesFor(Object pool) {
        return handed.rolesFor(pool);
    }

    @Override
    public Object keepBeside(Object task, Object given, boolean othersWait, boolean mayWrap) {
        return handed.keepBeside(task, (RoleSet) given, othersWait, mayWrap);
    }

    @Override
    public boolean isCarried(Object task) {
        return handed.rolesWith(task) != null;
    }

    @Override
    public boolean stick(Object task) {
        return handed.stick(task);
    }

    @Override
    public boolean mayCarry(Class<?> type) {
        return handed.mayCome(type);
    }

    @Override
    public boolean isScheduler(Object pool) {
        return virtualThreads.isScheduler(pool);
    }

    @Override
    public Object queueGiven(Object pool) {
        return handed.queueGiven(pool);
    }

    @Override
    public Object rolesInQueue(Object pool) {
        return handed.rolesInQueue(pool);
    }

    @Override
    public Object currentRoles() {
        RoleSet current = register.current();
        return current.isEmpty() ? null : current;
    }

    @Override
    public boolean mayHaveRole(Class<?> type) {
        return taskRoles.mayConcern(type);
    }

    @Override
    public Object laneFor(Object work, Object given, boolean own, boolean task) {
        return laneChoice.of(work, (RoleSet) given, own, task);
    }

    @Override
    public Object likelyLane(Object pool, Object task) {
        return laneChoice.likely(pool, task);
    }

    @Override
    public Object laneOfMaker(Object work, boolean task) {
        return laneChoice.ofMaker(work, task);
    }

    @Override
    public Object laneOf(String role) {
        return laneChoice.ofMethod(role);
    }

    @Override
    public Object laneToGrow(Object pool) {
        return laneChoice.toGrow(pool);
    }

    @Override
    public boolean sharesContext(Object given) {
        return laneChoice.sharesContext((RoleSet) given);
    }

    @Override
    public void assignLane(Thread lane, Object given) {
        starts.assignLane(lane, (RoleSet) given);
    }
}
