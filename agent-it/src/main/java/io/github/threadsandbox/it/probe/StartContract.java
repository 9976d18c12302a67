package io.github.threadsandbox.it.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What {@code Thread.start} promises, seen from outside: run without the agent and with it, on threads that have a role and
 * threads that have none, this prints the same.
 */
public final class StartContract {
    private static final InheritableThreadLocal<String> INHERITED = new InheritableThreadLocal<>();

    private StartContract() {}

    private interface Case {
        String see(String name) throws Exception;
    }

    /**
     * Prints every case for a name that a role map may match and one that it does not.
     *
     * @param arguments none
     * @throws Exception if a case fails to run
     */
    public static void main(String[] arguments) throws Exception {
        INHERITED.set("from main");
        for (String name : new String[] {"role-x", "plain-x"}) {
            print("again", name, StartContract::startedAgain);
            print("ended", name, StartContract::startedAfterItsEnd);
            print("noMemory", name, StartContract::noRoomForItsStack);
            print("interruptedStarter", name, StartContract::interruptOfTheStarter);
            print("interruptedBefore", name, StartContract::interruptBeforeStart);
            print("daemon", name, StartContract::daemonAndPriority);
            print("inherited", name, StartContract::inherited);
            print("uncaught", name, StartContract::uncaught);
            print("overridden", name, StartContract::overriddenMethodsAreNotCalled);
            print("group", name, StartContract::group);
            print("state", name, StartContract::states);
            print("runDirectly", name, StartContract::runCalledDirectly);
            print("concurrent", name, StartContract::manyStarters);
        }
    }

    private static void print(String what, String name, Case one) throws Exception {
        Kernel.print(what + "-" + name, one.see(name));
    }

    private static String startedAgain(String name) throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        Thread thread = new Thread(() -> Uninterrupted.await(end), name);
        thread.start();
        String seen = thrown(thread::start);
        end.countDown();
        thread.join();
        return seen;
    }

    private static String startedAfterItsEnd(String name) throws Exception {
        Thread thread = new Thread(() -> {}, name);
        thread.start();
        thread.join();
        return thrown(thread::start);
    }

    /** The JVM cannot map a stack of this size, and start throws; the thread stays new and can be counted out again. */
    private static String noRoomForItsStack(String name) throws Exception {
        ThreadGroup group = new ThreadGroup("no room");
        Thread thread = new Thread(group, () -> {}, name, 1L << 46);
        String seen = thrown(thread::start);
        Thread after = new Thread(() -> {}, name);
        after.start();
        after.join();
        return seen + " " + thread.getState() + " " + group.activeCount();
    }

    private static String interruptOfTheStarter(String name) throws Exception {
        Thread thread = new Thread(() -> {}, name);
        Thread.currentThread().interrupt();
        thread.start();
        boolean kept = Thread.interrupted();
        thread.join();
        return String.valueOf(kept);
    }

    private static String interruptBeforeStart(String name) throws Exception {
        AtomicReference<String> seen = new AtomicReference<>();
        Thread thread = new Thread(() -> seen.set(String.valueOf(Thread.interrupted())), name);
        thread.interrupt();
        thread.start();
        thread.join();
        return seen.get();
    }

    private static String daemonAndPriority(String name) throws Exception {
        AtomicReference<String> seen = new AtomicReference<>();
        Thread thread = new Thread(
                () -> seen.set(Thread.currentThread().isDaemon() + " "
                        + Thread.currentThread().getPriority() + " "
                        + Thread.currentThread().getName()),
                name);
        thread.setDaemon(true);
        thread.setPriority(7);
        thread.start();
        thread.join();
        return seen.get();
    }

    private static String inherited(String name) throws Exception {
        ClassLoader loader = new ClassLoader("mine", null) {};
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(loader);
        AtomicReference<String> seen = new AtomicReference<>();
        Thread thread = new Thread(
                () -> seen.set(INHERITED.get() + " "
                        + Thread.currentThread().getContextClassLoader().getName()),
                name);
        Thread.currentThread().setContextClassLoader(before);
        thread.start();
        thread.join();
        return seen.get();
    }

    private static String uncaught(String name) throws Exception {
        AtomicReference<String> seen = new AtomicReference<>();
        Thread thread = new Thread(
                () -> {
                    throw new IllegalArgumentException("thrown on purpose");
                },
                name);
        thread.setUncaughtExceptionHandler(
                (failed, e) -> seen.set(failed.getName() + " " + e.getMessage() + " " + e.getStackTrace().length));
        thread.start();
        thread.join();
        return seen.get();
    }

    /** What a subclass overrides, and counts, is called as often as without the agent. */
    private static String overriddenMethodsAreNotCalled(String name) throws Exception {
        List<String> called = new ArrayList<>();
        Thread thread = new Thread(name) {
            @Override
            public void run() {
                called.add("run");
            }

            @Override
            public void interrupt() {
                called.add("interrupt");
            }

            @Override
            public boolean equals(Object other) {
                called.add("equals");
                return this == other;
            }

            @Override
            public int hashCode() {
                called.add("hashCode");
                return 1;
            }

            @Override
            public String toString() {
                called.add("toString");
                return "mine";
            }

            @Override
            public ClassLoader getContextClassLoader() {
                called.add("getContextClassLoader");
                return super.getContextClassLoader();
            }

            @Override
            public StackTraceElement[] getStackTrace() {
                called.add("getStackTrace");
                return super.getStackTrace();
            }
        };
        thread.start();
        thread.join();
        return called.toString();
    }

    private static String group(String name) throws Exception {
        ThreadGroup group = new ThreadGroup("mine");
        CountDownLatch end = new CountDownLatch(1);
        Thread thread = new Thread(group, () -> Uninterrupted.await(end), name);
        thread.start();
        int during = group.activeCount();
        Thread[] found = new Thread[4];
        int count = group.enumerate(found);
        end.countDown();
        thread.join();
        return during + " " + count + " " + found[0].getName() + " "
                + Thread.currentThread().getThreadGroup().activeCount();
    }

    private static String states(String name) throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        Thread thread = new Thread(() -> Uninterrupted.await(end), name);
        String before = thread.getState() + " " + thread.isAlive();
        thread.start();
        boolean during = thread.isAlive();
        end.countDown();
        thread.join();
        return before + " " + during + " " + thread.getState() + " " + thread.isAlive();
    }

    private static String runCalledDirectly(String name) {
        List<String> seen = new ArrayList<>();
        new Thread(() -> seen.add(Thread.currentThread().getName()), name).run();
        return seen.toString();
    }

    private static String manyStarters(String name) throws Exception {
        int starters = 8;
        int each = 40;
        CountDownLatch done = new CountDownLatch(starters * each);
        Thread[] threads = new Thread[starters];
        for (int i = 0; i < starters; i++) {
            threads[i] = new Thread(
                    () -> {
                        for (int n = 0; n < each; n++) {
                            new Thread(done::countDown, name + n).start();
                        }
                    },
                    "starter");
            threads[i].start();
        }
        done.await();
        for (Thread thread : threads) {
            thread.join();
        }
        return String.valueOf(done.getCount());
    }

    private static String thrown(Runnable action) {
        try {
            action.run();
            return "nothing";
        } catch (Throwable t) {
            return t.getClass().getName() + ": " + t.getMessage();
        }
    }
}
