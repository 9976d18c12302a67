package java.util.concurrent;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

/**
 * The mark of a {@link ForkJoinTask}, in five bits of its {@code status} that no JDK uses: the lower sixteen are the application's
 * tag, and the JDK has given names to 16 to 18, 24, 30 and 31 ({@code ForkJoinTask} in JDK 17 to 25; the weaving looks). It changes
 * all others by setting single bits or by compare-and-set, which keep the mark, but where a task is reinitialised or read from a
 * stream: that is woven. A copy that {@code clone} makes has the mark of the original.
 */
final class ThreadSandboxTaskStatus extends ThreadSandboxMarks {
    private static final int SHIFT = 19;
    private static final int BITS = MOST << SHIFT;

    @SuppressWarnings("rawtypes")
    private static final AtomicIntegerFieldUpdater<ForkJoinTask> STATUS =
            AtomicIntegerFieldUpdater.newUpdater(ForkJoinTask.class, "status");

    /** Whether a task has a mark. */
    static boolean isMarked(ForkJoinTask<?> task) {
        return (task.status & BITS) != 0;
    }

    @Override
    public int of(Object work) {
        return work instanceof ForkJoinTask ? (((ForkJoinTask<?>) work).status & BITS) >>> SHIFT : -1;
    }

    @Override
    public boolean change(Object work, int from, int to) {
        ForkJoinTask<?> task = (ForkJoinTask<?>) work;
        for (; ; ) {
            int now = task.status;
            if ((now & BITS) >>> SHIFT != from) {
                return false;
            }
            if (STATUS.compareAndSet(task, now, now & ~BITS | to << SHIFT)) {
                return true;
            }
        }
    }

    /**
     * In place of the assignment in {@code ForkJoinTask.reinitialize}: the task may be on its way to somebody, who must find the mark
     * at any moment.
     */
    static void reset(ForkJoinTask<?> task, int status) {
        int now;
        do {
            now = task.status;
        } while (!STATUS.compareAndSet(task, now, status & ~BITS | now & BITS));
    }

    /**
     * In place of {@code in.defaultReadObject()} in {@code ForkJoinTask.readObject}. A stream says nothing of roles; and what else
     * is in it may have forked the task already.
     */
    static void read(ObjectInputStream in, ForkJoinTask<?> task) throws IOException, ClassNotFoundException {
        reset(task, in.readFields().get("status", 0));
    }

    /** In place of {@code out.defaultWriteObject()} in {@code ForkJoinTask.writeObject}. */
    static void write(ObjectOutputStream out, ForkJoinTask<?> task) throws IOException {
        out.putFields().put("status", task.status & ~BITS);
        out.writeFields();
    }
}
