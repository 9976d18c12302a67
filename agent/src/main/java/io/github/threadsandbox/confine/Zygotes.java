package io.github.threadsandbox.confine;

import io.github.threadsandbox.seccomp.Seccomp;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A zygote for each role; one that is clean, for what must not inherit its starter's filter; and, made when first needed, one
 * for each set of roles that confine a thread together.
 */
final class Zygotes implements Runnable {
    /** Roles can be combined in more ways than anybody needs; each takes a thread and a filter. */
    private static final int MOST = 256;

    private final Roles roles;
    private final ThreadAccess access;
    private final Seccomp seccomp;
    private final Map<RoleSet, Zygote> zygotes = new ConcurrentHashMap<>();
    private final Map<RoleSet, Restraints> restraints = new ConcurrentHashMap<>();
    private final Queue<KnownThread> confined = new ConcurrentLinkedQueue<>();
    private final Object maker = new Object();
    private Work wanted;
    private Throwable failure;
    private boolean served;

    Zygotes(Roles roles, ThreadAccess access, Seccomp seccomp) {
        this.roles = roles;
        this.access = access;
        this.seccomp = seccomp;
    }

    /** Starts every role's zygote, on an unconfined thread, and the thread that makes more. */
    void startAll() throws Throwable {
        for (String role : roles.names()) {
            make(RoleSet.of(role));
        }
        make(RoleSet.NONE);
        access.start0(access.agentThread("thread-sandbox-zygotes", this));
    }

    /** The zygotes that carry a filter. */
    void addTo(List<KnownThread> known) {
        known.addAll(confined);
    }

    Zygote get(RoleSet set) throws Throwable {
        Zygote known = zygotes.get(set);
        return known != null ? known : request(set);
    }

    /** What confines the threads of a role or roles, made once. */
    Restraints restraints(RoleSet set) {
        return restraints.computeIfAbsent(set, roles::restraints);
    }

    private Zygote make(RoleSet set) throws Throwable {
        if (zygotes.size() >= MOST) {
            throw new IllegalStateException("there are zygotes for " + MOST + " sets of roles already");
        }
        Zygote zygote = new Zygote(set, access, seccomp, set.isEmpty() ? null : restraints(set));
        if (!set.isEmpty()) {
            confined.add(zygote.registration());
        }
        zygote.start();
        zygotes.put(set, zygote);
        return zygote;
    }

    /** Has the unconfined maker make a zygote: the calling thread may be confined, and so would be its children. */
    private synchronized Zygote request(RoleSet set) throws Throwable {
        Zygote known = zygotes.get(set);
        if (known != null) {
            return known;
        }
        unconfined(() -> make(set));
        return zygotes.get(set);
    }

    /** What the maker does for others. */
    interface Work {
        void run() throws Throwable;
    }

    /** Has the unconfined maker do something, and waits until it is done. */
    synchronized void unconfined(Work work) throws Throwable {
        boolean interrupted = false;
        Throwable thrown;
        synchronized (maker) {
            wanted = work;
            served = false;
            failure = null;
            maker.notifyAll();
            while (!served) {
                try {
                    maker.wait();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            thrown = failure;
        }
        if (interrupted) {
            access.interrupt(Thread.currentThread());
        }
        if (thrown != null) {
            throw thrown;
        }
    }

    @Override
    public void run() {
        seccomp.prepare();
        while (true) {
            synchronized (maker) {
                waitForWork();
                try {
                    wanted.run();
                } catch (Throwable t) {
                    failure = t;
                }
                wanted = null;
                served = true;
                maker.notifyAll();
            }
        }
    }

    private void waitForWork() {
        try {
            while (wanted == null) {
                maker.wait();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("bug: an agent thread was interrupted", e);
        }
    }
}
