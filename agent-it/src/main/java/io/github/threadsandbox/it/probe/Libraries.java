package io.github.threadsandbox.it.probe;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.google.common.util.concurrent.FutureCallback;
import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFutureTask;
import com.google.common.util.concurrent.MoreExecutors;
import com.google.common.util.concurrent.SettableFuture;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.threadsandbox.it.probe.Frameworks.PoolRoad;
import io.grpc.internal.SerializingExecutor;
import io.grpc.netty.shaded.io.netty.channel.EventLoop;
import io.grpc.netty.shaded.io.netty.channel.nio.NioEventLoopGroup;
import io.reactivex.rxjava3.core.BackpressureStrategy;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.schedulers.Schedulers;
import io.reactivex.rxjava3.subjects.PublishSubject;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.sql.DataSource;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jboss.threads.EnhancedQueueExecutor;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.Xnio;
import org.xnio.XnioIoThread;
import org.xnio.XnioWorker;

/**
 * Roads through libraries whose objects are shared by all: a cache, a client, a pool of connections. {@code makers} is work of
 * the object's maker, whoever uses the object; {@code workers} comes to a worker that has a role.
 */
final class Libraries {
    private Libraries() {}

    static Map<String, PoolRoad> roads(String library) throws Exception {
        return switch (library) {
            case "guava" -> guava();
            case "caffeine" -> caffeine();
            case "okhttp" -> okHttp();
            case "hikari" -> hikari();
            case "grpc" -> grpc();
            case "rxjava" -> rxJava();
            case "xnio" -> xnio();
            case "jboss" -> jboss();
            default -> throw new IllegalArgumentException(library);
        };
    }

    private static Map<String, PoolRoad> guava() {
        ExecutorService pool = Executors.newFixedThreadPool(1);
        Map<String, PoolRoad> all = new LinkedHashMap<>();
        all.put("addListener", task -> byOthers(future -> future.addListener(task, MoreExecutors.directExecutor())));
        all.put("addListenerOnAPool", task -> byOthers(future -> future.addListener(task, pool)));
        // The role map confines this pool's worker, and so whatever comes to it; its listener has no role of its own.
        ExecutorService confined = Executors.newFixedThreadPool(1, work -> new Thread(work, "role-listens"));
        all.put("workers.addListener", task -> byOthers(future -> future.addListener(task, confined)));
        all.put(
                "addCallback",
                task -> byOthers(future -> Futures.addCallback(
                        future,
                        new FutureCallback<Object>() {
                            @Override
                            public void onSuccess(Object value) {
                                task.run();
                            }

                            @Override
                            public void onFailure(Throwable thrown) {}
                        },
                        MoreExecutors.directExecutor())));
        all.put(
                "transform",
                task -> byOthers(future -> Futures.transform(
                        future,
                        value -> {
                            task.run();
                            return value;
                        },
                        pool)));
        // The inner future completes the outer one, which is the listener's.
        all.put(
                "setFuture",
                task -> byOthers(future -> {
                    SettableFuture<Object> outer = SettableFuture.create();
                    outer.setFuture(future);
                    outer.addListener(task, MoreExecutors.directExecutor());
                }));
        all.put("listenableTask.addListener", task -> {
            ListenableFutureTask<Object> future = ListenableFutureTask.create(() -> "done");
            future.addListener(task, MoreExecutors.directExecutor());
            Others.run(future);
        });
        // Registered here, and completed by a confined thread, whoever goes this road.
        all.put("completedByAConfinedThread", task -> {
            SettableFuture<Object> future = SettableFuture.create();
            future.addListener(task, MoreExecutors.directExecutor());
            new Thread(() -> future.set("done"), "role-completes").start();
        });
        return all;
    }

    private static void byOthers(Consumer<SettableFuture<Object>> listener) {
        SettableFuture<Object> future = SettableFuture.create();
        listener.accept(future);
        Others.run(() -> future.set("done"));
    }

    private static Map<String, PoolRoad> caffeine() {
        Map<String, PoolRoad> all = new LinkedHashMap<>();
        Cache<Object, Runnable> cache = Caffeine.newBuilder()
                .maximumSize(0)
                .evictionListener((Object key, Runnable task, RemovalCause cause) -> task.run())
                .build();
        all.put("makers.evictionListener", task -> cache.put(new Object(), task));
        Cache<Object, Runnable> removing = Caffeine.newBuilder()
                .removalListener((Object key, Runnable task, RemovalCause cause) -> task.run())
                .build();
        all.put("removalListener", task -> {
            removing.put(task, task);
            removing.invalidate(task);
        });
        return all;
    }

