package io.github.threadsandbox.confine;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the JDK's own initialisers run on an unconfined thread before the first confined thread can: an initialiser that fails
 * because a role denied it stays failed for every thread of the process. Those that depend on nothing that the application
 * does run beside its start; the others when a thread of a role is started that could make them fail, and that waits for
 * just these. What runs them is in {@code java.base}: they ask service providers of the application, which must not find the
 * agent on the stack.
 */
final class Preload {
    private static final Logger LOG = LoggerFactory.getLogger("thread-sandbox");

    /** Longer than any machine needs, shorter than what an operator takes for a hang. */
    private static final int SECONDS = 30;

    /** What a role needs to break none of an application's classes, nobody knows. */
    private static final PreloadList.Group APPLICATION =
            new PreloadList.Group("the application's classes", false, List.of(), List.of());

    private enum State {
        OPEN,
        WANTED,
        DONE
    }

    /** Starts a thread that inherits no filter but the base. */
    interface Starter {
        void start(Thread thread) throws Throwable;
    }

    private final ThreadAccess access;
    private final Starter starter;
    private final BiPredicate<RoleSet, List<String>> allows;
    private final List<PreloadList.Group> groups = new ArrayList<>();
    private final List<State> states = new ArrayList<>();

    /** The groups that threads of these roles could break; emptied when they are done. */
    private final Map<RoleSet, List<Integer>> breakable = new ConcurrentHashMap<>();

    private Supplier<List<String>> application;

    /** Which of the groups is the application's; none where it has no such classes. */
    private int applicationAt = -1;

    /** The ids of the threads that run initialisers. */
    private final Set<Long> own = ConcurrentHashMap.newKeySet();

    private int running = -1;

    private Runner runner;
    private Consumer<Thread> withoutRole;

    /** The agent thread that runs them, until it is started. */
    private Thread unstarted;

    /**
     * A preload that has nothing to run yet.
     *
     * @param access to threads
     * @param starter starts the agent thread, although whoever waits for it may be confined
     * @param allows whether a thread of these roles may do all that these rules say
     */
    Preload(ThreadAccess access, Starter starter, BiPredicate<RoleSet, List<String>> allows) {
        this.access = access;
        this.starter = starter;
        this.allows = allows;
    }

    /** What runs initialisers in {@code java.base}. */
    public interface Runner {
        /**
         * Makes it.
         *
         * @param groups gives the next entries when it is time for them, and null when there are none any more
         * @param failures takes what failed
         * @param withoutRole takes a thread that is to be started without a role
         * @return what a thread is to run
         */
        Runnable of(Supplier<String[]> groups, Consumer<String> failures, Consumer<Thread> withoutRole);
    }

    /**
     * Settles what is to run. Nothing runs before {@link #begin}, or before a role needs it.
     *
     * @param newRunner makes what runs them
     * @param classes gives the application's classes that are to be initialised as well, when it is time
     * @param noRole takes a thread that is to be started without a role
     */
    synchronized void settle(Runner newRunner, Optional<Supplier<List<String>>> classes, Consumer<Thread> noRole) {
        runner = newRunner;
        withoutRole = noRole;
        application = classes.orElse(null);
    }

    /** There are roles, and so threads that could break something: settles on which agent thread it is to run. */
    synchronized void need() {
        if (!groups.isEmpty()) {
            return;
        }
        groups.addAll(PreloadList.read());
        if (application != null) {
            applicationAt = groups.size();
            groups.add(APPLICATION);
        }
        groups.forEach(group -> states.add(State.OPEN));
        unstarted = thread(this::next, this::failed);
    }

    private Thread thread(Supplier<String[]> entries, Consumer<String> failures) {
        Thread thread = access.agentThread("thread-sandbox-preload", runner.of(entries, failures, started -> {
            own.add(access.id(started));
            withoutRole.accept(started);
        }));
        own.add(access.id(thread));
        return thread;
    }

