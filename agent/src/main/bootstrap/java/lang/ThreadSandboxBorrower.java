package java.lang;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
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
    private static final VarHandle OWN = field(Thread.class, "threadLocals", ThreadLocal.ThreadLocalMap.class);

    private static final VarHandle INHERITABLE =
            field(Thread.class, "inheritableThreadLocals", ThreadLocal.ThreadLocalMap.class);

    private static final VarHandle ENTRIES =
            field(ThreadLocal.ThreadLocalMap.class, "table", ThreadLocal.ThreadLocalMap.Entry[].class);

    private static final VarHandle DAEMON;
    private static final VarHandle HOLDER;

    /** The bindings of scoped values, where a JDK has them (a preview from 21, JEP 506 from 25); else null. */
    private static final VarHandle BINDINGS;

    private static final MethodHandle CURRENT_BINDINGS;
    private static final MethodHandle SET_CACHE;

    /** What the JDK has in the field of a thread that has not used any: {@code Thread.NEW_THREAD_BINDINGS}. */
    private static final Object NO_BINDINGS = Thread.class;

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
        VarHandle bindings = null;
        MethodHandle current = null;
        MethodHandle cache = null;
        try {
            // Initialised here: whoever asks for them may be where its stack ends, and they would be broken for the
            // process.
            Class<?> scoped = Class.forName("java.lang.ScopedValue", true, null);
            Class<?> snapshot = Class.forName("java.lang.ScopedValue$Snapshot", true, null);
            MethodHandles.Lookup thread = MethodHandles.privateLookupIn(Thread.class, MethodHandles.lookup());
            cache = thread.findStatic(
                    Thread.class, "setScopedValueCache", MethodType.methodType(void.class, Object[].class));
            current = MethodHandles.privateLookupIn(scoped, MethodHandles.lookup())
                    .findStatic(scoped, "scopedValueBindings", MethodType.methodType(snapshot))
                    .asType(MethodType.methodType(Object.class));
            bindings = thread.findVarHandle(Thread.class, "scopedValueBindings", Object.class);
        } catch (ReflectiveOperationException e) {
            // A JDK that has none, or others than these: they stay where they are bound.
        }
        BINDINGS = bindings;
        CURRENT_BINDINGS = current;
        SET_CACHE = cache;
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

    private static VarHandle field(Class<?> holder, String name, Class<?> type) {
        try {
            return MethodHandles.privateLookupIn(holder, MethodHandles.lookup()).findVarHandle(holder, name, type);
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

    /**
     * Leaves out of what a thread inherits the thread-locals of an application's classes: each thread that makes another one asks them
     * for their value there. What the JDK's own class keeps is a value and no more.
     *
     * @param map a map that {@link #inheritedFrom} made, or null
     * @return the same
     */
    protected static Object withoutCode(Object map) {
        if (map != null) {
            for (ThreadLocal.ThreadLocalMap.Entry entry : (ThreadLocal.ThreadLocalMap.Entry[]) ENTRIES.get(map)) {
                ThreadLocal<?> key = entry == null ? null : entry.get();
                if (key != null && key.getClass().getClassLoader() != null) {
                    // As if nobody had the key any more.
                    entry.clear();
                    entry.value = null;
                }
            }
        }
        return map;
    }

    /** The same for a thread that is not started, and will be less confined than the one that made it. */
    static void disinherit(Thread thread) {
        withoutCode(INHERITABLE.get(thread));
    }

    /**
     * The calling thread's bindings of scoped values: no object of the application's is asked.
     *
     * @return the JDK's own snapshot, or null if there are none
     */
    protected static Object scopedOfCaller() {
        if (BINDINGS == null || BINDINGS.get(Thread.currentThread()) == NO_BINDINGS) {
            return null;
        }
        try {
            return (Object) CURRENT_BINDINGS.invokeExact();
        } catch (Throwable t) {
            throw new IllegalStateException(
                    "thread-sandbox: scoped values: " + t.getClass().getName());
        }
    }

    /** Has the bindings that {@link #scopedOfCaller} found, until {@link #forget}. To be called on this thread. */
    protected final void bind(Object scoped) {
        if (scoped != null) {
            BINDINGS.set(this, scoped);
        }
    }

    private void unbind() {
        if (BINDINGS != null && BINDINGS.get(this) != NO_BINDINGS) {
            BINDINGS.set(this, NO_BINDINGS);
            try {
                SET_CACHE.invokeExact((Object[]) null);
            } catch (Throwable t) {
                throw new IllegalStateException(
                        "thread-sandbox: scoped values: " + t.getClass().getName());
            }
        }
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
        unbind();
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
