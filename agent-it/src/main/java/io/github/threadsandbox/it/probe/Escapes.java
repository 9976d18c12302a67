package io.github.threadsandbox.it.probe;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousChannelGroup;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.CompletionHandler;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CountedCompleter;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RunnableScheduledFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.imageio.stream.FileCacheImageInputStream;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;
import javax.net.ssl.HttpsURLConnection;

/**
 * Hostile code on a confined thread tries to have itself called by a thread without the role, with nobody's help but the JDK's and
 * the pools that all share. What was opened by any of its calls is {@code done}.
 */
public final class Escapes {
    private final ThreadPoolExecutor shared =
            new ThreadPoolExecutor(1, 9, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>());
    private final ScheduledThreadPoolExecutor scheduled = new ScheduledThreadPoolExecutor(1);
    private final ForkJoinPool forkJoin = new ForkJoinPool(3);
    private final ForkJoinPool ending = new ForkJoinPool(3);

    private final ThreadPoolExecutor single =
            new ThreadPoolExecutor(1, 1, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>());
    private final ThreadPoolExecutor other =
            new ThreadPoolExecutor(4, 4, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>());
    private final HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);

    private Escapes() throws IOException {}

    /**
     * Tries every way.
     *
     * @param arguments none
     * @throws Exception if a thread cannot be joined
     */
    public static void main(String[] arguments) throws Exception {
        Escapes escapes = new Escapes();
        escapes.server.createContext("/", exchange -> {
            byte[] answer = "answer".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        escapes.server.start();
        escapes.scheduled.prestartAllCoreThreads();
        goAll("role-1", escapes.roads());
        goAll("net-1", escapes.netRoads());
        Road.print("back/callerRuns", escapes::ranByItsCaller);
        leaveOpen();
        Kernel.print("end", "yes");
        System.exit(0);
    }

    /** The role map gives a role to the first thread; the second has it from that one alone. */
    private static void goAll(String name, Map<String, Road> roads) throws InterruptedException {
        Thread confined = new Thread(
                () -> {
                    Thread made = new Thread(() -> roads.forEach(Road::print), "made by it");
                    made.start();
                    Uninterrupted.join(made);
                },
                name);
        confined.start();
        confined.join();
    }

    /** What hostile code could do, each time that it was called. */
    private static final class Seen {
        private final ConcurrentLinkedQueue<String> all = new ConcurrentLinkedQueue<>();
        private final CountDownLatch called = new CountDownLatch(1);

        private void look() {
            all.add(Kernel.open());
            called.countDown();
        }

        private String result() {
            return all.contains("done") ? "done" : all.isEmpty() ? "not called" : all.peek();
        }

        private String awaited() throws InterruptedException {
            return called.await(60, TimeUnit.SECONDS) ? result() : "not called";
        }
    }

    private Map<String, Road> roads() {
        Map<String, Road> all = new LinkedHashMap<>();
        all.put("out/growth.arguments", this::changedArguments);
        all.put(
                "out/inheritable.pool",
                () -> inherited(hostile -> {
                    ThreadPoolExecutor pool = growing();
                    pool.submit(() -> {}).get();
                }));
        all.put(
                "out/inheritable.forkJoin",
                () -> inherited(hostile -> {
                    CountDownLatch together = new CountDownLatch(3);
                    for (int i = 0; i < 3; i++) {
                        forkJoin.execute(() -> meet(together));
                    }
                    meet(together);
                }));
        all.put(
                "out/inheritable.factory",
                () -> inherited(hostile -> {
                    ThreadPoolExecutor pool = growing();
                    pool.setThreadFactory(worker -> {
                        hostile.set("by the factory");
                        return new Thread(worker);
                    });
                    pool.submit(() -> {}).get();
                    pool.submit(() -> new Thread(() -> {}).start()).get();
                }));
        all.put("out/decorated", this::decorated);
        all.put("out/queueGivenTwice", this::queueGivenTwice);
        all.put("out/factory.start", this::startedByThePool);
        all.put("out/factory.handler", this::handlerOfABuilder);
        all.put("out/delayed.factory", Escapes::factoryOfADelayedTask);
        all.put("out/internalMethod", Escapes::internalMethod);
        all.put("out/completer", () -> failed(forkJoin));
        all.put("out/completer.common", () -> failed(ForkJoinPool.commonPool()));
        all.put("out/cancel", this::cancelled);
        all.put("out/disposer", Escapes::disposed);
        all.put("out/keptConnection", () -> connected(""));
        all.put("out/unreadConnection", () -> connected("unread"));
        return all;
    }

    private Map<String, Road> netRoads() {
        Map<String, Road> all = new LinkedHashMap<>();
        all.put("out/http.executor", this::executorOfAClient);
        all.put("out/channels.executor", Escapes::executorOfAGroup);
        return all;
    }

    private static final List<ImageInputStream> LEFT_OPEN = new CopyOnWriteArrayList<>();

    /** One hook closes these when the JVM ends: that of whoever was the first. */
    private static void leaveOpen() throws Exception {
        LEFT_OPEN.add(new FileCacheImageInputStream(InputStream.nullInputStream(), null));
        Thread confined = new Thread(
                () -> {
                    try {
                        LEFT_OPEN.add(new FileCacheImageInputStream(InputStream.nullInputStream(), null) {
                            @Override
                            public void close() throws IOException {
                                Kernel.print("atExit", Kernel.open());
                                super.close();
                            }
                        });
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                },
                "scratch-1");
        confined.start();
        confined.join();
        Kernel.print("leftOpen", LEFT_OPEN.size());
    }

    /** A confined thread has set the policy. */
    private Object ranByItsCaller() throws Exception {
        ThreadPoolExecutor full = new ThreadPoolExecutor(1, 1, 1, TimeUnit.MINUTES, new ArrayBlockingQueue<>(1));
        Thread confined =
                new Thread(() -> full.setRejectedExecutionHandler(new ThreadPoolExecutor.CallerRunsPolicy()), "role-2");
        confined.start();
        confined.join();
        CountDownLatch end = new CountDownLatch(1);
        full.execute(() -> Uninterrupted.await(end));
        full.execute(() -> {});
        String seen = full.submit(Kernel::open).get();
        end.countDown();
        full.shutdown();
        return seen;
    }

    private ThreadPoolExecutor growing() {
        // Unconfined threads made it, and it takes another worker for each task.
        shared.setCorePoolSize(shared.getPoolSize() + 1);
        return shared;
    }

    private interface Action {
        void run(InheritableThreadLocal<Object> hostile) throws Exception;
    }

    /** A value that is asked what a new thread is to inherit of it. */
    private static String inherited(Action action) throws Exception {
        Seen seen = new Seen();
        InheritableThreadLocal<Object> hostile = new InheritableThreadLocal<>() {
            @Override
            protected Object childValue(Object parentValue) {
                seen.look();
                return parentValue;
            }
        };
        hostile.set("value");
        try {
            action.run(hostile);
            return seen.result();
        } finally {
            hostile.remove();
        }
    }

    private static void meet(CountDownLatch together) {
        together.countDown();
        try {
            together.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** By the agent's own entry: the arguments are other ones by the time that they are used. */
    private Object changedArguments() throws Exception {
        Seen seen = new Seen();
        Runnable hostile = seen::look;
        Object[] arguments = {hostile, false};
        Class<?> handOff;
        try {
            handOff = Class.forName("java.util.concurrent.ThreadSandboxHandOff");
        } catch (ClassNotFoundException e) {
            shared.execute(hostile);
            return seen.awaited();
        }
        Thread changing = new Thread(
                () -> {
                    while (seen.all.isEmpty()) {
                        arguments[0] = hostile;
                        Thread.onSpinWait();
                    }
                },
                "changing");
        changing.setDaemon(true);
        changing.start();
        growing();
        handOff.getMethod("grow", Object.class, String.class, String.class, Object[].class)
                .invoke(null, shared, "java.util.concurrent.ThreadPoolExecutor", "addWorker", arguments);
        return seen.awaited();
    }

    /** By the agent's own entry: what calls back a handler calls what only the JDK can. */
    private static Object internalMethod() throws Exception {
        ByteBuffer buffer = ByteBuffer.allocateDirect(8);
        Class<?> internal = Class.forName("sun.nio.ch.DirectBuffer");
        Method address = internal.getMethod("address");
        Class<?> handOff;
        try {
            handOff = Class.forName("java.util.concurrent.ThreadSandboxHandOff");
        } catch (ClassNotFoundException e) {
            // Nobody has such an entry.
            return "done";
        }
        try {
            Object proxy =
                    handOff.getMethod("callback", Object.class, Class.class).invoke(null, buffer, internal);
            java.lang.reflect.Proxy.getInvocationHandler(proxy).invoke(proxy, address, null);
            return "done";
        } catch (InvocationTargetException e) {
            return "denied";
        } catch (Throwable t) {
            return t.toString();
        }
    }

    /** A task that was handed to nobody, put into another pool's queue. */
    private Object decorated() throws Exception {
        Seen seen = new Seen();
        CompletableFuture<Runnable> raw = new CompletableFuture<>();
        ScheduledThreadPoolExecutor plain = new ScheduledThreadPoolExecutor(1);
        ScheduledThreadPoolExecutor own = new ScheduledThreadPoolExecutor(1) {
            @Override
            @SuppressWarnings("unchecked")
            protected <V> RunnableScheduledFuture<V> decorateTask(Runnable task, RunnableScheduledFuture<V> future) {
                raw.complete(future);
                return (RunnableScheduledFuture<V>) plain.schedule(() -> {}, 1, TimeUnit.HOURS);
            }
        };
        try {
            own.schedule(seen::look, 0, TimeUnit.SECONDS);
            scheduled.getQueue().add(raw.get());
            scheduled.schedule(() -> {}, 1, TimeUnit.MILLISECONDS).get();
            return seen.awaited();
        } finally {
            own.shutdownNow();
            plain.shutdownNow();
        }
    }

    /** To threads of two sets of roles; in between, a task is put into it by hand. */
    private Object queueGivenTwice() throws Exception {
        Seen seen = new Seen();
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        single.execute(() -> {
            busy.countDown();
            Uninterrupted.await(end);
        });
        busy.await();
        single.getQueue().add(seen::look);
        Thread second = new Thread(single::getQueue, "net-2");
        second.start();
        second.join();
        end.countDown();
        return seen.awaited();
    }

    /** A thread of the factory's own class. */
    private Object startedByThePool() throws Exception {
        Seen seen = new Seen();
        other.setThreadFactory(worker -> new Thread(worker) {
            @Override
            public synchronized void start() {
                seen.look();
                super.start();
            }

            @Override
            public State getState() {
                seen.look();
                return super.getState();
            }
        });
        try {
            other.submit(() -> {}).get();
        } catch (UnsupportedOperationException e) {
            return seen.all.isEmpty() ? "denied" : seen.result();
        } finally {
            other.setThreadFactory(Executors.defaultThreadFactory());
        }
        return seen.awaited();
    }

    /** From JDK 21 on a builder gives its threads a handler, in another way than the thread itself. */
    private Object handlerOfABuilder() throws Exception {
        Seen seen = new Seen();
        Thread.UncaughtExceptionHandler handler = (thread, thrown) -> seen.look();
        ThreadFactory factory;
        try {
            Object builder = Thread.class.getMethod("ofPlatform").invoke(null);
            Class<?> type = Class.forName("java.lang.Thread$Builder");
            Object with = type.getMethod("uncaughtExceptionHandler", Thread.UncaughtExceptionHandler.class)
                    .invoke(builder, handler);
            factory = (ThreadFactory) type.getMethod("factory").invoke(with);
        } catch (NoSuchMethodException e) {
            factory = worker -> {
                Thread thread = new Thread(worker);
                thread.setUncaughtExceptionHandler(handler);
                return thread;
            };
        }
        other.setThreadFactory(factory);
        other.execute(() -> {
            throw new IllegalStateException("on purpose");
        });
        return seen.awaited();
    }

    /** From JDK 25 on such a pool schedules, and its scheduler's thread starts its workers. */
    private static Object factoryOfADelayedTask() throws Exception {
        Seen seen = new Seen();
        ForkJoinPool own = new ForkJoinPool(
                1,
                pool -> {
                    seen.look();
                    return ForkJoinPool.defaultForkJoinWorkerThreadFactory.newThread(pool);
                },
                null,
                false);
        Object executor = own;
        if (executor instanceof ScheduledExecutorService) {
            ((ScheduledExecutorService) executor)
                    .schedule(() -> {}, 1, TimeUnit.MILLISECONDS)
                    .get();
        } else {
            own.submit(() -> {}).get();
        }
        return seen.awaited();
    }

    /** A task that is asked what its exception means. */
    private static Object failed(ForkJoinPool pool) throws Exception {
        Seen seen = new Seen();
        pool.execute(new CountedCompleter<Void>() {
            private static final long serialVersionUID = 1L;

            @Override
            public void compute() {
                throw new IllegalStateException("on purpose");
            }

            @Override
            public boolean onExceptionalCompletion(Throwable thrown, CountedCompleter<?> caller) {
                seen.look();
                return true;
            }
        });
        return seen.awaited();
    }

    /** Tasks that are left over when a pool ends: its workers cancel some of them. */
    private Object cancelled() throws Exception {
        Seen seen = new Seen();
        for (int i = 0; i < 2000; i++) {
            ending.execute(new ForkJoinTask<Void>() {
                private static final long serialVersionUID = 1L;

                @Override
                public Void getRawResult() {
                    return null;
                }

                @Override
                protected void setRawResult(Void result) {}

                @Override
                protected boolean exec() {
                    LockSupport.parkNanos(3_000_000);
                    return true;
                }

                @Override
                public boolean cancel(boolean mayInterrupt) {
                    seen.look();
                    return super.cancel(mayInterrupt);
                }
            });
        }
        Thread.sleep(50);
        ending.shutdownNow();
        return ending.awaitTermination(60, TimeUnit.SECONDS) ? seen.awaited() : "not ended";
    }

    /** Closed once nobody has the stream any more. */
    private static Object disposed() throws Exception {
        Seen seen = new Seen();
        // Of the class path, which every role reads.
        String file = Arrays.stream(System.getProperty("java.class.path").split(":"))
                .filter(path -> path.endsWith(".jar"))
                .findFirst()
                .orElseThrow();
        drop(new RandomAccessFile(file, "r") {
            @Override
            public void close() throws IOException {
                seen.look();
                super.close();
            }
        });
        for (int i = 0; i < 500 && seen.all.isEmpty(); i++) {
            System.gc();
            Thread.sleep(20);
        }
        return seen.result();
    }

    private static void drop(RandomAccessFile file) {
        new FileImageInputStream(file);
    }

    /** A connection that the JDK keeps, to read what was not read and to close it. */
    private static Object connected(String body) throws Exception {
        Seen seen = new Seen();
        CountDownLatch closed = new CountDownLatch(1);
        HttpsURLConnection connection =
                (HttpsURLConnection) new URL("https://127.0.0.1:9/").openConnection(Proxy.NO_PROXY);
        connection.setSSLSocketFactory(new OwnSockets(
                "HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nKeep-Alive: timeout=1\r\nContent-Length: "
                        + (body.isEmpty() ? 2 : 9000) + "\r\n\r\nok" + body,
                seen::look,
                closed::countDown));
        connection.setHostnameVerifier((host, session) -> true);
        try (InputStream in = connection.getInputStream()) {
            in.read(new byte[2]);
        }
        return closed.await(60, TimeUnit.SECONDS) ? seen.result() : "not closed";
    }

    private HttpRequest request() {
        return HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"))
                .build();
    }

    private Object executorOfAClient() throws Exception {
        Seen seen = new Seen();
        ExecutorService workers = Executors.newCachedThreadPool();
        HttpClient client = HttpClient.newBuilder()
                .executor(task -> {
                    seen.look();
                    workers.execute(task);
                })
                .build();
        String answer = client.sendAsync(request(), BodyHandlers.ofString())
                .get(60, TimeUnit.SECONDS)
                .body();
        return answer.equals("answer") ? seen.awaited() : answer;
    }

    private static Object executorOfAGroup() throws Exception {
        Seen seen = new Seen();
        AsynchronousChannelGroup group = AsynchronousChannelGroup.withCachedThreadPool(new Handing(seen), 1);
        AsynchronousServerSocketChannel listening = AsynchronousServerSocketChannel.open(group)
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        CompletableFuture<Object> accepted = new CompletableFuture<>();
        listening.accept(null, new CompletionHandler<AsynchronousSocketChannel, Object>() {
            @Override
            public void completed(AsynchronousSocketChannel channel, Object nothing) {
                accepted.complete(channel);
            }

            @Override
            public void failed(Throwable thrown, Object nothing) {
                accepted.completeExceptionally(thrown);
            }
        });
        AsynchronousSocketChannel channel = AsynchronousSocketChannel.open();
        channel.connect(listening.getLocalAddress()).get();
        accepted.get(60, TimeUnit.SECONDS);
        return seen.awaited();
    }

    /** An executor of a class of its own. */
    private static final class Handing extends AbstractExecutorService {
        private final ExecutorService workers = Executors.newCachedThreadPool();
        private final Seen seen;

        Handing(Seen seen) {
            this.seen = seen;
        }

        @Override
        public void execute(Runnable task) {
            seen.look();
            workers.execute(task);
        }

        @Override
        public void shutdown() {
            workers.shutdown();
        }

        @Override
        public List<Runnable> shutdownNow() {
            return workers.shutdownNow();
        }

        @Override
        public boolean isShutdown() {
            return workers.isShutdown();
        }

        @Override
        public boolean isTerminated() {
            return workers.isTerminated();
        }

        @Override
        public boolean awaitTermination(long time, TimeUnit unit) throws InterruptedException {
            return workers.awaitTermination(time, unit);
        }
    }
}
