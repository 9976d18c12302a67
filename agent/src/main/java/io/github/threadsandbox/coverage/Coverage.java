package io.github.threadsandbox.coverage;

import io.github.threadsandbox.confine.Confiner;
import io.github.threadsandbox.confine.KnownThread;
import io.github.threadsandbox.confine.ThreadAccess;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at every thread from time to time, and when asked, on a thread of the agent's own: whoever asks may be confined, and
 * could not read {@code /proc}.
 */
public final class Coverage implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger("thread-sandbox");

    /**
     * Between two looks lies at least this many times what the first cost: half of 0.1 % of one processor, since a look that was
     * cheap may be followed by a dearer one.
     */
    private static final long SHARE = 2000;

    /** A look as young as this is as good as a new one. */
    private static final long FRESH_MILLIS = 500;

    /** How often whoever asked for a look sees whether it is there. */
    private static final long WAIT_NANOS = 2_000_000;

    /** Of one look; a broken pool would fill the log. */
    private static final int MOST_ERRORS = 20;

    private final ThreadAccess access;
    private final Looker looker;
    private final Duration interval;
    private final boolean abort;
    private final Set<Object> said = new HashSet<>();
    private final Thread thread;
    private volatile boolean wanted;

    /** Written by the coverage's thread alone, as is all that follows. */
    private volatile long begun;

    private volatile long done;
    private volatile Look last;
    private volatile String problem;

    private Coverage(ThreadAccess access, Looker looker, Duration interval, boolean abort) {
        this.access = access;
        this.looker = looker;
        this.interval = interval;
        this.abort = abort;
        this.thread = access.agentThread("thread-sandbox-coverage", this);
    }

    /**
     * Starts to look.
     *
     * @param confiner what knows the threads
     * @param access to threads
     * @param base the filters on a thread that no role confines
     * @param interval between looks; zero for none but those that are asked for
     * @param abort whether a mismatch ends the JVM
     * @return what can be asked for a look
     * @throws Throwable if its thread cannot be started
     */
    public static Coverage start(Confiner confiner, ThreadAccess access, int base, Duration interval, boolean abort)
            throws Throwable {
        Looker.Register register = new Looker.Register() {
            @Override
            public List<KnownThread> threads() {
                return confiner.threads();
            }

            @Override
            public OptionalLong millisSinceLeft(int tid) {
                return confiner.millisSinceLeft(tid);
            }
        };
        Coverage coverage = new Coverage(access, new Looker(register, base), interval, abort);
        access.start0(coverage.thread);
        return coverage;
    }

    @Override
    public void run() {
        OwnTime ownTime = new OwnTime();
        long cost = 0;
        while (true) {
            long number = awaitNext(cost);
            long before = ownTime.nanos();
            Look look = null;
            String failure = null;
            try {
                look = looker.look();
                report(look);
            } catch (Throwable t) {
                // Whatever it was, an OutOfMemoryError too: this thread goes on looking.
                failure = String.valueOf(t.getMessage() == null ? t : t.getMessage());
            }
            finish(number, look, failure);
            cost = ownTime.nanos() - before;
        }
    }

    /** Waits until a look is due or asked for, and returns its number. */
    private long awaitNext(long cost) {
        long pause = Math.max(interval.toNanos(), SHARE * cost);
        long begin = System.nanoTime();
        while (!wanted) {
            long left = pause - (System.nanoTime() - begin);
            if (interval.isZero()) {
                LockSupport.park();
            } else if (left > 0) {
                LockSupport.parkNanos(left);
            } else {
                break;
            }
        }
        wanted = false;
        long number = begun + 1;
        begun = number;
        return number;
    }

    private void finish(long number, Look look, String failure) {
        if (failure != null && problem == null) {
            LOG.warn("coverage: the threads cannot be looked at: {}", failure);
        }
        last = look == null ? last : look;
        problem = failure;
        done = number;
    }

    private void report(Look look) throws IOException {
        List<ThreadStatus> mismatches = look.mismatches();
        Set<Object> now = new HashSet<>();
        int errors = 0;
        for (ThreadStatus thread : mismatches) {
            Optional<Object> identity = looker.identity(thread);
            identity.ifPresent(now::add);
            if (identity.filter(said::contains).isEmpty()) {
                errors++;
                if (errors <= MOST_ERRORS) {
                    LOG.error("coverage: {}", thread.mismatch());
                }
            }
        }
        if (errors > MOST_ERRORS) {
            LOG.error("coverage: and {} threads more", errors - MOST_ERRORS);
        }
        said.clear();
        said.addAll(now);
        if (abort && errors > 0) {
            LOG.error("coverage: the JVM ends (on-mismatch = abort)");
            Runtime.getRuntime().halt(1);
        }
    }

    /**
     * The last look; a new one if there is none yet.
     *
     * @param fresh whether it must be new
     * @param millis how long to wait for a new one
     * @return the look
     * @throws IllegalStateException if there is none, or no new one in time
     */
    Look look(boolean fresh, long millis) {
        Look known = last;
        if (known != null && (!fresh || System.currentTimeMillis() - known.millis() < FRESH_MILLIS)) {
            return known;
        }
        long next = begun + 1;
        wanted = true;
        LockSupport.unpark(thread);
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        boolean interrupted = false;
        // No lock, which a thread that is stopped in here would keep from this agent.
        while (done < next && System.nanoTime() < end) {
            LockSupport.parkNanos(WAIT_NANOS);
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            access.interrupt(Thread.currentThread());
        }
        if (done < next) {
            throw new IllegalStateException("thread-sandbox: no look at the threads in " + millis + " ms");
        }
        if (problem != null) {
            throw new IllegalStateException("thread-sandbox: " + problem);
        }
        return last;
    }
}