    /** Initialises classes of the application's now, on an agent thread of the calling one, and waits until they are. */
    void now(List<String> classes) throws Throwable {
        Iterator<String[]> once = List.<String[]>of(entriesOf(classes)).iterator();
        Thread thread =
                thread(() -> once.hasNext() ? once.next() : null, failure -> LOG.warn("preload of class {}", failure));
        access.start0(thread);
        thread.join(TimeUnit.SECONDS.toMillis(SECONDS));
        if (thread.isAlive()) {
            throw new IllegalStateException("preload: the classes were not initialised after " + SECONDS + " seconds");
        }
    }

    private static String[] entriesOf(List<String> classes) {
        return classes.stream().map("application "::concat).toArray(String[]::new);
    }

    /** What threads of roles could break is asked anew. */
    void roleMapChanged() {
        breakable.clear();
    }

    /** Lets them run, if they do not yet; on an unconfined thread. */
    void begin() {
        begin(access::start0);
    }

    /**
     * Lets them run, if they do not yet.
     *
     * @throws IllegalStateException if their thread cannot be started
     */
    private synchronized void begin(Starter by) {
        if (unstarted != null) {
            try {
                by.start(unstarted);
            } catch (Throwable t) {
                throw new IllegalStateException(
                        "thread-sandbox: the JDK's initialisers cannot be run beforehand: " + t, t);
            }
            unstarted = null;
        }
    }

    /** Waits until everything is initialised that a thread of these roles could break. */
    void await(RoleSet set) {
        if (own.contains(access.id(Thread.currentThread()))) {
            // An initialiser starts a thread, which the role map confines: it cannot wait for itself.
            return;
        }
        List<Integer> needed = breakable.computeIfAbsent(set, this::breakableBy);
        if (!needed.isEmpty()) {
            boolean interrupted = await(needed);
            breakable.put(set, List.of());
            if (interrupted) {
                access.interrupt(Thread.currentThread());
            }
        }
    }

    private List<Integer> breakableBy(RoleSet set) {
        List<Integer> needed = new ArrayList<>();
        for (int i = 0; i < groups.size(); i++) {
            if (i == applicationAt || !allows.test(set, groups.get(i).needs())) {
                needed.add(i);
            }
        }
        return List.copyOf(needed);
    }

    private synchronized boolean await(List<Integer> needed) {
        begin(starter);
        needed.stream().filter(i -> states.get(i) == State.OPEN).forEach(i -> states.set(i, State.WANTED));
        notifyAll();
        boolean interrupted = false;
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (!needed.stream().allMatch(i -> states.get(i) == State.DONE)) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                LOG.warn(
                        "the JDK's initialisers have not run after {} seconds ({}): confined threads start without",
                        SECONDS,
                        running < 0 ? "not started" : groups.get(running).name());
                break;
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        return interrupted;
    }

    /** Called on the preload's thread: the group before is done; which is next, when it is time for it. */
    private synchronized String[] next() {
        if (running >= 0) {
            states.set(running, State.DONE);
            notifyAll();
        }
        while (states.contains(State.OPEN) || states.contains(State.WANTED)) {
            running = choose();
            if (running >= 0) {
                return running == applicationAt
                        ? entriesOf(application.get())
                        : groups.get(running).entries().toArray(String[]::new);
            }
            try {
                wait();
            } catch (InterruptedException e) {
                throw new IllegalStateException("bug: an agent thread was interrupted", e);
            }
        }
        return null;
    }

    /** Of the JDK, what fails here fails without the agent as well; of the application, somebody asked for it. */
    private void failed(String failure) {
        if (running == applicationAt) {
            LOG.warn("preload of class {}", failure);
        } else {
            LOG.debug("preload of {}", failure);
        }
    }

    /** What somebody waits for comes first. */
    private int choose() {
        int wanted = states.indexOf(State.WANTED);
        for (int i = 0; wanted < 0 && i < states.size(); i++) {
            if (states.get(i) == State.OPEN && groups.get(i).atStart()) {
                wanted = i;
            }
        }
        return wanted;
    }
}
