package io.github.threadsandbox.it.probe;

import java.io.FileOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Is denied sockets and processes on confined threads, while the collector runs and while the observer is well or not. */
public final class Observed {
    private static final int CALLS = 200;
    private static final int THREADS = 1000;
    private static final int LONG_PATHS = 1000;
    private static final int LONG_NAME = 70_000;
    private static final int FULL_HEAP = 10;

    private Observed() {}

    /**
     * Runs one case.
     *
     * @param arguments its name
     * @throws Exception if it cannot be run
     */
    public static void main(String[] arguments) throws Exception {
        switch (arguments[0]) {
            case "calls" -> calls();
            case "crowd" -> crowd();
            case "killed" -> lost(List.of());
            case "stopped" -> lost(List.of("kill", "-STOP"));
            case "long" -> same(Observed::longPaths);
            case "full" -> same(Observed::fullHeap);
            case "named" -> {
                on("run-" + "x".repeat(LONG_NAME), () -> Kernel.print("denied", write("/named")));
                on("run-\n[WARN] forged\u001b[2J", () -> Kernel.print("forged", write("/for\nged")));
                TimeUnit.SECONDS.sleep(1);
            }
            case "virtual" -> {
                Virtual.start("run-virtual", () -> Kernel.print("denied", write("/virtual")))
                        .join();
                Virtual.start("run-other", () -> Kernel.print("socket", socket(9)))
                        .join();
            }
            case "alike" -> alike();
            case "workers" -> workers();
            case "count" ->
                Kernel.print("observers", ProcessHandle.current().children().count());
            default -> throw new IllegalArgumentException(arguments[0]);
        }
        Kernel.print("end", "yes");
    }

    /** The kernel has 15 letters of each name, which are the same; none told its id, for its class overrides {@code run}. */
    private static void alike() throws InterruptedException {
        CountDownLatch end = new CountDownLatch(1);
        Thread waits = new Thread("run-of-its-own-1") {
            @Override
            public void run() {
                Uninterrupted.await(end);
            }
        };
        waits.start();
        while (waits.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        Thread asks = new Thread("run-of-its-own-2") {
            @Override
            public void run() {
                Kernel.print("denied", write("/alike"));
            }
        };
        asks.start();
        asks.join();
        end.countDown();
        waits.join();
    }

    /** Two workers of a pool at the same moment: the JDK's class overrides {@code run} too. */
    private static void workers() throws InterruptedException {
        CountDownLatch both = new CountDownLatch(2);
        ForkJoinPool pool = new ForkJoinPool(
                2,
                made -> {
                    ForkJoinWorkerThread worker = ForkJoinPool.defaultForkJoinWorkerThreadFactory.newThread(made);
                    worker.setName("run-worker-of-a-pool-" + worker.getPoolIndex());
                    return worker;
                },
                null,
                false);
        for (String path : List.of("/one", "/other")) {
            pool.execute(() -> {
                both.countDown();
                Uninterrupted.await(both);
                for (int i = 0; i < 20; i++) {
                    write(path);
                }
            });
        }
        pool.shutdown();
        Kernel.print("ended", pool.awaitTermination(1, TimeUnit.MINUTES));
    }

    /** The observer that is there before is there afterwards, and answers. */
    private static void same(Runnable work) throws InterruptedException {
        on("run-0", () -> Kernel.print("before", socket(9)));
        ProcessHandle observer = ProcessHandle.current().children().findFirst().orElseThrow();
        on("run-1", () -> {
            work.run();
            Kernel.print("after", socket(9));
        });
        Kernel.print("same", observer.isAlive());
    }

    /** Each of the longest that the kernel takes, and another one. */
    private static void longPaths() {
        String path = ("/" + "\u0100" + "x".repeat(240)).repeat(16);
        int denied = 0;
        for (int i = 0; i < LONG_PATHS; i++) {
            denied += write(path + i).equals("Permission denied") ? 1 : 0;
        }
        Kernel.print("denied", denied);
    }

    /** Takes all memory, and is denied something until there is some again. */
    private static void fullHeap() {
        String[] paths = new String[FULL_HEAP];
        for (int i = 0; i < paths.length; i++) {
            paths[i] = "/full-" + i;
        }
        Object[] taken = null;
        for (int size = 1 << 16; size >= 16; ) {
            try {
                Object[] more = new Object[size];
                more[0] = taken;
                taken = more;
            } catch (OutOfMemoryError e) {
                size /= 2;
            }
        }
        for (int i = 0; i < FULL_HEAP; i++) {
            try {
                write(paths[i]);
            } catch (OutOfMemoryError e) {
                taken[taken.length - 1] = e;
            }
        }
    }

    private static String write(String path) {
        try (FileOutputStream out = new FileOutputStream(path)) {
            return out.getFD().valid() ? "done" : "";
        } catch (IOException e) {
            return e.getMessage().replaceAll("(?s)^.*\\((.*)\\)$", "$1");
        }
    }

    private static void calls() throws InterruptedException, IOException {
        try (ServerSocket server = new ServerSocket(0, 2 * CALLS, InetAddress.getLoopbackAddress())) {
            Kernel.print("port", server.getLocalPort());
            on("run-1", () -> {
                Kernel.print("open", Kernel.open());
                Kernel.print("process", Kernel.exec());
                Kernel.print("socket", socket(server.getLocalPort()));
                for (int i = 1; i < CALLS; i++) {
                    socket(server.getLocalPort());
                }
            });
            Thread own = new OwnThread(server.getLocalPort());
            own.start();
            own.join();
        }
        TimeUnit.SECONDS.sleep(2);
    }

    /** Its class overrides {@code run}: the agent learns its id only when it is held. */
    private static final class OwnThread extends Thread {
        private final int port;

        OwnThread(int port) {
            super("run-own");
            this.port = port;
        }

        @Override
        public void run() {
            Kernel.print("own", socket(port));
        }
    }

    private static void crowd() throws InterruptedException {
        AtomicBoolean ended = new AtomicBoolean();
        Thread collector = new Thread(
                () -> {
                    while (!ended.get()) {
                        System.gc();
                    }
                },
                "collector");
        CountDownLatch ready = new CountDownLatch(THREADS);
        CountDownLatch go = new CountDownLatch(1);
        AtomicInteger denied = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            Thread thread = new Thread(
                    () -> {
                        ready.countDown();
                        try {
                            go.await();
                        } catch (InterruptedException e) {
                            return;
                        }
                        if (socket(9).equals("Operation not permitted")) {
                            denied.incrementAndGet();
                        }
                    },
                    "run-" + i);
            thread.start();
            threads.add(thread);
        }
        ready.await();
        collector.start();
        go.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        ended.set(true);
        collector.join();
        Kernel.print("denied", denied);
    }

