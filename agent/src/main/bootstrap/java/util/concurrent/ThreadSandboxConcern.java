package java.util.concurrent;

/**
 * What there is to know of the tasks of a class, looked up once for each class: most can have no role of their own, and forks are
 * too short to look twice.
 */
final class ThreadSandboxConcern extends ClassValue<Integer> {
    /** Its tasks can have a role of their own. */
    private static final int ROLE = 1;

    /** Its tasks look after their roles themselves, whoever hands them on. */
    private static final int ALONE = 2;

    private final ThreadSandboxHook hook;

    ThreadSandboxConcern(ThreadSandboxHook hook) {
        this.hook = hook;
    }

    @Override
    protected Integer computeValue(Class<?> type) {
        return (hook.mayHaveRole(type) ? ROLE : 0) | (isMadeWork(type) || servesAll(type) ? ALONE : 0);
    }

    boolean mayHaveRole(Class<?> type) {
        return (get(type) & ROLE) != 0;
    }

    boolean isAlone(Class<?> type) {
        return (get(type) & ALONE) != 0;
    }

    /** What frameworks hand on by whoever is there has the roles of who made it, and its run is woven. */
    private static boolean isMadeWork(Class<?> task) {
        for (Class<?> type = task; type != null; type = type.getSuperclass()) {
            switch (type.getName()) {
                case "kotlinx.coroutines.DispatchedTask":
                case "scala.concurrent.impl.Promise$Transformation":
                case "scala.concurrent.impl.CallbackRunnable":
                case "org.apache.pekko.dispatch.Mailbox":
                case "akka.dispatch.Mailbox":
                case "io.netty.util.HashedWheelTimer$HashedWheelTimeout":
                    return true;
                default:
                    break;
            }
        }
        return false;
    }

    /**
     * A group of asynchronous channels hands its event loops to its pool, and whoever is first makes the group that all share.
     * What they call of an application's is handlers, which carry their own roles.
     */
    private static boolean servesAll(Class<?> type) {
        return type.getClassLoader() == null && type.getName().startsWith("sun.nio.ch.AsynchronousChannelGroupImpl$");
    }
}
