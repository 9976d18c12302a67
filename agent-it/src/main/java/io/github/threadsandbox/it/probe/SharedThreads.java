package io.github.threadsandbox.it.probe;

import com.sun.net.httpserver.HttpServer;
import java.lang.management.ManagementFactory;
import java.lang.ref.Cleaner;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.file.Path;
import java.nio.file.WatchService;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Timer;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.management.ObjectName;

/**
 * A confined thread is the first to use everything of the JDK that starts a shared thread; pools that unconfined threads made
 * shrink, and grow again under its hands. Then every thread's filters are printed.
 */
public final class SharedThreads {
    private static final String[] TRUE = {"/bin/true"};

    private final HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    private final ThreadPoolExecutor shrinking =
            new ThreadPoolExecutor(0, 2, 1, TimeUnit.MILLISECONDS, new LinkedBlockingQueue<>(), named("shrinking"));
    private final ScheduledThreadPoolExecutor scheduled = new ScheduledThreadPoolExecutor(1, named("scheduled"));
    private final ForkJoinPool forkJoin = new ForkJoinPool(
            1,
            ForkJoinPool.defaultForkJoinWorkerThreadFactory,
            null,
            false,
            0,
            2,
            1,
            pool -> true,
            1,
            TimeUnit.MILLISECONDS);
    private final Map<String, Callable<?>> triggers = new LinkedHashMap<>();

    /** So that nothing that has a thread is collected before the threads are counted. */
    private final java.util.List<Object> kept = new java.util.ArrayList<>();

    private SharedThreads() throws Exception {}

    private static java.util.concurrent.ThreadFactory named(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    /**
     * Pulls every trigger.
     *
     * @param arguments none
     * @throws Exception if a thread cannot be joined
     */
    public static void main(String[] arguments) throws Exception {
        new SharedThreads().all();
        System.exit(0);
    }

    private void all() throws Exception {
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 2);
            exchange.getResponseBody().write(new byte[] {'o', 'k'});
            exchange.close();
        });
        server.start();
        triggers();
        Map<String, String> failed = new TreeMap<>();
        CompletableFuture<Void> counted = new CompletableFuture<>();
        CompletableFuture<Void> pulled = new CompletableFuture<>();
        Thread confined = new Thread(
                () -> {
                    triggers.forEach((name, trigger) -> {
                        try {
                            kept.add(trigger.call());
                        } catch (Throwable t) {
                            failed.put(name, t.toString());
                        }
                    });
                    pulled.complete(null);
                    counted.join();
                },
                "role-first");
        confined.start();
        pulled.get(50, TimeUnit.SECONDS);
        Map<String, String> names = names();
        Kernel.filtersByThread().forEach((name, value) -> {
            String tid = name.substring(name.lastIndexOf('/') + 1);
            Kernel.print("thread " + names.getOrDefault(tid, name), value);
        });
        Kernel.print("failed", failed);
        Kernel.print("kept", kept.size());
        counted.complete(null);
        Kernel.print("end", "yes");
    }

    /** The names that Java has for its threads, which are longer than the kernel's, by the kernel's ids. */
    private static Map<String, String> names() throws Exception {
        String dump = (String) ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "threadPrint",
                        new Object[] {new String[0]},
                        new String[] {String[].class.getName()});
        Map<String, String> names = new TreeMap<>();
        Matcher thread =
                Pattern.compile("^\"(.*)\" .*nid=(\\w+)", Pattern.MULTILINE).matcher(dump);
        while (thread.find()) {
            names.put(Long.decode(thread.group(2)).toString(), thread.group(1));
        }
        return names;
    }

    private void triggers() {
        Callable<Integer> one = () -> 1;
        triggers.put("common pool", () -> ForkJoinPool.commonPool().submit(one).get());
        triggers.put(
                "parallel stream", () -> IntStream.range(0, 1000).parallel().sum());
        triggers.put("supplyAsync", () -> CompletableFuture.supplyAsync(() -> 1).get());
        triggers.put("delayer", () -> new CompletableFuture<Integer>()
                .completeOnTimeout(1, 1, TimeUnit.MILLISECONDS)
                .get());
        triggers.put("publisher", () -> {
            CompletableFuture<Integer> seen = new CompletableFuture<>();
            SubmissionPublisher<Integer> publisher = new SubmissionPublisher<>();
            publisher.consume(seen::complete);
            publisher.submit(1);
            return seen.get(60, TimeUnit.SECONDS);
        });
        triggers.put("cleaner", () -> {
            Cleaner cleaner = Cleaner.create();
            cleaner.register(new Object(), () -> {});
            return cleaner;
        });
        triggers.put("timer", () -> new Timer("a-timer", true));
        triggers.put(
                "scheduled pool",
                () -> scheduled.schedule(one, 1, TimeUnit.MILLISECONDS).get());
        triggers.put("HTTP client", () -> {
            HttpClient client = HttpClient.newHttpClient();
            HttpRequest request = HttpRequest.newBuilder(uri()).build();
            client.sendAsync(request, HttpResponse.BodyHandlers.ofString()).get(60, TimeUnit.SECONDS);
            return client;
        });
        triggers.put("keep-alive timer", () -> {
            HttpURLConnection connection = (HttpURLConnection) uri().toURL().openConnection();
            return connection.getInputStream().readAllBytes();
        });
        triggers.put("process reaper", () -> Runtime.getRuntime().exec(TRUE).waitFor());
        triggers.put(
                "end of a process",
                () -> new ProcessBuilder(TRUE).start().onExit().get(60, TimeUnit.SECONDS));
        triggers.put("watch service", () -> {
            WatchService service = Path.of("/").getFileSystem().newWatchService();
            return service;
        });
        triggers.put("asynchronous file", () -> {
            AsynchronousFileChannel channel = AsynchronousFileChannel.open(Path.of("/etc/hostname"));
            channel.read(ByteBuffer.allocate(1), 0).get(60, TimeUnit.SECONDS);
            return channel;
        });
        triggers.put("asynchronous socket", () -> AsynchronousServerSocketChannel.open()
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
        triggers.put("Java2D", () -> Class.forName("sun.java2d.Disposer"));
        triggers.put("preferences", () -> java.util.prefs.Preferences.userRoot().name());
        triggers.put("pool of its own", () -> {
            ExecutorService own = Executors.newFixedThreadPool(1, named("role-own-pool"));
            own.submit(one).get();
            return own;
        });
        // Made by main, empty now: they grow here, shrink, and grow again.
        for (int i = 0; i < 2; i++) {
            triggers.put(
                    "shrinking pool " + i, () -> regrown(shrinking.submit(one).get()));
            triggers.put(
                    "shrinking ForkJoinPool " + i,
                    () -> regrown(forkJoin.submit(one).get()));
        }
        triggers.put("shrinking pool, in use", () -> occupy(shrinking));
        triggers.put("shrinking ForkJoinPool, in use", () -> occupy(forkJoin));
    }

    /** Until the pools' workers have left. */
    private Object regrown(Object result) throws InterruptedException {
        while (shrinking.getPoolSize() > 0 || forkJoin.getPoolSize() > 0) {
            TimeUnit.MILLISECONDS.sleep(1);
        }
        return result;
    }

    /** Work that is still there when the threads are counted. */
    private static Object occupy(ExecutorService pool) throws Exception {
        CompletableFuture<Void> started = new CompletableFuture<>();
        pool.execute(() -> {
            started.complete(null);
            try {
                TimeUnit.SECONDS.sleep(30);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        return started.get(60, TimeUnit.SECONDS);
    }

    private URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }
}
