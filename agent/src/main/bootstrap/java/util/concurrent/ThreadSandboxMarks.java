package java.util.concurrent;

/**
 * Numbers that tasks take themselves: what came with one is found without a look at anything but the task.
 *
 * <p>Public for the agent's own class loader. Whoever has one can have a task run without its roles; the agent alone does.
 */
public abstract class ThreadSandboxMarks {
    /** The highest number. */
    public static final int MOST = 31;

    /** For the agent's one implementation. */
    protected ThreadSandboxMarks() {}

    /**
     * The number of a piece of work.
     *
     * @param work the object that stands for it
     * @return 0 if it was given none; -1 if it takes none
     */
    public abstract int of(Object work);

    /**
     * Gives a piece of work another number.
     *
     * @param work what takes one
     * @param from the number that it has
     * @param to the number that it is to have
     * @return whether it had that number, and has the other one now
     */
    public abstract boolean change(Object work, int from, int to);
}
