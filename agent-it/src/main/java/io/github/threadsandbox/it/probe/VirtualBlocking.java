package io.github.threadsandbox.it.probe;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Virtual threads of a role that block in every way there is: on sockets, on files, pinned, joined and interrupted. */
public final class VirtualBlocking {
    private static final int THREADS = 40;

    private VirtualBlocking() {}

    /**
     * Prints what became of each.
     *
     * @param arguments none
     * @throws Exception if a thread cannot be joined
     */
    public static void main(String[] arguments) throws Exception {
        for (String kind : List.of("net-", "plain-")) {
            Kernel.print("sockets/" + kind, sockets(kind));
        }
        Kernel.print("files", seen("reader-", VirtualBlocking::readFiles));
        Kernel.print("pinned", pinned());
        Kernel.print("interrupted", interrupted());
        Kernel.print("joined", seen("role-", () -> {
            Thread child = Virtual.start(() -> sleep(20));
            child.join();
            return "joined " + child.isAlive() + " " + Kernel.open();
        }));
        Kernel.print("helped", helped());
        Kernel.filtersByThread().forEach((name, filters) -> Kernel.print("task/" + name, filters));
        Kernel.print("end", "yes");
    }

    /** Clients and a server on virtual threads of one kind: most reads have to wait, and so come through the poller. */
    private static Set<String> sockets(String kind) throws Exception {
        List<CompletableFuture<String>> all = new ArrayList<>();
        try (ServerSocket server = new ServerSocket(0, THREADS, InetAddress.getLoopbackAddress())) {
            Virtual.start(kind + "server", () -> {
                for (int i = 0; i < THREADS; i++) {
                    try {
                        Socket accepted = server.accept();
                        Virtual.start("", () -> echo(accepted));
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                }
            });
            for (int i = 0; i < THREADS; i++) {
                all.add(started(kind + "client", () -> {
                    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.getLocalPort())) {
                        socket.getOutputStream().write(7);
                        return "read " + socket.getInputStream().read() + " " + Kernel.open() + " on "
                                + Virtual.carrier();
                    }
                }));
            }
            return results(all);
        }
    }

    private static void echo(Socket socket) {
        try (socket;
                InputStream in = socket.getInputStream();
                OutputStream out = socket.getOutputStream()) {
            int read = in.read();
            Thread.sleep(5);
            out.write(read);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static String readFiles() throws Exception {
        Set<String> seen = new TreeSet<>();
        for (int i = 0; i < 50; i++) {
            seen.add(Kernel.open());
            seen.add(Files.readAllBytes(Path.of("/etc/hostname")).length > 0 ? "done" : "empty");
            try {
                Files.write(Path.of("/tmp/thread-sandbox-virtual"), new byte[1]);
                seen.add("wrote");
            } catch (java.io.IOException e) {
                seen.add("no write");
            }
        }
        return seen.toString();
    }

    /** Every carrier is held by a class initialiser that waits, which pins (JEP 491); others of the role go on. */
    private static Set<String> pinned() throws Exception {
        List<CompletableFuture<String>> all = new ArrayList<>();
        all.add(started("role-pinned", () -> First.SEEN));
        all.add(started("role-pinned", () -> Second.SEEN));
        all.add(started("role-pinned", () -> Third.SEEN));
        Set<String> pinned = results(all);
        pinned.add(seen("role-after", Kernel::open));
        return pinned;
    }

    private static final class First {
        private static final String SEEN = sleepAndOpen();
    }

    private static final class Second {
        private static final String SEEN = sleepAndOpen();
    }

    private static final class Third {
        private static final String SEEN = sleepAndOpen();
    }

    private static String sleepAndOpen() {
        sleep(50);
        return Kernel.open();
    }

    private static String interrupted() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<String> seen = new CompletableFuture<>();
        Thread sleeping = Virtual.start("role-sleeping", () -> {
            begun.countDown();
            try {
                Thread.sleep(20_000);
                seen.complete("slept");
            } catch (InterruptedException e) {
                seen.complete("interrupted " + Thread.currentThread().isInterrupted() + " " + Kernel.open());
            }
        });
        begun.await();
        sleeping.interrupt();
        return seen.get();
    }

    /** A thread without a role finds the role's carriers and helps their pool: it must not run what is the role's. */
    private static Set<String> helped() throws Exception {
        Set<String> seen = ConcurrentHashMap.newKeySet();
        AtomicInteger running = new AtomicInteger(THREADS);
        for (int i = 0; i < THREADS; i++) {
            Virtual.start("role-helped", () -> {
                for (int round = 0; round < 100; round++) {
                    seen.add(Kernel.open() + " on " + Virtual.carrier());
                    Thread.yield();
                }
                running.decrementAndGet();
            });
        }
        ForkJoinPool pool = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread instanceof ForkJoinWorkerThread
                        && thread.getName().startsWith("carrier-compute-"))
                .map(thread -> ((ForkJoinWorkerThread) thread).getPool())
                .findFirst()
                .orElseThrow();
        while (running.get() > 0) {
            pool.awaitQuiescence(1, TimeUnit.MILLISECONDS);
        }
        return new TreeSet<>(seen);
    }

    private static CompletableFuture<String> started(String name, Callable<String> task) throws Exception {
        CompletableFuture<String> seen = new CompletableFuture<>();
        Virtual.start(name, () -> {
            try {
                seen.complete(task.call());
            } catch (Exception | LinkageError e) {
                seen.complete(e.toString());
            }
        });
        return seen;
    }

    private static String seen(String name, Callable<String> task) throws Exception {
        return started(name, task).get();
    }

    private static Set<String> results(List<CompletableFuture<String>> all) throws Exception {
        Set<String> seen = new TreeSet<>();
        for (CompletableFuture<String> one : all) {
            seen.add(one.get(20, TimeUnit.SECONDS));
        }
        return seen;
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
