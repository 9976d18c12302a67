package io.github.threadsandbox.it.probe;

import io.github.threadsandbox.SandboxedThread;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.RuntimeMBeanException;

/** The role map changes while the JVM runs: what has which role from then on. Of a file, {@code done} or what denies it is seen. */
public final class LiveRoles {
    private static Path map;
    private static String jar;

    private LiveRoles() {}

    /** A thread that does what it is given, for as long as the process runs. */
    private static final class Server extends Thread {
        private final LinkedBlockingQueue<FutureTask<?>> work = new LinkedBlockingQueue<>();

        Server(String name) {
            super(name);
            setDaemon(true);
            start();
        }

        @Override
        public void run() {
            super.run();
            try {
                while (true) {
                    work.take().run();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        <T> T on(Callable<T> task) throws Exception {
            FutureTask<T> future = new FutureTask<>(task);
            work.add(future);
            return future.get();
        }
    }

    /** A task with a role of its own. */
    private static final class LateTask implements Callable<String> {
        @Override
        public String call() {
            return Kernel.open();
        }
    }

    @SandboxedThread("compute")
    private static String method() {
        return Kernel.open();
    }

    /**
     * Changes the role map and looks.
     *
     * @param arguments the role map, the agent's jar, and a directory with the role maps that follow
     * @throws Exception if something else fails than is tried
     */
    public static void main(String[] arguments) throws Exception {
        map = Path.of(arguments[0]);
        jar = arguments[1];
        Path next = Path.of(arguments[2]);
        ExecutorService pool = Executors.newFixedThreadPool(2);
        pool.submit(() -> {}).get();
        Server one = new Server("compute-one");
        Kernel.print("1/thread", one.on(Kernel::open));
        Kernel.print("1/method", method());
        Kernel.print("1/task", pool.submit(new LateTask()).get());
        Kernel.print("1/confinedAsks", one.on(LiveRoles::byJmx));

        take(next.resolve("2.conf"));
        Kernel.print("2/confinedAsks", one.on(LiveRoles::byJmx));
        Kernel.print("2/laneAsks", one.on(() -> pool.submit(LiveRoles::byJmx).get()));
        Kernel.print("2/notYet", new Server("compute-not-yet").on(Kernel::open));
        Kernel.print("2/answer", byJmx());
        Kernel.print("2/again", byJmx());
        Server two = new Server("compute-two");
        Kernel.print("2/thread", two.on(Kernel::open));
        Kernel.print("2/method", method());
        Kernel.print("2/task", pool.submit(new LateTask()).get());
        Kernel.print("2/of1/thread", one.on(Kernel::open));
        Kernel.print("2/of1/method", one.on(LiveRoles::method));
        Kernel.print("2/of1/pool", one.on(() -> pool.submit(Kernel::open).get()));
        Kernel.print("2/of1/future", one.on(() -> CompletableFuture.supplyAsync(Kernel::open)
                .get()));
        Kernel.print("2/of1/child", one.on(() -> new Server("compute-child").on(Kernel::open)));
        Kernel.print("2/of2/pool", two.on(() -> pool.submit(Kernel::open).get()));
        Kernel.print("2/of2/child", two.on(() -> new Server("plain-child").on(Kernel::open)));
        ExecutorService ofTwo = Executors.newFixedThreadPool(1, task -> new Thread(task, "compute-worker"));
        Kernel.print("2/worker", ofTwo.submit(Kernel::open).get());
        Kernel.print("2/worker/of1", one.on(() -> ofTwo.submit(Kernel::open).get()));
        virtual("2", one, two);

        take(next.resolve("wrong.conf"));
        Kernel.print("wrong/jmx", byJmx());
        Kernel.print("wrong/command", Status.command(jar, "reload", pid()));
        Kernel.print("wrong/thread", new Server("compute-wrong").on(Kernel::open));

        take(next.resolve("3.conf"));
        Kernel.print("3/answer", Status.command(jar, "reload", pid(), "--format", "json"));
        Server three = new Server("compute-three");
        Kernel.print("3/thread", three.on(Kernel::open));
        Kernel.print("3/task", pool.submit(new LateTask()).get());
        Kernel.print("3/of2/thread", two.on(Kernel::open));
        Kernel.print("3/of2/pool", two.on(() -> pool.submit(Kernel::open).get()));
        Kernel.print("3/worker", ofTwo.submit(Kernel::open).get());
        Kernel.print("3/worker/of3", three.on(() -> ofTwo.submit(Kernel::open).get()));
        // What was seen a moment before is told again.
        String status = "";
        for (int i = 0; i < 10 && !status.contains("compute-three"); i++) {
            status = Status.command(jar, "status", pid());
        }
        Kernel.print("status", status);
        Kernel.print("status/json", Status.command(jar, "status", pid(), "--format", "json"));

        take(next.resolve("4.conf"));
        Kernel.print("4/answer", Status.command(jar, "reload", pid()));
        Kernel.print("4/thread", new Server("compute-four").on(Kernel::open));
        Kernel.print("4/of1/pool", one.on(() -> pool.submit(Kernel::open).get()));
        Kernel.print("4/of1/method", one.on(LiveRoles::method));
        Kernel.print("4/method", refused(LiveRoles::method));
        Kernel.print("4/zygotes", zygotesLeft());
        Kernel.print("4/of1/child", one.on(() -> new Server("child").on(Kernel::open)));
        Kernel.print("4/of2/child", two.on(() -> new Server("child").on(Kernel::open)));
        Kernel.print("end", Status.command(jar, "status", pid()));
        pool.shutdownNow();
        ofTwo.shutdownNow();
        System.exit(0);
    }

    /** The zygotes of roles that the role map has no more, when none should be left. */
    private static List<String> zygotesLeft() {
        List<String> left = List.of();
        for (int i = 0; i < 100; i++) {
            left = Thread.getAllStackTraces().keySet().stream()
                    .map(Thread::getName)
                    .filter(name -> name.startsWith("thread-sandbox-zygote-compute"))
                    .toList();
            if (left.isEmpty()) {
                break;
            }
            LockSupport.parkNanos(100_000_000);
        }
        return left;
    }

    private static void virtual(String what, Server one, Server two) throws Exception {
        if (Runtime.version().feature() < 25) {
            return;
        }
        Kernel.print(what + "/virtual/of1", one.on(() -> onVirtual("plain")));
        Kernel.print(what + "/virtual/of2", two.on(() -> onVirtual("plain")));
        Kernel.print(what + "/virtual/own", onVirtual("compute-virtual"));
        Kernel.print(what + "/virtual/own/of1", one.on(() -> onVirtual("compute-virtual")));
    }

    private static String onVirtual(String name) throws Exception {
        FutureTask<String> task = new FutureTask<>(Kernel::open);
        Virtual.start(name, task);
        return task.get();
    }

    private static String refused(Callable<String> call) {
        try {
            return call.call();
        } catch (Exception e) {
            return e.getMessage();
        }
    }

    static void take(Path next) throws Exception {
        Path beside = map.resolveSibling("next.conf");
        Files.copy(next, beside, StandardCopyOption.REPLACE_EXISTING);
        Files.move(beside, map, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String pid() {
        return Long.toString(ProcessHandle.current().pid());
    }

    /** What the operation answers, or what it throws. */
    private static String byJmx() {
        try {
            MBeanServer server = ManagementFactory.getPlatformMBeanServer();
            ObjectName name = new ObjectName("io.github.threadsandbox:type=Coverage");
            String[] lines = (String[]) server.invoke(name, "reload", null, null);
            return server.getAttribute(name, "Generation") + " " + String.join("|", lines);
        } catch (RuntimeMBeanException e) {
            return e.getCause().toString().replace("\n", "|");
        } catch (JMException e) {
            return e.toString();
        }
    }
}
