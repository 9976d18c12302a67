package java.lang;

import java.util.concurrent.Executor;
import java.util.concurrent.ThreadSandboxMarks;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What the gate calls: the agent's side of woven code. Lives in {@code java.base} and knows no
 * class of the agent's own.
 *
 * <p>Public because the agent's own class loader extends it. That an application can do so as well changes nothing: the gate
 * calls the one hook that it was made with.
 */
public abstract class ThreadSandboxHook {
    /** For the agent's one implementation. */
    protected ThreadSandboxHook() {}

    /**
     * Starts a thread in place of {@code Thread.start0}. Called inside {@code Thread.start}, which holds the thread's
     * monitor.
     *
     * @param thread the thread to start
     */
    public abstract void start(Thread thread);

    /**
     * The JVM ends, and a shutdown hook is about to be started.
     *
     * @param hook the hook
     */
    public abstract void shutdownHook(Thread hook);

    /**
     * Called at the head of {@code Thread.run}.
     *
     * @param thread the thread whose {@code run} was called, on whatever thread called it
     */
    public abstract void run(Thread thread);

    /**
     * Called at the head of {@code Thread.exit}.
     *
     * @param thread the ending thread
     */
    public abstract void exit(Thread thread);

    /**
     * Called where the JVM makes an error because a class could not be initialised or found.
     *
     * @param error the error
     */
    public abstract void broken(Throwable error);

    /**
     * Called where a path or a port was refused to the calling thread.
     *
     * @param call the syscall, or {@code opendir} or {@code remove} of the C library
     * @param path the path or the address
     * @param second the second path, or null
     * @param number of {@code connect} and {@code bind} the port, else the flags of open(2)
     * @param said whether it was EACCES; else only that it was not done
     */
    public abstract void denied(String call, String path, String second, int number, boolean said);

    /**
     * Called while a virtual thread is made: on which carriers it will run.
     *
     * @param given what its maker asked for; null for the JDK's choice
     * @param name its name, or null
     * @param task what it will run
     * @return its scheduler, or what was given
     */
    public abstract Executor scheduler(Executor given, String name, Runnable task);

    /**
     * Called when a virtual thread is about to be started: by now it has its name.
     *
     * @param thread the virtual thread
     */
    public abstract void startVirtual(Thread thread);

    /**
     * Called on the thread that is about to carry a virtual thread.
     *
     * @param thread the virtual thread
     * @return whether it may run here; if not, it has been sent to its own scheduler
     */
    public abstract boolean mount(Thread thread);

    /**
     * Takes what marks tasks, once, before there is a confined thread.
     *
     * @param marks reads and writes marks
     */
    public abstract void markBy(ThreadSandboxMarks marks);

    /**
     * Remembers the calling thread's roles beside an object that stands for work, or for a pool.
     *
     * @param work the object
     */
    public abstract void attach(Object work);

    /**
     * Remembers roles beside an object that stands for work.
     *
     * @param work the object
     * @param roles what {@code currentRoles} or {@code rolesFor} returned
     */
    public abstract void attach(Object work, Object roles);

    /**
     * The roles to be carried with a task that the calling thread hands to a pool: its own; that it has none is carried as well
     * where the pool is a confined thread's, and so its workers are.
     *
     * @param pool the pool
     * @return the agent's own object, or null if there is nothing to carry
     */
    public abstract Object rolesFor(Object pool);

    /**
     * Remembers roles beside a task that the calling thread hands to a pool.
     *
     * @param task the task
     * @param roles what {@code rolesFor} returned for the pool
     * @param othersWait whether a thread without a role has handed in the same object, and it waits still
     * @param mayWrap whether something else can stand in the pool's queue in its place
     * @return null if that is enough; else the roles that must go with this one submission
     */
    public abstract Object keepBeside(Object task, Object roles, boolean othersWait, boolean mayWrap);

    /**
     * Whether roles are remembered beside a task.
     *
     * @param task the task
     * @return whether they are
     */
    public abstract boolean isCarried(Object task);

    /**
     * A task that was handed in is given back to the application: whoever hands it in again, its roles are those that it has.
     *
     * @param task the task
     * @return whether it has any
     */
    public abstract boolean stick(Object task);

    /**
     * What goes with the work of a thread that has no role.
     *
     * @return the roles, none
     */
    public abstract Object noRoles();

    /**
     * Whether the calling thread is confined, and no thread of its roles was given the queue of a pool before.
     *
     * @param pool the pool
     * @return false if there is nothing to note
     */
    public abstract boolean isQueueNew(Object pool);

    /**
     * A confined thread is given the queue of a pool, and may put tasks into it by hand.
     *
     * @param pool the pool
     * @param waiting what waited there a moment ago
     */
    public abstract void queueGiven(Object pool, Object[] waiting);