    private static Map<String, PoolRoad> okHttp() throws IOException {
        Dispatcher dispatcher = new Dispatcher();
        dispatcher.setMaxRequests(1);
        OkHttpClient client = new OkHttpClient.Builder().dispatcher(dispatcher).build();
        int closed;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }
        Request request =
                new Request.Builder().url("http://127.0.0.1:" + closed + "/").build();
        Map<String, PoolRoad> all = new LinkedHashMap<>();
        all.put("enqueue", task -> client.newCall(request).enqueue(new Answer(task)));
        all.put("enqueueBehindAnother", task -> {
            CountDownLatch running = new CountDownLatch(1);
            CountDownLatch waiting = new CountDownLatch(1);
            Others.run(() -> client.newCall(request).enqueue(new Answer(() -> {
                running.countDown();
                Uninterrupted.await(waiting);
            })));
            Uninterrupted.await(running);
            client.newCall(request).enqueue(new Answer(task));
            waiting.countDown();
        });
        return all;
    }

    /** Whatever the answer is. */
    private record Answer(Runnable task) implements Callback {
        @Override
        public void onFailure(Call call, IOException failure) {
            task.run();
        }

        @Override
        public void onResponse(Call call, Response response) {
            response.close();
            task.run();
        }
    }

    /** A pool of one connection at a time, each opened when somebody waits for it, and closed when it is given back. */
    private static Map<String, PoolRoad> hikari() {
        Runnable[] opens = {() -> {}};
        HikariConfig config = new HikariConfig();
        config.setMaximumPoolSize(1);
        config.setMinimumIdle(0);
        config.setInitializationFailTimeout(-1);
        config.setDataSource((DataSource) Proxy.newProxyInstance(
                Libraries.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("getConnection")) {
                        opens[0].run();
                        return connection();
                    }
                    return method.getReturnType() == int.class
                            ? (Object) 0
                            : method.getReturnType() == PrintWriter.class ? new PrintWriter(System.err) : null;
                }));
        HikariDataSource pool = new HikariDataSource(config);
        Map<String, PoolRoad> all = new LinkedHashMap<>();
        all.put("makers.connection", task -> {
            opens[0] = task;
            Connection connection = pool.getConnection();
            pool.evictConnection(connection);
            connection.close();
        });
        return all;
    }

    private static Connection connection() {
        return (Connection) Proxy.newProxyInstance(
                Libraries.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    Class<?> type = method.getReturnType();
                    return type == boolean.class ? (Object) true : type == int.class ? (Object) 0 : null;
                });
    }

    /** The Netty that gRPC brings in its own packages. */
    private static Map<String, PoolRoad> grpc() {
        EventLoop loop = new NioEventLoopGroup(1).next();
        Map<String, PoolRoad> all = new LinkedHashMap<>();
        all.put("loop.execute", loop::execute);
        all.put("loop.executeInOrder", task -> {
            CountDownLatch done = new CountDownLatch(1);
            loop.execute(() -> {
                if (loop.inEventLoop()) {
                    task.run();
                }
                done.countDown();
            });
            Uninterrupted.await(done);
        });
        all.put("serializingExecutor", task -> {
            SerializingExecutor executor = new SerializingExecutor(loop);
            Others.run(() -> executor.execute(task));
        });
        return all;
    }

    private static Map<String, PoolRoad> rxJava() {
        Map<String, PoolRoad> all = new LinkedHashMap<>();
        all.put("computation.schedule", task -> Schedulers.computation().scheduleDirect(task));
        all.put("io.schedule", task -> Schedulers.io().scheduleDirect(task, 1, TimeUnit.MILLISECONDS));
        all.put(
                "flowable.observeOn",
                task -> published(one -> one.toFlowable(BackpressureStrategy.BUFFER)
                        .observeOn(Schedulers.computation())
                        .subscribe(value -> task.run())));
        all.put(
                "observable.observeOn",
                task -> published(one -> one.observeOn(Schedulers.computation()).subscribe(value -> task.run())));
        all.put(
                "single.observeOn",
                task -> published(
                        one -> one.firstOrError().observeOn(Schedulers.single()).subscribe(value -> task.run())));
        all.put(
                "maybe.observeOn",
                task -> published(
                        one -> one.firstElement().observeOn(Schedulers.single()).subscribe(value -> task.run())));
        all.put(
                "completable.observeOn",
                task -> published(one -> one.take(1)
                        .ignoreElements()
                        .observeOn(Schedulers.single())
                        .subscribe(task::run)));
        return all;
    }

    private static void published(Consumer<Observable<Object>> subscriber) {
        PublishSubject<Object> subject = PublishSubject.create();
        subscriber.accept(subject);
        Others.run(() -> subject.onNext("done"));
    }

    /** One worker and one thread that schedules, which whoever is first starts. */
    private static Map<String, PoolRoad> jboss() {
        EnhancedQueueExecutor pool = new EnhancedQueueExecutor.Builder()
                .setCorePoolSize(1)
                .setMaximumPoolSize(1)
                .build();
        Map<String, PoolRoad> all = new LinkedHashMap<>();
        all.put("execute", task -> Frameworks.onItsWorker(pool, task));
        all.put("submit", pool::submit);
        all.put("schedule", task -> pool.schedule(task, 1, TimeUnit.MILLISECONDS));
        all.put("scheduleAtFixedRate", task -> pool.scheduleAtFixedRate(task, 1, 10, TimeUnit.MILLISECONDS));
        return all;
    }

    private static Map<String, PoolRoad> xnio() throws IOException {
        XnioWorker worker = Xnio.getInstance()
                .createWorker(OptionMap.builder()
                        .set(Options.WORKER_IO_THREADS, 1)
                        .set(Options.WORKER_TASK_CORE_THREADS, 1)
                        .getMap());
        XnioIoThread io = worker.getIoThread();
        Map<String, PoolRoad> all = new LinkedHashMap<>();
        all.put("worker.execute", worker::execute);
        all.put("io.execute", io::execute);
        // A thread of XNIO that is about to wait does not see what is to be done later: something to be done now wakes
        // it.
        all.put("io.executeAfter", task -> {
            io.executeAfter(task, 1, TimeUnit.MILLISECONDS);
            io.execute(() -> {});
        });
        all.put("io.executeAtInterval", task -> {
            io.executeAtInterval(task, 10, TimeUnit.MILLISECONDS);
            io.execute(() -> {});
        });
        return all;
    }
}
