package io.github.threadsandbox.confine;

import io.github.threadsandbox.role.ThreadTraits;

/** One thread's entry in the register. Calls nothing of the thread that an application could override. */
final class Registration implements KnownThread, Confinement {
    private final ThreadAccess access;
    private final Thread thread;

    /** Boxed once. */
    private final Long id;

    private final RoleSet roles;
    private final RoleSet own;
    private final String starter;
    private final String nameAtStart;
    private volatile int tid;
    private volatile boolean settled;

    /** An entry for a thread that the calling thread starts, or for the calling thread itself. */
    Registration(ThreadAccess access, Thread thread, RoleSet roles, RoleSet own) {
        Thread current = Thread.currentThread();
        this.access = access;
        this.thread = thread;
        this.id = access.id(thread);
        this.roles = roles;
        this.own = own;
        this.starter = current == thread ? null : current.getName();
        this.nameAtStart = thread.getName();
    }

    Long id() {
        return id;
    }

    boolean isOf(Thread other) {
        return thread == other;
    }

    @Override
    public RoleSet set() {
        return roles;
    }

    @Override
    public RoleSet own() {
        return own;
    }

    @Override
    public int tid() {
        return tid;
    }

    /** Takes what gettid(2) returned on the thread: an error, if its role denies the call. */
    void tid(int found) {
        if (found > 0) {
            tid = found;
        }
    }

    @Override
    public boolean settled() {
        return settled;
    }

    void settle() {
        settled = true;
    }

    @Override
    public String roles() {
        return roles.toString();
    }

    @Override
    public int until() {
        return roles.until();
    }

    @Override
    public boolean alive() {
        return thread.isAlive();
    }

    @Override
    public String name() {
        return thread.getName();
    }

    /** As they are now: a thread may have been named anew since it started. */
    ThreadTraits traits(ThreadObserver observer) {
        return observer.observe(thread);
    }

    /** The virtual thread that is mounted on it, or null. */
    Thread mounted(ThreadObserver observer) {
        return observer.mountedOn(thread);
    }

    StackTraceElement[] stack() {
        return access.stack(thread);
    }

    @Override
    public String nameAtStart() {
        return nameAtStart;
    }

    @Override
    public String origin() {
        Object task = access.task(thread);
        return (starter == null ? "started before the agent or by native code" : "started by \"" + starter + "\"")
                + ", class " + thread.getClass().getName()
                + (task == null ? "" : ", task " + task.getClass().getName());
    }
}
