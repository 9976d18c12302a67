package io.github.threadsandbox.it.probe;

import io.github.threadsandbox.SandboxedThread;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Goes roads of confined work where the stack ends: a thread recurses until it overflows, and on its way back goes the road from each
 * depth, until it got through often. Nobody pretends: the JVM throws, in the agent and in the JDK alike.
 */
public final class StackEnd {
    private static final int SECONDS = 20;
    private static final int ROUNDS = 4;

    /** Depths, from the deepest on: more than ten times as many as do not get through. */
    private static final int DEPTHS = 200;

    /** To define a class that is woven takes more of the stack. */
    private static final int DEFINITIONS = 1_000;

    private static final int STACK_BYTES = 512 * 1024;

    private static final Queue<String> ESCAPED = new ConcurrentLinkedQueue<>();
    private static final Queue<ExecutorService> POOLS = new ConcurrentLinkedQueue<>();
    private static final AtomicInteger CONFINED = new AtomicInteger();
    private static final List<String> BROKEN = new ArrayList<>();

    /** Whether work takes so long that whoever waits for it goes to sleep; what the JDK needs for that it may need for the first time. */
    private static volatile boolean slow;

    private StackEnd() {}

    /** Goes a road, but waits for nothing, save where the road itself does: gives what can be waited for. */
    private interface Road {
        Object go() throws Exception;
    }

    /** Goes it from each depth; holds what came of it in arrays, because there is no stack for more. */
    private static final class Depths {
        private final Road road;
        private final Object[] left;
        private int depth;
        private int through;

        Depths(Road road, int depths) {
            this.road = road;
            this.left = new Object[depths];
        }

        void deeper() {
            try {
                deeper();
            } catch (StackOverflowError e) {
                // The deepest.
            }
            if (depth < left.length) {
                try {
                    left[depth] = road.go();
                    through++;
                } catch (Throwable e) {
                    left[depth] = e;
                }
                depth++;
            }
        }
    }

    /**
     * What has a role on every road.
     *
     * @return how it went
     */
    public static String confinedWork() {
        String how = Kernel.open();
        if (how.equals("Permission denied")) {
            CONFINED.incrementAndGet();
        } else {
            ESCAPED.add(how + " on " + Thread.currentThread().getName());
        }
        return how;
    }

    /** A task with a role of its own. */
    @SandboxedThread("compute")
    private static final class OwnRole implements Callable<String> {
        @Override
        public String call() {
            return confinedWork();
        }
    }

    @SandboxedThread("compute")
    private static String method() {
        if (slow) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
        return confinedWork();
    }

    /** Is defined anew each time. */
    public static final class Defined implements Callable<String> {
        /** For the probe. */
        public Defined() {}

        @Override
        @SandboxedThread("compute")
        public String call() {
            return confinedWork();
        }
    }

    private static final class Loader extends ClassLoader {
        private static final String NAME = Defined.class.getName();
        private static final byte[] FILE = file();

        Loader() {
            super(StackEnd.class.getClassLoader());
        }

        private static byte[] file() {
            try (InputStream in = StackEnd.class.getResourceAsStream("StackEnd$Defined.class")) {
                return in.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        Class<?> define() {
            return defineClass(NAME, FILE, 0, FILE.length);
        }
    }

    private static Thread started(String name) {
        Thread thread = new Thread(null, StackEnd::confinedWork, name, STACK_BYTES);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** One for each time: where the stack ends in one, its lock may stay locked, which a JVM without the agent does as well. */
    private static ExecutorService pool() {
        ExecutorService pool = Executors.newFixedThreadPool(1, StackEnd::daemon);
        POOLS.add(pool);
        return pool;
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Goes them all.
     *
     * @param arguments none
     * @throws Exception if a thread is interrupted
     */
    public static void main(String[] arguments) throws Exception {
        road("start", "plain", () -> started("role-started"));
        road("method", "plain", StackEnd::method);
        Loader.file();
        road("define", "plain", DEFINITIONS, () -> new Loader().define());
        road("child", "role-parent", () -> started("child"));
        road("own role", "plain", () -> pool().submit(new OwnRole()));
        road("submit", "role-submitter", () -> pool().submit(StackEnd::confinedWork));
        // Nobody's role is left on a worker.
        for (ExecutorService pool : POOLS) {
            Future<String> how = pool.submit(Kernel::open);
            if (!how.get(SECONDS, TimeUnit.SECONDS).equals("done")) {
                BROKEN.add("a worker: " + how.get());
            }
            pool.shutdown();
        }
        Kernel.print("escaped", new ArrayList<>(ESCAPED));
        Kernel.print("broken", BROKEN);
        Kernel.print("main", Kernel.open());
        Kernel.print("end", "yes");
        System.exit(0);
    }

    private static void road(String name, String from, Road road) throws Exception {
        road(name, from, DEPTHS, road);
    }

    private static void road(String name, String from, int levels, Road road) throws Exception {
        on(name, from, () -> {
            for (int i = 0; i < 3; i++) {
                check(name, "before", road.go());
            }
        });
        int through = 0;
        int overflows = 0;
        CONFINED.set(0);
        for (int round = 0; round < ROUNDS; round++) {
            Depths depths = new Depths(road, levels);
            slow = true;
            on(name, from, depths::deeper);
            slow = false;
            for (Object left : depths.left) {
                if (left instanceof Throwable thrown) {
                    overflows++;
                    // As it is, or as the cause or by name where the agent says what it could not do.
                    if (!(thrown + " " + thrown.getCause()).contains("StackOverflowError")) {
                        BROKEN.add(name + ": " + thrown);
                    }
                } else {
                    check(name, "in the depth", left);
                }
            }
            through += depths.through;
            on(name, from, () -> check(name, "afterwards", road.go()));
        }
        Kernel.print("overflows/" + name, overflows);
        Kernel.print("confined/" + name, through > 0 && CONFINED.get() >= through);
    }

    private interface Work {
        void run() throws Exception;
    }

    private static void on(String name, String from, Work work) throws InterruptedException {
        Thread thread = new Thread(
                null,
                () -> {
                    try {
                        work.run();
                    } catch (Throwable e) {
                        BROKEN.add(name + ": " + e);
                    }
                },
                from,
                STACK_BYTES);
        thread.setDaemon(true);
        thread.start();
        thread.join(TimeUnit.SECONDS.toMillis(SECONDS));
        if (thread.isAlive()) {
            BROKEN.add(name + " hangs: " + List.of(thread.getStackTrace()));
        }
    }

    private static void check(String name, String when, Object went) throws Exception {
        Object left = went instanceof Class<?> defined
                ? ((Callable<?>) defined.getDeclaredConstructor().newInstance()).call()
                : went;
        if (left instanceof Thread thread) {
            thread.join(TimeUnit.SECONDS.toMillis(SECONDS));
            if (thread.isAlive()) {
                BROKEN.add(name + " " + when + ": the thread does not end");
            }
            return;
        }
        String result;
        try {
            result = left instanceof Future<?> future
                    ? String.valueOf(future.get(SECONDS, TimeUnit.SECONDS))
                    : String.valueOf(left);
        } catch (Exception e) {
            result = e.toString();
        }
        if (!result.equals("Permission denied")) {
            BROKEN.add(name + " " + when + ": " + result);
        }
    }
}
