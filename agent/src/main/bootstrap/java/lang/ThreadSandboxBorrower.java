package java.lang;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A thread that does another's work while that one waits, and borrows what the work expects of its thread: the context class
 * loader, and thread-locals.
 *
 * <p>Public for {@code java.util.concurrent}; nobody outside {@code java.base} can make one.
 */
public abstract class ThreadSandboxBorrower extends Thread {
    /** From here on, some of a thread's fields are in another object. */
    private static final int HOLDER_SINCE = 19;

    /** Private fields on later JDKs. */
    private static final VarHandle OWN = field("threadLocals");

    private static final VarHandle INHERITABLE = field("inheritableThreadLocals");

    private static final VarHandle DAEMON;
    private static final VarHandle HOLDER;

    static {
        VarHandle daemon = null;
        VarHandle holder = null;
        try {
            MethodHandles.Lookup thread = MethodHandles.privateLookupIn(Thread.class, MethodHandles.lookup());
            if (Runtime.version().feature() < HOLDER_SINCE) {
                daemon = thread.findVarHandle(Thread.class, "daemon", boolean.class);
            } else {
                Class<?> type = Class.forName("java.lang.Thread$FieldHolder", false, null);
                holder = thread.findVarHandle(Thread.class, "holder", type);
                daemon = MethodHandles.privateLookupIn(type, MethodHandles.lookup())
                        .findVarHandle(type, "daemon", boolean.class);
            }
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
        DAEMON = daemon;
        HOLDER = holder;
    }

    private final String ownName;

    /**
     * For classes of {@code java.base}.
     *
     * @param group the thread's group
     * @param name its name
     */
    protected ThreadSandboxBorrower(ThreadGroup group, String name) {
        super(group, null, name, 0, false);
        if (getClass().getClassLoader() != null) {
            throw new IllegalStateException("thread-sandbox: only the JDK's own classes extend this one");
        }
        setDaemon(true);
        ownName = name;
        super.setContextClassLoader(null);
    }

    private static VarHandle field(String name) {
        try {
            return MethodHandles.privateLookupIn(Thread.class, MethodHandles.lookup())
                    .findVarHandle(Thread.class, name, ThreadLocal.ThreadLocalMap.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /**
     * What a new thread would inherit of the calling thread's thread-locals: made by the calling thread, because an
     * {@code InheritableThreadLocal} may have a say in it.
     *
     * @return the JDK's own map, or null
     */
    protected static Object inheritedFrom(Thread lender) {
        Object map = INHERITABLE.get(lender);
        return map == null ? null : ThreadLocal.createInheritedMap((ThreadLocal.ThreadLocalMap) map);
    }

    /** Looks to its work like the lender: what that starts inherits it. */
    protected final void lookLike(int priority, boolean daemon) {
        if (getPriority() != priority) {
            setPriority(priority);
        }
        lookDaemon(daemon);
    }

    /**
     * Changes what {@code isDaemon} says while this thread works. HotSpot looks when a thread starts and when it ends
     * ({@code Threads::add}, {@code Threads::remove}), so the JVM does not wait for this one; it waits for the lender.
     */
    private void lookDaemon(boolean daemon) {
        DAEMON.set(HOLDER == null ? this : HOLDER.get(this), daemon);
    }

    /** Takes over what {@link #inheritedFrom} made. To be called on this thread. */
    protected final void inherit(Object inheritable, ClassLoader loader) {
        INHERITABLE.set(this, inheritable);
        super.setContextClassLoader(loader);
    }

    /** Uses the lender's own thread-locals, until {@link #giveBack}. The lender waits and touches none. */
    protected final void share(Thread lender, ClassLoader loader) {
        OWN.set(this, OWN.get(lender));
        INHERITABLE.set(this, INHERITABLE.get(lender));
        super.setContextClassLoader(loader);
    }

    /** The lender has its thread-locals back, and those that were made meanwhile. */
    protected final void giveBack(Thread lender) {
        OWN.set(lender, OWN.get(this));
        INHERITABLE.set(lender, INHERITABLE.get(this));
    }

    /** Nothing stays on this thread of the work that it did. */
    protected final void forget() {
        OWN.set(this, null);
        INHERITABLE.set(this, null);
        super.setContextClassLoader(null);
        super.setUncaughtExceptionHandler(null);
        if (!getName().equals(ownName)) {
            setName(ownName);
        }
        lookDaemon(true);
    }
}