    /** A thread is denied before and after the observer ends, and one that is started afterwards. */
    private static boolean isStopped(long pid) throws IOException {
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc/" + pid + "/task"))) {
            for (Path thread : threads) {
                if (!Files.readString(thread.resolve("status")).contains("\nState:\tT")) {
                    return false;
                }
            }
        }
        return true;
    }

    private static void lost(List<String> how) throws Exception {
        CountDownLatch before = new CountDownLatch(1);
        CountDownLatch gone = new CountDownLatch(1);
        Thread thread = new Thread(
                () -> {
                    Kernel.print("before", socket(9));
                    // Any code may say so; the next observer is started by the JDK that this is.
                    System.setProperty("java.home", "/nowhere");
                    before.countDown();
                    try {
                        gone.await();
                    } catch (InterruptedException e) {
                        return;
                    }
                    Kernel.print("after", socket(9));
                },
                "run-1");
        thread.start();
        before.await();
        ProcessHandle observer = ProcessHandle.current().children().findFirst().orElseThrow();
        if (how.isEmpty()) {
            observer.destroyForcibly();
            observer.onExit().get();
        } else {
            List<String> command = new ArrayList<>(how);
            command.add(Long.toString(observer.pid()));
            new ProcessBuilder(command).start().waitFor();
            // The signal is sent; a busy machine has it stop a moment later.
            while (!isStopped(observer.pid())) {
                Thread.onSpinWait();
            }
        }
        gone.countDown();
        // Nothing of the JVM may wait for the thread that is held.
        System.gc();
        thread.join();
        while (observer.isAlive()) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (ProcessHandle.current().children().findFirst().isEmpty() && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        TimeUnit.SECONDS.sleep(3);
        on("run-2", () -> Kernel.print("anew", socket(9)));
        TimeUnit.SECONDS.sleep(1);
    }

    private static void on(String name, Runnable work) throws InterruptedException {
        Thread thread = new Thread(work, name);
        thread.start();
        thread.join();
    }

    private static String socket(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected() ? "done" : "not connected";
        } catch (IOException e) {
            return e.getMessage();
        }
    }
}
