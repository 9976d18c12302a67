package io.github.threadsandbox.confine;

import io.github.threadsandbox.seccomp.Seccomp;
import io.github.threadsandbox.seccomp.SeccompException;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * An agent thread that carries a role's filter and Landlock domain and starts the role's threads: the kernel lets a thread's
 * children inherit both (seccomp(2), landlock(7)), so they are born confined, all under the same objects.
 */
final class Zygote implements Runnable {
    private static final StartRequest NOTHING = null;

    /** In the place of requests: no more are taken. */
    private static final StartRequest CLOSED = new StartRequest(null, null);

    /** Instead of what the JVM threw: this zygote has left, because the present role map has its roles no more. */
    static final class Left extends Exception {
        private static final long serialVersionUID = 1L;
    }

    private final ThreadAccess access;
    private final Seccomp seccomp;
    private final Restraints restraints;
    private final long idleNanos;
    private final Consumer<Zygote> left;
    private final Thread thread;
    private final Registration registration;

    /** Takes the listener of its filter; null where nobody answers, and the filter denies by itself. */
    private final Listening listening;

    private final CountDownLatch installed = new CountDownLatch(1);
    private final CountDownLatch handedOver = new CountDownLatch(1);
    private volatile int listener = -1;
    private final AtomicReference<StartRequest> requests = new AtomicReference<>(NOTHING);
    private final CountDownLatch ready = new CountDownLatch(1);
    private volatile Throwable failure;
    private volatile boolean ended;

    /** Takes a listener. */
    interface Listening {
        /** False if whoever should answer is not there. */
        boolean handOver(int listener, int tid);
    }

    /**
     * A zygote, not started yet.
     *
     * @param restraints what it puts on itself; null for the clean zygote, which has no role
     * @param listening takes the filter's listener; null where it has none
     * @param idleNanos how long it stays without requests once no generation in force has its roles
     * @param left told, on the zygote, when it leaves for that reason
     */
    Zygote(
            RoleSet roles,
            ThreadAccess access,
            Seccomp seccomp,
            Restraints restraints,
            Listening listening,
            long idleNanos,
            Consumer<Zygote> left) {
        this.listening = listening;
        this.idleNanos = idleNanos;
        this.left = left;
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
        if (listening != null) {
            interrupted = await(installed);
            handOver();
        }
        interrupted |= await(ready);
        if (interrupted) {
            access.interrupt(Thread.currentThread());
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** Not by the zygote: its filter may ask already about what that takes. */
    private void handOver() {
        if (listener >= 0) {
            boolean taken = listening.handOver(listener, registration.tid());
            seccomp.close(listener);
            if (!taken) {
                failure = new IllegalStateException("the observer did not take the listener of its filter");
            }
        }
        handedOver.countDown();
    }

    private static boolean await(CountDownLatch latch) {
        boolean interrupted = false;
        while (true) {
            try {
                latch.await();
                return interrupted;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
    }

    /**
     * Has a thread started as a child of this zygote.
     *
     * @return what the JVM threw, so that the thread certainly does not run, or {@link Left}; null if it runs. Whatever this
     *     method itself throws leaves that open
     */
    Throwable start(Thread target) {
        // A virtual thread stays on its carrier, and that is woken: were the zygote to unpark the virtual thread, it
        // would put it into its scheduler, and start more carriers if that needs them, under its own filter.
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
            if (request.next == CLOSED) {
                return new Left();
            }
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
            if (listening != null) {
                putOnWithListener();
            } else if (restraints != null) {
                restraints.putOn();
            }
            registration.settle();
        } catch (SeccompException | RuntimeException | Error e) {
            // Any of them, an OutOfMemoryError too: start() waits for this.
            failure = e;
            ended = true;
            installed.countDown();
            ready.countDown();
            return;
        }
        ready.countDown();
        try {
            serve();
            left.accept(this);
        } finally {
            // Only an Error from outside leads here (Thread.stop on JDK 17): nobody waits for ever.
            ended = true;
            if (requests.get() != CLOSED) {
                finishAll(requests.getAndSet(NOTHING), ended());
            }
        }
    }

    /** The present role map may have its roles no more: then it goes on for as long as anybody asks for it. */
    void wake() {
        LockSupport.unpark(thread);
    }

    private void putOnWithListener() throws SeccompException {
        OptionalInt before = Seccomp.filters();
        listener = restraints.putOnWithListener();
        installed.countDown();
        await(handedOver);
        if (failure instanceof IllegalStateException e) {
            throw e;
        }
        seccomp.checkThisThread(before);
    }

    private void serve() {
        while (true) {
            StartRequest taken = requests.getAndSet(NOTHING);
            if (taken == null) {
                if (!registration.set().isSuperseded()) {
                    LockSupport.park();
                } else if (leave()) {
                    return;
                }
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

    /** Waits for a request; true if none came for long, and none will be taken any more. */
    private boolean leave() {
        long end = System.nanoTime() + idleNanos;
        while (requests.get() == NOTHING) {
            long nanos = end - System.nanoTime();
            if (nanos <= 0) {
                return requests.compareAndSet(NOTHING, CLOSED);
            }
            LockSupport.parkNanos(nanos);
        }
        return false;
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
