package io.github.threadsandbox.it.probe;

import io.github.threadsandbox.SandboxedThread;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** Which virtual threads take which role, what they hand on, and which are refused. */
public final class VirtualThreads {
    private VirtualThreads() {}

    /** A task that names a role. */
    @SandboxedThread("compute")
    static final class Task implements Runnable, Callable<String> {
        private final CompletableFuture<String> seen = new CompletableFuture<>();

        @Override
        public void run() {
            seen.complete(Kernel.open());
        }

        @Override
        public String call() {
            return Kernel.open();
        }
    }

    /** A task that a rule names. */
    static final class Named implements Runnable {
        @Override
        public void run() {
            Kernel.print("ran", "named late");
        }
    }

    /** A task that names a role which is not defined. */
    @SandboxedThread("nowhere")
    static final class Undefined implements Runnable {
        @Override
        public void run() {
            Kernel.print("ran", "undefined");
        }
    }

    /**
     * Prints what became of each.
     *
     * @param arguments none
     * @throws Exception if a thread cannot be joined
     */
    public static void main(String[] arguments) throws Exception {
        Road.print("plain", () -> seen(""));
        Road.print("out/named", () -> seen("role-v"));
        Road.print("out/annotated", () -> {
            Task task = new Task();
            Virtual.start("plain", task);
            return task.seen.get();
        });
        Road.print("out/annotatedWithoutName", () -> {
            Task task = new Task();
            Virtual.start(task);
            return task.seen.get();
        });
        Road.print("out/factory", () -> {
            CompletableFuture<String> seen = new CompletableFuture<>();
            Virtual.factory("role-f")
                    .newThread(() -> seen.complete(Kernel.open()))
                    .start();
            return seen.get();
        });
        try (Closing pool = new Closing(Virtual.perTask())) {
            Road.print("out/annotatedOnPerTaskExecutor", () -> pool.submit(new Task()));
            Road.print("plainOnPerTaskExecutor", () -> pool.submit(Kernel::open));
            byPlatform("out/perTaskExecutor", () -> pool.submit(Kernel::open));
            byPlatform(
                    "out/supplyAsyncOnPerTaskExecutor", () -> CompletableFuture.supplyAsync(Kernel::open, pool.executor)
                            .get());
        }
        byPlatform("out/startVirtualThread", () -> {
            CompletableFuture<String> seen = new CompletableFuture<>();
            Virtual.start(() -> seen.complete(Kernel.open()));
            return seen.get();
        });
        byPlatform("out/fromPlatform", () -> seen("plain"));
        byPlatform("out/grandchild", () -> {
            CompletableFuture<String> seen = new CompletableFuture<>();
            Virtual.start(() -> complete(seen, () -> seen("plain")));
            return seen.get();
        });
        byVirtual("out/platformChild", () -> {
            AtomicReference<String> seen = new AtomicReference<>();
            Thread child = new Thread(() -> seen.set(Kernel.open()), "plain");
            child.start();
            child.join();
            return seen.get();
        });
        byVirtual("out/supplyAsync", () -> CompletableFuture.supplyAsync(Kernel::open)
                .get());
        byVirtual(
                "out/commonPool",
                () -> ForkJoinPool.commonPool().submit(Kernel::open).get());
        ExecutorService fixed = Executors.newFixedThreadPool(1);
        byVirtual("out/fixedPool", () -> fixed.submit(Kernel::open).get());
        fixed.shutdown();
        ExecutorService ofVirtual = Executors.newFixedThreadPool(1, Virtual.factory("pooled"));
        Road.print("plainOnPoolOfVirtual", () -> ofVirtual.submit(Kernel::open).get());
        byVirtual("out/poolOfVirtual", () -> ofVirtual.submit(Kernel::open).get());
        byPlatform(
                "out/poolOfVirtualByPlatform",
                () -> ofVirtual.submit(Kernel::open).get());
        Road.print("plainOnPoolOfVirtual2", () -> ofVirtual.submit(Kernel::open).get());
        ofVirtual.shutdown();
        AtomicReference<ExecutorService> grown =
                new AtomicReference<>(Executors.newFixedThreadPool(2, Virtual.factory("grown")));
        byPlatform(
                "out/poolGrownByPlatform",
                () -> grown.get().submit(Kernel::open).get());
        byVirtual(
                "out/poolGrownByVirtual", () -> grown.get().submit(Kernel::open).get());
        Road.print("plainOnGrownPool", () -> grown.get().submit(Kernel::open).get());
        Road.print("plainOnGrownPool2", () -> grown.get().submit(Kernel::open).get());
        grown.get().shutdown();
        Road.print("startsRolePlatform", VirtualThreads::startsRolePlatform);
        refusals();
        Road.print("dump", () -> dump());
        Kernel.filtersByThread().forEach((name, filters) -> Kernel.print("task/" + name, filters));
        Kernel.print("end", "yes");
    }

