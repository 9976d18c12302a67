package io.github.threadsandbox.it.probe;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.net.httpserver.HttpServer;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.CompletionHandler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.RecursiveTask;
import java.util.concurrent.RejectedExecutionHandler;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import javax.management.JMException;
import javax.management.NotificationEmitter;
import javax.management.ObjectName;
import javax.management.RuntimeMBeanException;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import jdk.jfr.FlightRecorderListener;
import jdk.jfr.Recording;

/**
 * Roads by which the JDK calls somebody's code on a thread of its own choice, from a confined thread ({@code out}) and from one
 * that is not, with a confined thread in between ({@code back}).
 */
public final class Callbacks {
    private final ExecutorService others = Executors.newFixedThreadPool(2);
    private final ExecutorService shared = Executors.newCachedThreadPool();
    private final Path file = Files.createTempFile("callbacks", ".txt");
    private final Path written = file.resolveSibling(file.getFileName() + ".written");
    private final HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    private HttpClient byConfined;

    private final Recording recording = new Recording();

    private Callbacks() throws IOException {
        file.toFile().deleteOnExit();
        written.toFile().deleteOnExit();
    }

    /**
     * Goes every road.
     *
     * @param arguments a file that a confined thread wants to have deleted at the end; one that its role may delete
     * @throws Exception if a thread cannot be joined
     */
    public static void main(String[] arguments) throws Exception {
        Others.start();
        new Callbacks().all();
        for (String[] deleted : new String[][] {{"role-2", arguments[0]}, {"write-1", arguments[1]}}) {
            Thread confined = new Thread(() -> new File(deleted[1]).deleteOnExit(), deleted[0]);
            confined.start();
            confined.join();
        }
        System.exit(0);
    }

