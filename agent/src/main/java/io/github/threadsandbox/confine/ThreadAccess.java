package io.github.threadsandbox.confine;

import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;

/** What the agent reads and calls of {@code java.lang.Thread}, past what an application's subclass could override. */
public final class ThreadAccess {
    /** From here on a thread's task is in its field holder. */
    private static final int HOLDER_SINCE = 19;

    private static final int VIRTUAL_SINCE = 21;

    /** Found by whoever made an access first; the same for all. */
    private static volatile VarHandle foundId;

    private static void foundId(VarHandle id) {
        foundId = id;
    }

    /** Asked at every fork and submission: compiled code reads a constant handle's field as its own. */
    private static final class Constants {
        private static final VarHandle ID = foundId;
    }

    private final MethodHandle start0;
    private final MethodHandle interrupt;
    private final MethodHandle stackTrace;
    private final MethodHandle agentThread;
    private final MethodHandle carrier;
    private final MethodHandle threads;
    private final Class<?> agentType;
    private final Class<?> virtualType;

    /** What stands for a virtual thread where the VM has no continuations: a thread of the kernel's. */
    private final Class<?> boundType;

    private final VarHandle boundTask;
    private final MethodHandle pin;
    private final MethodHandle unpin;
    private final VarHandle task;
    private final VarHandle holder;
    private final MethodHandle disinherit;

    /**
     * Finds it all.
     *
     * @param javaLang with full access to {@code java.lang}, where the gate's classes have been defined
     * @throws ReflectiveOperationException if this JDK is not as the agent knows it
     */
    public ThreadAccess(MethodHandles.Lookup javaLang) throws ReflectiveOperationException {
        MethodHandles.Lookup thread = MethodHandles.privateLookupIn(Thread.class, javaLang);
        start0 = thread.findVirtual(Thread.class, "start0", methodType(void.class));
        interrupt = thread.findSpecial(Thread.class, "interrupt", methodType(void.class), Thread.class);
        stackTrace =
                thread.findSpecial(Thread.class, "getStackTrace", methodType(StackTraceElement[].class), Thread.class);
        agentType = javaLang.findClass("java.lang.ThreadSandboxThread");
        agentThread = javaLang.findConstructor(
                        agentType, methodType(void.class, ThreadGroup.class, String.class, Runnable.class))
                .asType(methodType(Thread.class, ThreadGroup.class, String.class, Runnable.class));
        threads = thread.findStatic(Thread.class, "getThreads", methodType(Thread[].class));
        disinherit = javaLang.findStatic(
                javaLang.findClass("java.lang.ThreadSandboxBorrower"),
                "disinherit",
                methodType(void.class, Thread.class));
        foundId(thread.findVarHandle(Thread.class, "tid", long.class));
        if (Runtime.version().feature() >= HOLDER_SINCE) {
            Class<?> holderType = thread.findClass("java.lang.Thread$FieldHolder");
            holder = thread.findVarHandle(Thread.class, "holder", holderType);
            task = thread.findVarHandle(holderType, "task", Runnable.class);
        } else {
            holder = null;
            task = thread.findVarHandle(Thread.class, "target", Runnable.class);
        }
        if (Runtime.version().feature() >= VIRTUAL_SINCE) {
            Class<?> continuation = Class.forName("jdk.internal.vm.Continuation", false, null);
            MethodHandles.Lookup in = MethodHandles.privateLookupIn(continuation, javaLang);
            carrier = thread.findStatic(Thread.class, "currentCarrierThread", methodType(Thread.class));
            virtualType = Class.forName("java.lang.VirtualThread", false, null);
            pin = in.findStatic(continuation, "pin", methodType(void.class));
            unpin = in.findStatic(continuation, "unpin", methodType(void.class));
            boundType = Class.forName("java.lang.ThreadBuilders$BoundVirtualThread", false, null);
            boundTask =
                    MethodHandles.privateLookupIn(boundType, javaLang).findVarHandle(boundType, "task", Runnable.class);
        } else {
            carrier = null;
            virtualType = null;
            pin = null;
            unpin = null;
            boundType = null;
            boundTask = null;
        }
    }