    /** A plain virtual thread that starts a platform thread of a role, and goes on as it was. */
    private static String startsRolePlatform() throws Exception {
        CompletableFuture<String> seen = new CompletableFuture<>();
        Virtual.start(() -> complete(seen, () -> {
            StringBuilder all = new StringBuilder();
            for (int i = 0; i < 3; i++) {
                CompletableFuture<String> child = new CompletableFuture<>();
                Thread thread = new Thread(() -> child.complete(Kernel.open()), "role-p");
                thread.start();
                thread.join();
                all.append(child.get()).append(", ").append(Kernel.open()).append("; ");
            }
            return all.toString();
        }));
        return seen.get();
    }

    private static void refusals() throws Exception {
        Road.print("refused/undefined", () -> Virtual.start("plain", new Undefined()));
        Road.print("refused/namedLate", () -> {
            Thread late = Virtual.unstarted("plain", () -> Kernel.print("ran", "late"));
            late.setName("role-late");
            late.start();
            return "started";
        });
        Road.print("refused/namedLateWithTask", () -> {
            Thread late = Virtual.unstarted("", new Named());
            late.setName("late-task");
            late.start();
            return "started";
        });
        Thread made = Virtual.unstarted("plain", () -> Kernel.print("ran", "made by others"));
        byPlatform("refused/madeByOthers", () -> {
            made.start();
            return "started";
        });
        byVirtual("refused/madeByOthersStartedByVirtual", () -> {
            made.start();
            return "started";
        });
        made.start();
        made.join();
        AtomicReference<Thread> makes = new AtomicReference<>();
        CompletableFuture<String> seen = new CompletableFuture<>();
        byPlatform("makes", () -> {
            makes.set(Virtual.unstarted("plain", () -> seen.complete(Kernel.open())));
            return "made";
        });
        makes.get().start();
        Kernel.print("out/startedByOthers", seen.get(60, TimeUnit.SECONDS));
    }

    /** A dump of all threads, the virtual ones too, as {@code jcmd Thread.dump_to_file} makes it. */
    private static String dump() throws Exception {
        CompletableFuture<String> release = new CompletableFuture<>();
        Thread shown = Virtual.start("role-shown", () -> {
            try {
                release.get();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        java.nio.file.Path file = java.nio.file.Files.createTempFile("dump", ".txt");
        java.nio.file.Files.delete(file);
        javax.management.ObjectName name = new javax.management.ObjectName("com.sun.management:type=DiagnosticCommand");
        java.lang.management.ManagementFactory.getPlatformMBeanServer()
                .invoke(name, "threadDumpToFile", new Object[] {new String[] {file.toString()}}, new String[] {
                    String[].class.getName()
                });
        String text = java.nio.file.Files.readString(file);
        java.nio.file.Files.delete(file);
        release.complete("");
        shown.join();
        return (text.contains("role-shown") ? "role " : "") + (text.contains("\"carrier-compute-") ? "carrier" : "");
    }

    private static String seen(String name) throws Exception {
        CompletableFuture<String> seen = new CompletableFuture<>();
        Virtual.start(name, () -> seen.complete(Kernel.open())).join();
        return seen.get();
    }

    private static void byPlatform(String name, Road road) throws Exception {
        Thread confined = new Thread(() -> Road.print(name, road), "role-p");
        confined.start();
        confined.join();
    }

    private static void byVirtual(String name, Road road) throws Exception {
        Virtual.start("role-v", () -> Road.print(name, road)).join();
    }

    private static void complete(CompletableFuture<String> future, Callable<String> value) {
        try {
            future.complete(value.call());
        } catch (Exception e) {
            future.complete(e.toString());
        }
    }

    /** An executor that is shut down at the end of a block: not all are closeable on 17. */
    private static final class Closing implements AutoCloseable {
        private final ExecutorService executor;

        Closing(ExecutorService executor) {
            this.executor = executor;
        }

        String submit(Callable<String> task) throws Exception {
            return executor.submit(task).get();
        }

        @Override
        public void close() {
            executor.shutdown();
        }
    }
}
