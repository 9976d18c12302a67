package io.github.threadsandbox.confine;

import io.github.threadsandbox.seccomp.Seccomp;
import io.github.threadsandbox.seccomp.SeccompException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * An agent thread that carries a role's filter and Landlock domain and starts the role's threads: the kernel lets a thread's
 * children inherit both (seccomp(2), landlock(7)), so they are born confined, all under the same objects.
 */
final class Zygote implements Runnable {
    private static final StartRequest NOTHING = null;

    private final ThreadAccess access;
    private final Seccomp seccomp;
    private final Restraints restraints;
    private final Thread thread;
    private final Registration registration;
    private final AtomicReference<StartRequest> requests = new AtomicReference<>(NOTHING);
    private final CountDownLatch ready = new CountDownLatch(1);
    private volatile Throwable failure;
    private volatile boolean ended;

    /**
     * A zygote, not started yet.
     *
     * @param restraints what it puts on itself; null for the clean zygote, which has no role
     */
    Zygote(RoleSet roles, ThreadAccess access, Seccomp seccomp, Restraints restraints) {
        this.access = access;
        this.seccomp = seccomp;
        this.restraints = restraints;
        this.thread = access.agentThread("thread-sandbox-zygote-" + (roles.isEmpty() ? "clean" : roles), this);
        this.registration = new Registration(access, thread, roles, roles);
    }

    Registration registration() {
        return registration;
    }

    /** Starts it as a child of the calling thread, and waits until its filter is in force. */
    void start() throws Throwable {
        access.start0(thread);
        boolean interrupted = false;
        while (true) {
            try {
                ready.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            access.interrupt(Thread.currentThread());
        }
        if (failure != null) {
            throw failure;
        }
    }

    /**
     * Has a thread started as a child of this zygote.
     *
     * @return what the JVM threw, so that the thread certainly does not run; null if it runs. Whatever this method itself
     *     throws leaves that open
     */
    Throwable start(Thread target) {
        // A virtual thread stays on its carrier, and that is woken: were the zygote to unpark the virtual thread, it
        // would
        // put it into its scheduler, and start more carriers if that needs them, under its own filter.
        boolean pinned = access.pin();
        try {
            return request(target);
        } finally {
            if (pinned) {
                access.unpin();
            }
        }
    }

    private Throwable request(Thread target) {
        StartRequest request = new StartRequest(target, access.carrier());
        do {
            request.next = requests.get();
        } while (!requests.compareAndSet(request.next, request));
        if (ended) {
            throw ended();
        }
        LockSupport.unpark(thread);
        return request.await(access);
    }

    @Override
    public void run() {
        try {
            registration.tid(seccomp.gettid());
            if (restraints != null) {
                restraints.putOn();
            }
            registration.settle();
        } catch (SeccompException | RuntimeException | Error e) {
            // Any of them, an OutOfMemoryError too: start() waits for this.
            failure = e;
            ended = true;
            ready.countDown();
            return;
        }
        ready.countDown();
        try {
            serve();
        } finally {
            // Only an Error from outside leads here (Thread.stop on JDK 17): nobody waits for ever.
            ended = true;
            finishAll(requests.getAndSet(NOTHING), ended());
        }
    }

    private void serve() {
        while (true) {
            StartRequest taken = requests.getAndSet(NOTHING);
            if (taken == null) {
                LockSupport.park();
                continue;
            }
            taken = reversed(taken);
            while (taken != null) {
                StartRequest next = taken.next;
                startAndFinish(taken);
                taken = next;
            }
        }
    }

    private void startAndFinish(StartRequest request) {
        Throwable thrown = null;
        try {
            access.start0(request.target());
        } catch (Throwable t) {
            thrown = t;
        }
        request.finish(thrown);
    }

    /** The stack, oldest first. */
    private static StartRequest reversed(StartRequest newest) {
        StartRequest oldest = null;
        StartRequest request = newest;
        while (request != null) {
            StartRequest next = request.next;
            request.next = oldest;
            oldest = request;
            request = next;
        }
        return oldest;
    }

    private IllegalStateException ended() {
        return new IllegalStateException(
                "thread-sandbox: " + thread.getName() + " has ended, which only Thread.stop can do:"
                        + " threads of its role are refused until the JVM is started anew");
    }

    private static void finishAll(StartRequest requests, Throwable failure) {
        for (StartRequest request = requests; request != null; request = request.next) {
            request.finish(failure);
        }
    }
}