    /**
     * {@code Thread.start0}: the JVM starts the thread, as a child of the calling one.
     *
     * @param thread the thread
     * @throws Throwable what the JVM throws if it cannot
     */
    public void start0(Thread thread) throws Throwable {
        start0.invokeExact(thread);
    }

    /**
     * Every platform thread that runs.
     *
     * @return as it is now
     */
    public List<Thread> threads() {
        try {
            return List.of((Thread[]) threads.invokeExact());
        } catch (Throwable t) {
            throw bug("getThreads", t);
        }
    }

    /** Whether a thread is the agent's own. */
    boolean isAgents(Thread thread) {
        return thread.getClass() == agentType;
    }

    private boolean isVirtual(Thread thread) {
        // Not Thread.isVirtual(): without continuations in the VM, a thread of its own that has no carrier says so as
        // well.
        return thread.getClass() == virtualType;
    }

    /** The thread of the kernel's that runs the calling thread: itself, or what it is mounted on. */
    Thread carrier() {
        try {
            return carrier == null ? Thread.currentThread() : (Thread) carrier.invokeExact();
        } catch (Throwable t) {
            throw bug("currentCarrierThread", t);
        }
    }

    /**
     * Keeps the calling thread on its carrier, until {@code unpin}.
     *
     * @return whether it is a virtual thread, and so must be unpinned
     */
    boolean pin() {
        if (!isVirtual(Thread.currentThread())) {
            return false;
        }
        try {
            pin.invokeExact();
            return true;
        } catch (Throwable t) {
            throw bug("pin", t);
        }
    }

    void unpin() {
        try {
            unpin.invokeExact();
        } catch (Throwable t) {
            throw bug("unpin", t);
        }
    }

    private static IllegalStateException bug(String what, Throwable t) {
        return new IllegalStateException(
                "thread-sandbox: bug: " + what + ": " + t.getClass().getName());
    }

    /**
     * {@code Thread.interrupt} as Thread has it: a subclass's own is the application's code. A virtual thread's is the JDK's,
     * and interrupts its carrier.
     *
     * @param thread the thread
     */
    public void interrupt(Thread thread) {
        try {
            if (isVirtual(thread)) {
                thread.interrupt();
                return;
            }
            interrupt.invokeExact(thread);
        } catch (Throwable t) {
            throw bug("interrupt", t);
        }
    }

    /**
     * Makes a thread of the agent's own, in the system's thread group, not started.
     *
     * @param name its name
     * @param work what it runs
     * @return the thread
     */
    public Thread agentThread(String name, Runnable work) {
        ThreadGroup system = Thread.currentThread().getThreadGroup();
        while (system.getParent() != null) {
            system = system.getParent();
        }
        try {
            return (Thread) agentThread.invokeExact(system, name, work);
        } catch (Throwable t) {
            throw new IllegalStateException("thread-sandbox: cannot make an agent thread: " + t, t);
        }
    }

    /** Where a thread is: {@code Thread.getStackTrace} as Thread has it, which a subclass could override. */
    StackTraceElement[] stack(Thread thread) {
        try {
            return isVirtual(thread) ? thread.getStackTrace() : (StackTraceElement[]) stackTrace.invokeExact(thread);
        } catch (Throwable t) {
            throw bug("getStackTrace", t);
        }
    }

    /** Takes from a thread that is not started what it inherited of its maker's {@code InheritableThreadLocal}s: they are code. */
    void disinherit(Thread thread) {
        try {
            disinherit.invokeExact(thread);
        } catch (Throwable t) {
            throw bug("disinherit", t);
        }
    }

    /** The JVM's own id of the thread: {@code getId} can be overridden on JDK 17. */
    long id(Thread thread) {
        return (long) Constants.ID.get(thread);
    }

    /** The Runnable that the thread was made with, or null. */
    Runnable task(Thread thread) {
        if (holder == null) {
            return (Runnable) task.get(thread);
        }
        if (thread.getClass() == boundType) {
            return (Runnable) boundTask.get(thread);
        }
        Object fields = holder.get(thread);
        // A virtual thread has none.
        return fields == null ? null : (Runnable) task.get(fields);
    }
}
