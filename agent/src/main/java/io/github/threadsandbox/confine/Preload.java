package io.github.threadsandbox.confine;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the JDK's own initialisers run on an unconfined thread, in the background, before the first confined thread can: an
 * initialiser that fails because a role denied it stays failed for every thread of the process. What runs them is in
 * {@code java.base}: they ask service providers of the application, which must not find the agent on the stack.
 */
final class Preload {
    private static final Logger LOG = LoggerFactory.getLogger("thread-sandbox");

    /** Longer than any machine needs, shorter than what an operator takes for a hang. */
    private static final int SECONDS = 10;

    private final CountDownLatch done = new CountDownLatch(1);
    private final ThreadAccess access;

    Preload(ThreadAccess access) {
        this.access = access;
    }

    /** Starts the initialisers on an agent thread. */
    void start(Function<Consumer<List<String>>, Runnable> steps) throws Throwable {
        access.start0(access.agentThread("thread-sandbox-preload", steps.apply(this::over)));
    }

    /** Nothing is to be confined, so nothing is poisoned. */
    void skip() {
        done.countDown();
    }

    /** Waits until the initialisers have run. */
    void await() {
        if (done.getCount() == 0) {
            return;
        }
        boolean interrupted = false;
        try {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
            while (true) {
                try {
                    if (!done.await(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                        LOG.warn(
                                "the JDK's initialisers have not run after {} seconds: confined threads start without",
                                SECONDS);
                        done.countDown();
                    }
                    return;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                access.interrupt(Thread.currentThread());
            }
        }
    }

    /** Called on the preload's thread when it is over, with what failed. */
    private void over(List<String> failures) {
        done.countDown();
        failures.forEach(failure -> LOG.debug("preload of {}", failure));
    }
}