    private void all() throws Exception {
        others.invokeAll(List.<Callable<String>>of(() -> "a", () -> "b"));
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            byte[] answer = "answer".getBytes(java.nio.charset.StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        goAll("role-1", roads());
        goAll("net-1", netRoads());
        goAll("signal-1", Map.of("out/signal", this::signal));
        HttpClient mine = byConfined;
        Road.print("back/http.handler", () -> mine.sendAsync(request().build(), opening())
                .get(60, TimeUnit.SECONDS)
                .body());
        Road.print("back/http.dependent", () -> mine.sendAsync(request().build(), BodyHandlers.ofString())
                .thenApply(response -> Kernel.open())
                .get(60, TimeUnit.SECONDS));
        Road.print("back/channel", () -> {
            try (AsynchronousFileChannel channel = AsynchronousFileChannel.open(file)) {
                Completion<Integer> done = new Completion<>();
                channel.read(ByteBuffer.allocate(1), 0, null, done);
                return done.get(60, TimeUnit.SECONDS);
            }
        });
        Road.print("back/publisher", this::publishedByConfined);
        Road.print("back/helping", this::helpedByConfined);
        Kernel.print("end", "yes");
    }

    private static void goAll(String name, Map<String, Road> roads) throws InterruptedException {
        Thread confined = new Thread(() -> roads.forEach(Road::print), name);
        confined.start();
        confined.join();
    }

    /** A thread of others' ends in this thread's group, or in one that they make inside it. */
    private String endIn(UnaryOperator<ThreadGroup> choice) throws Exception {
        CompletableFuture<String> seen = new CompletableFuture<>();
        ThreadGroup group = new ThreadGroup("group") {
            @Override
            public void uncaughtException(Thread thread, Throwable thrown) {
                seen.complete(Kernel.open());
            }
        };
        others.execute(() -> new Thread(choice.apply(group), Callbacks::fail).start());
        return seen.get(60, TimeUnit.SECONDS);
    }

    /** A thread that has its role from who started it has a group of a role that may more print its own exception. */
    private String askedByGroupOfAnotherRole() throws Exception {
        CompletableFuture<ThreadGroup> group = new CompletableFuture<>();
        CompletableFuture<String> seen = new CompletableFuture<>();
        Others.run(() -> {
            Thread maker = new Thread(() -> group.complete(new ThreadGroup("theirs")), "write-group");
            maker.start();
        });
        ThreadGroup theirs = group.get(60, TimeUnit.SECONDS);
        Thread child = new Thread(
                () -> new ThreadGroup(theirs, "inner").uncaughtException(Thread.currentThread(), new Asked(seen)));
        child.start();
        return seen.get(60, TimeUnit.SECONDS);
    }

    private Map<String, Road> roads() {
        Map<String, Road> all = new LinkedHashMap<>();
        all.put("out/defaultUncaughtHandler", () -> {
            CompletableFuture<String> seen = new CompletableFuture<>();
            Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> seen.complete(Kernel.open()));
            startByOthers(new Thread[1]);
            try {
                return seen.get(60, TimeUnit.SECONDS);
            } finally {
                Thread.setDefaultUncaughtExceptionHandler(null);
            }
        });
        all.put("out/defaultUncaughtHandlerThatOthersAskFor", () -> {
            CompletableFuture<String> seen = new CompletableFuture<>();
            Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> seen.complete(Kernel.open()));
            Others.run(() -> Thread.getDefaultUncaughtExceptionHandler()
                    .uncaughtException(Thread.currentThread(), new IllegalStateException("asked for")));
            try {
                return seen.get(60, TimeUnit.SECONDS);
            } finally {
                Thread.setDefaultUncaughtExceptionHandler(null);
            }
        });
        all.put("out/rejectionHandlerThatOthersAskFor", () -> {
            CompletableFuture<String> seen = new CompletableFuture<>();
            ThreadPoolExecutor pool = (ThreadPoolExecutor) shared;
            RejectedExecutionHandler before = pool.getRejectedExecutionHandler();
            pool.setRejectedExecutionHandler((task, by) -> seen.complete(Kernel.open()));
            Others.run(() -> pool.getRejectedExecutionHandler().rejectedExecution(() -> {}, pool));
            try {
                return seen.get(60, TimeUnit.SECONDS);
            } finally {
                pool.setRejectedExecutionHandler(before);
            }
        });
        all.put("out/uncaughtHandlerOfAnother", () -> {
            CompletableFuture<String> seen = new CompletableFuture<>();
            Thread[] ending = new Thread[1];
            CountDownLatch end = startByOthers(ending);
            ending[0].setUncaughtExceptionHandler((thread, thrown) -> seen.complete(Kernel.open()));
            end.countDown();
            return seen.get(60, TimeUnit.SECONDS);
        });
        all.put("out/threadGroup", () -> endIn(group -> group));
        all.put("out/threadGroupThatOthersMadeOneIn", () -> endIn(group -> new ThreadGroup(group, "inner")));
        all.put("out/threadGroupOfAnotherRole", this::askedByGroupOfAnotherRole);
        all.put("out/exceptionThatEndsAWorker", () -> {
            CompletableFuture<String> seen = new CompletableFuture<>();
            shared.execute(() -> {
                throw new Asked(seen);
            });
            return seen.get(60, TimeUnit.SECONDS);
        });
        all.put("out/publisher", () -> {
            Receiver receiver = new Receiver();
            SubmissionPublisher<Integer> publisher = new SubmissionPublisher<>();
            publisher.subscribe(receiver);
            Others.run(() -> publisher.submit(1));
            return receiver.seen.get(60, TimeUnit.SECONDS);
        });
        all.put("out/publisherOnAPool", () -> {
            CompletableFuture<String> seen = new CompletableFuture<>();
            SubmissionPublisher<Integer> publisher = new SubmissionPublisher<>(shared, 8);
            publisher.consume(item -> seen.complete(Kernel.open()));
            Others.run(() -> publisher.submit(1));
            return seen.get(60, TimeUnit.SECONDS);
        });
        all.put("out/helping", this::helpedByOthers);
        all.put("out/invokeAllTasks", () -> {
            Opening a = new Opening();
            Opening b = new Opening();
            ForkJoinTask.invokeAll(a, b);
            return a.join().equals(b.join()) ? a.join() : "not one";
        });
        all.put("out/delayedExecutor", () -> {
            Executor delayed = CompletableFuture.delayedExecutor(1, TimeUnit.MILLISECONDS, shared);
            return CompletableFuture.supplyAsync(Kernel::open, delayed).get(60, TimeUnit.SECONDS);
        });
        all.put("out/orTimeout", () -> new CompletableFuture<String>()
                .orTimeout(1, TimeUnit.MILLISECONDS)
                .handle((none, late) -> Kernel.open())
                .get(60, TimeUnit.SECONDS));
        all.put("out/fileChannel", () -> {
            CompletableFuture<AsynchronousFileChannel> opened = new CompletableFuture<>();
            Others.run(() -> opened.complete(open(file)));
            Completion<Integer> done = new Completion<>();
            opened.get().read(ByteBuffer.allocate(1), 0, null, done);
            return done.get(60, TimeUnit.SECONDS);
        });
        all.put("out/finalizer", () -> {
            CompletableFuture<String> seen = new CompletableFuture<>();
            new Finalized(seen);
            // What was there when a later one's turn came had its turn, at the latest, when the next one's comes.
            finalizedByOthers();
            finalizedByOthers();
            return seen.getNow("denied");
        });
        all.put("back/runFinalization", () -> {
            List<CompletableFuture<String>> theirs = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                theirs.add(new CompletableFuture<>());
            }
            CountDownLatch made = new CountDownLatch(1);
            Others.run(() -> {
                theirs.forEach(Finalized::new);
                made.countDown();
            });
            made.await();
            while (!theirs.stream().allMatch(CompletableFuture::isDone)) {
                System.gc();
                runFinalization();
            }
            // All of them by the JVM's own thread, and not by one that inherits this one's role.
            return theirs.stream()
                    .map(CompletableFuture::join)
                    .filter(seen -> !seen.equals("done"))
                    .findAny()
                    .orElse("done");
        });
        all.put("out/collectorListener", () -> {
            CompletableFuture<String> seen = new CompletableFuture<>();
            try {
                for (GarbageCollectorMXBean bean : ManagementFactory.getGarbageCollectorMXBeans()) {
                    ((NotificationEmitter) bean)
                            .addNotificationListener((event, mine) -> seen.complete(Kernel.open()), null, null);
                }
            } catch (UnsupportedOperationException e) {
                return "denied";
            }
            System.gc();
            return seen.get(60, TimeUnit.SECONDS);
        });
        all.put("out/flightRecorder", () -> {
            try (Recording own = new Recording()) {
                own.start();
                return "done";
            } catch (UnsupportedOperationException e) {
                return "denied";
            }
        });
        all.put(
                "out/flightRecorder.periodic",
                () -> refused(() -> FlightRecorder.addPeriodicEvent(Periodic.class, Kernel::open)));
        all.put(
                "out/flightRecorder.listener",
                () -> refused(() -> FlightRecorder.addListener(new FlightRecorderListener() {})));
        all.put("out/flightRecorder.destination", () -> refused(this::redirect));
        all.put(
                "out/jvmOption",
                () -> refused(() -> ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                        .setVMOption("HeapDumpPath", "dump.hprof")));
        all.put("out/jvmOptionByCommand", () -> refused(Callbacks::setOption));
        return all;
    }

    private static final class Periodic extends Event {}

    /** Others' recording: it is written there when the JVM ends. */
    private void redirect() {
        try {
            recording.setDestination(null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String refused(Runnable action) {
        try {
            action.run();
            return "done";
        } catch (UnsupportedOperationException e) {
            return "denied";
        }
    }

    private static void setOption() {
        try {
            ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "vmSetFlag",
                            new Object[] {new String[] {"HeapDumpPath", "dump.hprof"}},
                            new String[] {String[].class.getName()});
        } catch (RuntimeMBeanException e) {
            throw e.getTargetException();
        } catch (JMException e) {
            throw new IllegalStateException(e);
        }
    }

    /** For a role that has the network and no files. */
    private Map<String, Road> netRoads() {
        Map<String, Road> all = new LinkedHashMap<>();
        all.put("out/socketChannel", () -> {
            AsynchronousServerSocketChannel listening = AsynchronousServerSocketChannel.open()
                    .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            Completion<AsynchronousSocketChannel> accepted = new Completion<>();
            listening.accept(null, accepted);
            AsynchronousSocketChannel channel = AsynchronousSocketChannel.open();
            channel.connect(listening.getLocalAddress()).get();
            return accepted.get(60, TimeUnit.SECONDS);
        });
        all.put("out/http.handler", () -> {
            byConfined = HttpClient.newHttpClient();
            return byConfined
                    .sendAsync(request().build(), opening())
                    .get(60, TimeUnit.SECONDS)
                    .body();
        });
        all.put("out/http.subscriber", () -> byConfined
                .sendAsync(request().build(), openingSubscriber())
                .get(60, TimeUnit.SECONDS)
                .body());
        all.put("out/http.ownExecutor", () -> HttpClient.newBuilder()
                .executor(shared)
                .build()
                .sendAsync(request().build(), opening())
                .get(60, TimeUnit.SECONDS)
                .body());
        all.put(
                "out/http.send",
                () -> byConfined.send(request().build(), opening()).body());
        all.put("out/http.dependent", () -> byConfined
                .sendAsync(request().build(), BodyHandlers.ofString())
                .thenApply(response -> Kernel.open())
                .get(60, TimeUnit.SECONDS));
        all.put("out/http.webSocket", () -> {
            CompletableFuture<String> seen = new CompletableFuture<>();
            try (WebSocketServer answering = new WebSocketServer()) {
                byConfined
                        .newWebSocketBuilder()
                        .buildAsync(answering.uri(), new WebSocket.Listener() {
                            @Override
                            public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
                                seen.complete(Kernel.open());
                                return null;
                            }
                        })
                        .get(60, TimeUnit.SECONDS);
                Others.run(answering::say);
                return seen.get(60, TimeUnit.SECONDS);
            }
        });
        all.put("out/http.toFile", () -> {
            try {
                byConfined
                        .sendAsync(request().build(), BodyHandlers.ofFile(written))
                        .get(60, TimeUnit.SECONDS);
                return "done";
            } catch (Exception e) {
                return "denied";
            }
        });
        all.put("out/http.publisher", () -> {
            CompletableFuture<String> seen = new CompletableFuture<>();
            HttpRequest.BodyPublisher publisher = BodyPublishers.ofByteArrays(() -> new java.util.Iterator<>() {
                private int left = 2;

                @Override
                public boolean hasNext() {
                    return left > 0;
                }

                @Override
                public byte[] next() {
                    left--;
                    if (left == 0) {
                        seen.complete(Kernel.open());
                    }
                    return new byte[1];
                }
            });
            byConfined
                    .sendAsync(request().POST(publisher).build(), BodyHandlers.ofString())
                    .get(60, TimeUnit.SECONDS);
            return seen.get(60, TimeUnit.SECONDS);
        });
        all.put("out/http.publisherThatTheResponseShows", () -> {
            HttpRequest.BodyPublisher publisher = BodyPublishers.ofString("own");
            HttpRequest sent = byConfined
                    .sendAsync(request().POST(publisher).build(), BodyHandlers.ofString())
                    .get(60, TimeUnit.SECONDS)
                    .request();
            return sent.bodyPublisher().orElseThrow() == publisher ? Kernel.open() : "another object";
        });
        return all;
    }

    /** For a role that may install a handler. */
    private Object signal() throws Exception {
        CompletableFuture<String> seen = new CompletableFuture<>();
        Signals.handle("HUP", () -> seen.complete(Kernel.socket()));
        Others.run(() -> Signals.raise("HUP"));
        return seen.get(60, TimeUnit.SECONDS);
    }

    private HttpRequest.Builder request() {
        return HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"));
    }

    private static HttpResponse.BodyHandler<String> opening() {
        return info -> BodySubscribers.replacing(Kernel.open());
    }

    /** Opens when the body comes. */
    private static HttpResponse.BodyHandler<String> openingSubscriber() {
        return info -> {
            BodySubscriber<String> text = BodySubscribers.ofString(java.nio.charset.StandardCharsets.UTF_8);
            return new BodySubscriber<>() {
                private final CompletableFuture<String> seen = new CompletableFuture<>();

                @Override
                public CompletableFuture<String> getBody() {
                    return seen;
                }

                @Override
                public void onSubscribe(Flow.Subscription subscription) {
                    text.onSubscribe(subscription);
                }

                @Override
                public void onNext(List<ByteBuffer> item) {
                    seen.complete(Kernel.open());
                    text.onNext(item);
                }

                @Override
                public void onError(Throwable thrown) {
                    seen.completeExceptionally(thrown);
                }

                @Override
                public void onComplete() {
                    text.onComplete();
                }
            };
        };
    }

    private Object publishedByConfined() throws Exception {
        Receiver receiver = new Receiver();
        SubmissionPublisher<Integer> publisher = new SubmissionPublisher<>();
        publisher.subscribe(receiver);
        new Thread(() -> publisher.submit(1), "role-publisher").start();
        return receiver.seen.get(60, TimeUnit.SECONDS);
    }

    /** A confined thread's task in a pool whose one worker is busy, taken by a helper. */
    private Object helpedByOthers() throws Exception {
        return helped(new Thread[1], others);
    }

    private Object helpedByConfined() throws Exception {
        return helped(new Thread[1], task -> new Thread(task, "role-helper").start());
    }

    private Object helped(Thread[] worker, Executor helper) throws Exception {
        ForkJoinPool pool = new ForkJoinPool(1);
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch started = new CountDownLatch(1);
        CompletableFuture<Void> occupied = new CompletableFuture<>();
        Runnable occupying = () -> {
            worker[0] = Thread.currentThread();
            started.countDown();
            try {
                busy.await();
            } catch (InterruptedException e) {
                occupied.completeExceptionally(e);
            }
        };
        pool.execute(occupying);
        started.await();
        ForkJoinTask<String> task = pool.submit(Kernel::open);
        helper.execute(() -> pool.awaitQuiescence(5, TimeUnit.SECONDS));
        try {
            return task.get(60, TimeUnit.SECONDS);
        } finally {
            busy.countDown();
        }
    }

    /** An unconfined thread that ends by an exception: at once, or with a place for it, when told so. */
    private static CountDownLatch startByOthers(Thread[] place) throws InterruptedException {
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch made = new CountDownLatch(1);
        Others.run(() -> {
            place[0] = new Thread(
                    () -> {
                        try {
                            end.await(1, TimeUnit.SECONDS);
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                        fail();
                    },
                    "ending");
            place[0].start();
            made.countDown();
        });
        made.await();
        return end;
    }

    private static void finalizedByOthers() throws Exception {
        CompletableFuture<String> seen = new CompletableFuture<>();
        Others.run(() -> new Finalized(seen));
        while (!seen.isDone()) {
            System.gc();
            Thread.onSpinWait();
        }
    }

    @SuppressWarnings({"deprecation", "removal"})
    private static void runFinalization() {
        System.runFinalization();
    }

    private static final class Finalized {
        private final CompletableFuture<String> seen;

        private Finalized(CompletableFuture<String> seen) {
            this.seen = seen;
        }

        @Override
        @SuppressWarnings({"deprecation", "removal", "Finalize"})
        protected void finalize() {
            seen.complete(Kernel.open());
        }
    }

    private static void fail() {
        throw new IllegalStateException("on purpose");
    }

    private static AsynchronousFileChannel open(Path path) {
        try {
            return AsynchronousFileChannel.open(path);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Opens a file when called back. */
    private static final class Completion<V> extends CompletableFuture<String> implements CompletionHandler<V, Object> {
        @Override
        public void completed(V result, Object attachment) {
            complete(Kernel.open());
        }

        @Override
        public void failed(Throwable thrown, Object attachment) {
            completeExceptionally(thrown);
        }
    }

    /** Opens a file when an item comes. */
    private static final class Receiver implements Flow.Subscriber<Integer> {
        private final CompletableFuture<String> seen = new CompletableFuture<>();

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(1);
        }

        @Override
        public void onNext(Integer item) {
            seen.complete(Kernel.open());
        }

        @Override
        public void onError(Throwable thrown) {
            seen.completeExceptionally(thrown);
        }

        @Override
        public void onComplete() {
            seen.complete("no item");
        }
    }

    /** Opens a file when computed. */
    private static final class Opening extends RecursiveTask<String> {
        private static final long serialVersionUID = 1L;

        @Override
        protected String compute() {
            return Kernel.open();
        }
    }

    /** Whoever prints it asks it for its text. */
    private static final class Asked extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final transient CompletableFuture<String> seen;

        Asked(CompletableFuture<String> seen) {
            super("asked");
            this.seen = seen;
        }

        @Override
        public String toString() {
            seen.complete(Kernel.open());
            return super.toString();
        }
    }
}
