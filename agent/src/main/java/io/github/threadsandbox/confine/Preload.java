package io.github.threadsandbox.confine;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the JDK's own initialisers on an unconfined thread, in the background, before the first confined thread can: an
 * initialiser that fails because a role denied it stays failed for every thread of the process.
 */
final class Preload implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger("thread-sandbox");

    /** Longer than any machine needs, shorter than what an operator takes for a hang. */
    private static final int SECONDS = 10;

    private final CountDownLatch done = new CountDownLatch(1);
    private final ThreadAccess access;

    Preload(ThreadAccess access) {
        this.access = access;
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

    @Override
    public void run() {
        try {
            for (PreloadSteps.Step step : PreloadSteps.all()) {
                run(step);
            }
        } finally {
            done.countDown();
        }
    }

    private static void run(PreloadSteps.Step step) {
        try {
            step.action().run();
        } catch (Exception | LinkageError e) {
            // What fails here fails without the agent as well: a JDK without that module, a machine without a network.
            LOG.debug("preload of {} failed: {}", step.name(), e.toString());
        }
    }
}