    /**
     * The roles of the confined threads that were given a pool's queue.
     *
     * @param pool the pool
     * @return the agent's own object, or null if none was
     */
    public abstract Object rolesInQueue(Object pool);

    /**
     * The roles of the calling thread, to be carried with a task.
     *
     * @return the agent's own object, or null for a thread without a role
     */
    public abstract Object currentRoles();

    /**
     * Where a piece of work must run.
     *
     * @param work the object that stands for it
     * @param roles what was carried with it; null to look for what was attached
     * @param own whether the calling thread is a worker whose work this is, and not one that helps or completes
     * @param task whether it is a task, which may have a role of its own, and not a callback
     * @return null if the calling thread may do it; else the roles of the lane that must
     */
    public abstract Object laneFor(Object work, Object roles, boolean own, boolean task);

    /**
     * Whether a task whose class gives it no role can run where it is, by the roles that came with it.
     *
     * @param task the task
     * @return whether they are the calling thread's; false also where nothing came
     */
    public abstract boolean runsHere(Object task);

    /**
     * On which lane a task that the calling thread has handed to a pool will run, for all that can be told: nothing depends on
     * it.
     *
     * @param pool the pool
     * @param task the task
     * @return null if it is likely to run on the pool's worker; else the roles of the lane
     */
    public abstract Object likelyLane(Object pool, Object task);

    /**
     * Whether the tasks of a class can have a role of their own.
     *
     * @param type the class
     * @return false only if none can; true for a wrapper of the JDK's around somebody's task
     */
    public abstract boolean mayHaveRole(Class<?> type);

    /**
     * Whether roles came with any piece of work of a class.
     *
     * @param type the class
     * @return true from before the first one on; false while nothing but the class itself can give one a role
     */
    public abstract AtomicBoolean carried(Class<?> type);

    /**
     * Whether a pool runs virtual threads, and nothing else: they have their roles by themselves.
     *
     * @param pool the pool
     * @return whether it is the scheduler of virtual threads with roles
     */
    public abstract boolean isScheduler(Object pool);

    /**
     * Where the body of a method with a role must run.
     *
     * @param role the role that its annotation names
     * @return null if the calling thread has the role; else the roles of the lane that must
     * @throws IllegalStateException if nobody defined the role
     */
    public abstract Object laneOf(String role);

    /**
     * Whether work on a lane uses the thread-locals of the thread that waits for it.
     *
     * @param roles the lane's
     * @return whether every role of the lane says so
     */
    public abstract boolean sharesContext(Object roles);

    /**
     * Whether a lane has every role of the thread that waits for it: else nothing of that thread's that could run its code goes there.
     *
     * @param roles the lane's
     * @return whether it is confined as the calling thread is, or more
     */
    public abstract boolean lendsTo(Object roles);

    /**
     * Where a piece of work must run that everybody who makes it confined marks: one without a mark is an unconfined thread's.
     *
     * @param work the object that stands for it
     * @param task whether it is a task, whose class may have a role
     * @return null if the calling thread may do it; else the roles of the lane that must
     */
    public abstract Object laneOfMaker(Object work, boolean task);

    /**
     * A pool was made by the calling thread.
     *
     * @param pool the pool
     */
    public abstract void made(Object pool);

    /**
     * A pool that all threads share was made, by whichever of them.
     *
     * @param pool the pool
     */
    public abstract void madeForAll(Object pool);

    /**
     * Whether a pool or a timer was there before the agent was attached.
     *
     * @param owner the pool or timer
     * @return whether its workers may be in code that is not woven
     */
    public abstract boolean isOlder(Object owner);

    /**
     * The roles to go around a task that the calling thread hands to such a pool.
     *
     * @param task the task
     * @return the agent's own object; null if it may run as it is
     */
    public abstract Object rolesAround(Object task);

    /**
     * A task cannot be handed to such a pool or timer.
     *
     * @param task the task
     * @param owner what it is for, for the message
     * @throws IllegalStateException unless the operator lets it run all the same
     */
    public abstract void refuseOlder(Object task, String owner);

    /**
     * A confined thread hands a task to an executor whose workers are not woven.
     *
     * @param executor the executor
     */
    public abstract void uses(Object executor);

    /**
     * Where a method of an object must run that the calling thread calls with objects of its own: they have methods as well.
     *
     * @param object what somebody made to be called
     * @return null if the calling thread may do it; else the roles of the lane that must: its maker's and the calling thread's
     */
    public abstract Object laneForBoth(Object object);

    /**
     * Where a worker of a pool must be started, which the calling thread, a confined one, needs.
     *
     * @param pool the pool
     * @return null if it may do it itself; else the roles of the lane that must, those of the pool's maker
     */
    public abstract Object laneToGrow(Object pool);

    /**
     * Says which roles a lane has, before it is started.
     *
     * @param lane the lane
     * @param roles what {@code laneFor} returned
     */
    public abstract void assignLane(Thread lane, Object roles);
}
