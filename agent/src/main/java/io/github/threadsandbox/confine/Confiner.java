package io.github.threadsandbox.confine;

import io.github.threadsandbox.linux.Arch;
import io.github.threadsandbox.seccomp.Landlock;
import io.github.threadsandbox.seccomp.Seccomp;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadSandboxMarks;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
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
    /**
     * So many filters on threads, and no role map is taken any more: a process that frees a thousand at once can deadlock the kernel
     * (seen on 6.18).
     */
    private static final int MOST_FILTERS = 500;

    /** What programs and rule sets take is never given back: kilobytes, and a file descriptor, for each role that changes. */
    private static final int MOST_GENERATIONS = 1000;

    private final Generations generations;
    private final ThreadObserver observer;
    private final Seccomp seccomp;
    private final Zygotes zygotes;
    private final ThreadRegister register;
    private final Preload preload;
    private final FirstUse firstUse;
    private final Handed handed;
    private final LaneChoice laneChoice;
    private final Starts starts;
    private final Lifetimes lifetimes;
    private final VirtualThreads virtualThreads;
    private final BrokenClasses brokenClasses;
    private final Older older;
    private final NotReached notReached;
    private final HeldThreads heldThreads;
    private final DeniedUses deniedUses;

    /**
     * A confiner that is not armed yet.
     *
     * @param definitions the role map that it begins with
     * @param arch this machine's architecture
     * @param seccomp the kernel
     * @param landlock the same
     * @param access to threads
     * @param observer of threads
     * @param idle how long zygotes stay without work once the role map has their roles no more
     * @param warnOnly whether a thread that cannot be confined runs all the same
     * @param errors access to exceptions
     * @param whenUsed called once, before the first thread with a role is started
     * @param confinedWorker takes a worker of a {@code ForkJoinPool} before it is confined
     */
    public Confiner(
            Definitions definitions,
            Arch arch,
            Seccomp seccomp,
            Landlock landlock,
            ThreadAccess access,
            ThreadObserver observer,
            Duration idle,
            boolean warnOnly,
            ErrorAccess errors,
            Runnable whenUsed,
            Consumer<Thread> confinedWorker) {
        this.observer = observer;
        this.seccomp = seccomp;
        this.generations = new Generations(Generation.first(definitions, observer));
        this.register = new ThreadRegister(access, observer.schedulers(), confinedWorker);
        Roles roles = new Roles(arch, seccomp, landlock);
        this.zygotes = new Zygotes(roles, access, seccomp, register.leaving(), idle.toNanos());
        this.preload = new Preload(access, thread -> zygotes.unconfined(() -> access.start0(thread)), roles::allow);
        this.firstUse = new FirstUse(whenUsed);
        this.handed = new Handed(register, observer);
        Refusals refusals = new Refusals(warnOnly);
        this.laneChoice = new LaneChoice(generations, register, handed, refusals);
        this.starts = new Starts(generations, zygotes, access, observer, register, handed, refusals, preload, firstUse);
        this.lifetimes = new Lifetimes(generations, zygotes, register, refusals, firstUse, seccomp);
        this.virtualThreads = new VirtualThreads(generations, observer, register, handed, refusals, starts);
        this.brokenClasses = new BrokenClasses(register, zygotes, errors);
        this.older = new Older(register, handed, generations, refusals);
        this.heldThreads = new HeldThreads(register, observer, access);
        this.deniedUses = new DeniedUses(register, access, observer, seccomp, roles);
        this.notReached = new NotReached(generations, observer, access, register);
    }

    /**
     * Compiles every role's filter. Nothing is in force yet.
     */
    public void compile() {
        for (Role role : generations.current().roles()) {
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
     * Starts the zygotes, each with its filter in force. To be called on an unconfined thread, after the base filter is in
     * force.
     *
     * @param runner makes what runs the JDK's initialisers, in {@code java.base}
     * @param classes gives the application's classes that are to be initialised before the first confined thread runs
     * @throws Throwable if a zygote cannot be started or confined
     */
    public void arm(Preload.Runner runner, Optional<Supplier<List<String>>> classes) throws Throwable {
        lifetimes.unconfined(Thread.currentThread()).tid(seccomp.gettid());
        zygotes.startAll(generations.current().roles());
        preload.settle(runner, classes, starts::withoutRole);
        if (generations.current().hasRoles()) {
            preload.need();
        }
    }

    /**
     * Has what can wait done in the background, the JDK's initialisers first: they compete with the start for the processors.
     * To be called on an unconfined thread.
     */
    public void finish() {
        preload.begin();
        zygotes.prepare();
    }

    /**
     * The generation of role maps that is in force.
     *
     * @return as it is now
     */
    public Generation generation() {
        return generations.current();
    }

    /**
     * Makes ready what a role map defines anew: filters are compiled, zygotes started. What cannot be made leaves all as it was. To be
     * called on an unconfined thread, by one at a time.
     *
     * @param definitions the role map
     * @return what {@link #adopt} puts in force, and {@link #drop} does away with
     * @throws Throwable if a role cannot be put in force
     */
    public Generation prepare(Definitions definitions) throws Throwable {
        Set<RoleSet> filters = register.sets();
        filters.addAll(zygotes.sets());
        if (filters.size() > MOST_FILTERS) {
            throw new IllegalStateException("the threads of this JVM run under more than " + MOST_FILTERS
                    + " filters, those of earlier role maps among them: end such threads, or start the JVM anew");
        }
        if (generations.current().number() >= MOST_GENERATIONS) {
            throw new IllegalStateException("this JVM has taken " + MOST_GENERATIONS
                    + " role maps, and keeps a little memory of each: start it anew");
        }
        Generation next = generations.current().next(definitions, observer);
        try {
            for (Role role : next.fresh()) {
                zygotes.get(RoleSet.of(role));
            }
        } catch (Throwable t) {
            drop(next);
            throw t;
        }
        return next;
    }

    /**
     * Initialises classes of the application's, as before the first confined thread, and waits until they are.
     *
     * @param classes their names
     * @throws Throwable if that takes too long
     */
    public void preload(List<String> classes) throws Throwable {
        preload.now(classes);
    }

    /**
     * Does away with what was made ready.
     *
     * @param next what {@link #prepare} returned
     */
    public void drop(Generation next) {
        next.fresh().forEach(role -> role.supersede(0));
        zygotes.roleMapChanged();
    }

    /**
     * Puts a role map in force, at once: for threads that start, tasks that run, methods that are called from now on. Who has roles of
     * the one before keeps them.
     *
     * @param next what {@link #prepare} returned
     * @throws IllegalStateException if the JDK's initialisers cannot be begun, which nobody needed before; then nothing has changed
     */
    public void adopt(Generation next) {
        if (next.hasRoles()) {
            preload.need();
            preload.begin();
        }
        generations.switchTo(next);
        preload.roleMapChanged();
        zygotes.roleMapChanged();
    }

    /**
     * The roles of the calling thread.
     *
     * @return their names; empty if it has none
     */
    public String rolesOfThisThread() {
        return register.current().toString();
    }

    /**
     * Has an unconfined thread of the agent's do something, while the calling thread, which may be confined, waits.
     *
     * @param work what to do
     * @throws Throwable what it throws
     */
    public void unconfined(UnconfinedWork work) throws Throwable {
        zygotes.unconfined(work::run);
    }

    /** What {@link #unconfined} does. */
    public interface UnconfinedWork {
        /**
         * Does it.
         *
         * @throws Throwable if it cannot
         */
        void run() throws Throwable;
    }

    /**
     * Every thread that came through the gate, the agent's confined ones among them.
     *
     * @return as it is now; a thread's entry is there from before it runs until after {@link #millisSinceLeft} knows it
     */
    public List<KnownThread> threads() {
        List<KnownThread> known = register.all();
        zygotes.addTo(known);
        return known;
    }

    /**
     * When a confined thread ended, which may still be there for the kernel.
     *
     * @param tid its id, which may be another thread's by now
     * @return how many milliseconds ago the last confined thread of this id ended; nothing if none of those that ended last had it
     */
    public OptionalLong millisSinceLeft(int tid) {
        return register.leaving().millisSince(tid);
    }

    /**
     * Has threads of roles that start from now on observed.
     *
     * @param by who answers where they are denied something
     * @param thread the agent's thread that brings them up, for which the first thread of a role waits
     */
    public void observe(Observing by, Thread thread) {
        starts.awaited(thread);
        zygotes.observe(by);
    }

    /**
     * A thread that is held at a call.
     *
     * @param tid the kernel's id
     * @return what is known of it; nothing where it is not one of this JVM's, or cannot be told from others
     */
    public Optional<Held> held(int tid) {
        return heldThreads.find(tid);
    }

    /**
     * The thread that waits for a process that it starts to begin with its program.
     *
     * @param roles whose threads are looked at: the names
     * @return what is known of it; nothing where there are several, or none
     */
    public Optional<Held> starting(List<String> roles) {
        return heldThreads.starting(roles);
    }

    /**
     * Has paths and ports that are refused to confined threads kept, from now on.
     *
     * @param taker the agent's thread that takes them, and is unparked for each
     */
    public void keepDeniedUses(Thread taker) {
        deniedUses.takenBy(taker);
    }

    /**
     * Takes the oldest of them.
     *
     * @return nothing where there is none
     */
    public Optional<DeniedUse> takeDeniedUse() {
        return Optional.ofNullable(deniedUses.take());
    }

    /**
     * How many of them were not kept, because they were too many.
     *
     * @return since this was asked last
     */
    public long lostDeniedUses() {
        return deniedUses.lost();
    }

    @Override
    public void denied(String call, String path, String second, int number, boolean said) {
        if (firstUse.used()) {
            deniedUses.add(call, path, second, number, said);
        }
    }

    /**
     * The kinds of threads that were seen, of the roles that hold them apart.
     *
     * @return each once, in the order in which they were seen; of role maps before the present one, none
     */
    public List<Kind> kinds() {
        return generations.current().kinds();
    }

    @Override
    public void start(Thread thread) {
        starts.start(thread);
    }

    @Override
    public void shutdownHook(Thread hook) {
        starts.shutdownHook(hook);
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
    public void markBy(ThreadSandboxMarks marks) {
        handed.markBy(marks);
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
    public void madeForAll(Object pool) {
        handed.madeForAll(pool);
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
    public AtomicBoolean carried(Class<?> type) {
        return handed.came(type);
    }

    @Override
    public boolean isScheduler(Object pool) {
        return virtualThreads.isScheduler(pool);
    }

    @Override
    public Object noRoles() {
        return RoleSet.NONE;
    }

    @Override
    public boolean isQueueNew(Object pool) {
        return handed.isQueueNew(pool);
    }

    @Override
    public void queueGiven(Object pool, Object[] waiting) {
        handed.queueGiven(pool, waiting);
    }

    @Override
    public boolean lendsTo(Object roles) {
        return ((RoleSet) roles).hasAll(register.current());
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
        return generations.current().taskRoles().mayConcern(type);
    }

    @Override
    public boolean runsHere(Object task) {
        return laneChoice.isHere(task);
    }

    @Override
    public Object laneForBoth(Object object) {
        return laneChoice.ofBoth(object);
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
