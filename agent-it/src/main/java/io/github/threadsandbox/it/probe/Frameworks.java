package io.github.threadsandbox.it.probe;

import io.netty.channel.EventLoop;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.HashedWheelTimer;
import io.netty.util.concurrent.DefaultEventExecutorGroup;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import kotlin.Unit;
import kotlin.coroutines.Continuation;
import kotlin.coroutines.CoroutineContext;
import kotlin.coroutines.EmptyCoroutineContext;
import kotlinx.coroutines.BuildersKt;
import kotlinx.coroutines.CoroutineStart;
import kotlinx.coroutines.DelayKt;
import kotlinx.coroutines.Dispatchers;
import kotlinx.coroutines.ExecutorsKt;
import kotlinx.coroutines.GlobalScope;
import org.apache.pekko.actor.AbstractActor;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.Props;
import org.apache.pekko.routing.RoundRobinPool;
import org.apache.tomcat.util.threads.TaskQueue;
import org.apache.tomcat.util.threads.TaskThreadFactory;
import org.apache.tomcat.util.threads.ThreadPoolExecutor;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import scala.concurrent.ExecutionContext;
import scala.concurrent.Future;
import scala.concurrent.Promise;

/**
 * Roads through pools that frameworks bring: from a confined thread ({@code out}); then, with workers that it made grow, from
 * one that is not ({@code back}).
 */
public final class Frameworks {
    private Frameworks() {}

    /** Hands a task on; the pool is the same for everybody. */
    interface PoolRoad {
        void go(Runnable task) throws Exception;
    }

    /**
     * Goes the roads of one framework.
     *
     * @param arguments its name
     * @throws Exception if it cannot be started
     */
    public static void main(String[] arguments) throws Exception {
        Others.start();
        Map<String, PoolRoad> roads =
                switch (arguments[0]) {
                    case "netty" -> new Netty().roads();
                    case "tomcat" -> new Tomcat().roads();
                    case "jetty" -> new Jetty().roads();
                    case "reactor" -> new Reactor().roads();
                    case "kotlin" -> new Kotlin().roads();
                    case "pekko" -> new Pekko().roads();
                    case "vertx" -> new VertX().roads();
                    default -> Libraries.roads(arguments[0]);
                };
        for (String turn : new String[] {"first", "again"}) {
            Thread confined =
                    new Thread(() -> roads.forEach((name, road) -> print("out/" + name, road)), "role-" + turn);
            confined.start();
            confined.join();
            roads.forEach((name, road) -> print("back/" + name, road));
        }
        Kernel.print("end", "yes");
        System.exit(0);
    }

    private static void print(String name, PoolRoad road) {
        String seen;
        try {
            CompletableFuture<String> opened = new CompletableFuture<>();
            road.go(() -> opened.complete(Kernel.open()));
            seen = opened.get(60, TimeUnit.SECONDS);
        } catch (Throwable e) {
            seen = e.toString();
        }
        Kernel.print(name, seen);
    }

    private static Callable<Object> callable(Runnable task) {
        return () -> {
            task.run();
            return null;
        };
    }

    /** A worker that was born with a role leaves what is an unconfined thread's to a lane. */
    static void onItsWorker(Executor pool, Runnable task) throws Exception {
        CompletableFuture<String> worker = new CompletableFuture<>();
        pool.execute(() -> {
            worker.complete(Thread.currentThread().getName());
            task.run();
        });
        boolean confined = Thread.currentThread().getName().startsWith("role-");
        if (!confined && worker.get(60, TimeUnit.SECONDS).startsWith("thread-sandbox-lane")) {
            throw new IllegalStateException("its worker has a role");
        }
    }

    private static final class Netty {
        Map<String, PoolRoad> roads() {
            EventLoop loop = new NioEventLoopGroup(1).next();
            EventExecutor executor = new DefaultEventExecutorGroup(1).next();
            Map<String, PoolRoad> all = new LinkedHashMap<>();
            all.put("loop.execute", loop::execute);
            all.put("loop.submit", task -> loop.submit(task).get());
            all.put("loop.submitCallable", task -> loop.submit(callable(task)).get());
            all.put("loop.schedule", task -> loop.schedule(task, 1, TimeUnit.MILLISECONDS)
                    .get());
            all.put("loop.scheduleCallable", task -> loop.schedule(callable(task), 1, TimeUnit.MILLISECONDS)
                    .get());
            all.put("loop.scheduleAtFixedRate", task -> loop.scheduleAtFixedRate(task, 1, 1000, TimeUnit.MILLISECONDS));
            all.put("executor.execute", executor::execute);
            all.put("executor.submit", task -> executor.submit(task).get());
            EventExecutor global = GlobalEventExecutor.INSTANCE;
            all.put("global.execute", task -> {
                // Its thread ends when nothing is left to do, not even later: the next one would be another's.
                global.schedule(() -> {}, 1, TimeUnit.HOURS);
                onItsWorker(global, task);
            });
            HashedWheelTimer timer = new HashedWheelTimer(1, TimeUnit.MILLISECONDS);
            all.put("timer.newTimeout", task -> timer.newTimeout(late -> task.run(), 1, TimeUnit.MILLISECONDS));
            HashedWheelTimer handing = new HashedWheelTimer(
                    Thread::new, 1, TimeUnit.MILLISECONDS, 8, true, -1, Executors.newFixedThreadPool(1));
            all.put(
                    "timer.newTimeoutOnAPool",
                    task -> handing.newTimeout(late -> task.run(), 1, TimeUnit.MILLISECONDS));
            all.putAll(FutureListeners.netty(executor));
            return all;
        }
    }

    private static final class Tomcat {
        Map<String, PoolRoad> roads() {
            TaskQueue queue = new TaskQueue();
            ThreadPoolExecutor pool = new ThreadPoolExecutor(
                    1, 2, 1, TimeUnit.MINUTES, queue, new TaskThreadFactory("http-", true, Thread.NORM_PRIORITY));
            queue.setParent(pool);
            Map<String, PoolRoad> all = new LinkedHashMap<>();
            all.put("execute", pool::execute);
            all.put("submit", task -> pool.submit(task).get());
            return all;
        }
    }

    private static final class Jetty {
        Map<String, PoolRoad> roads() throws Exception {
            QueuedThreadPool pool = new QueuedThreadPool(8, 4);
            pool.setReservedThreads(1);
            pool.setDaemon(true);
            pool.start();
            Map<String, PoolRoad> all = new LinkedHashMap<>();
            all.put("execute", pool::execute);
            all.put("tryExecute", task -> {
                while (!pool.tryExecute(task)) {
                    TimeUnit.MILLISECONDS.sleep(10);
                }
            });
            return all;
        }
    }

    private static final class Reactor {
        Map<String, PoolRoad> roads() {
            Map<String, PoolRoad> all = new LinkedHashMap<>();
            Map<String, Scheduler> schedulers = new LinkedHashMap<>();
            schedulers.put("parallel", Schedulers.parallel());
            schedulers.put("boundedElastic", Schedulers.boundedElastic());
            schedulers.put("single", Schedulers.single());
            schedulers.forEach((name, scheduler) -> {
                all.put(name + ".schedule", scheduler::schedule);
                all.put(name + ".scheduleLater", task -> scheduler.schedule(task, 1, TimeUnit.MILLISECONDS));
                all.put(name + ".worker", task -> scheduler.createWorker().schedule(task));
                all.put(
                        name + ".subscribeOn",
                        task -> Mono.fromRunnable(task).subscribeOn(scheduler).block());
            });
            Scheduler single = Schedulers.newBoundedElastic(1, 100, "elastic");
            all.put("boundedElastic.onItsWorker", task -> onItsWorker(single::schedule, task));
            all.put("delay", task -> Mono.delay(Duration.ofMillis(1)).subscribe(late -> task.run()));
            all.put(
                    "publishOn",
                    task -> byOthers(one ->
                            Flux.from(one).publishOn(Schedulers.parallel()).subscribe(value -> task.run())));
            all.put(
                    "mono.publishOn",
                    task -> byOthers(one -> one.publishOn(Schedulers.parallel()).subscribe(value -> task.run())));
            return all;
        }

        private static void byOthers(Consumer<Mono<String>> subscriber) {
            Sinks.One<String> sink = Sinks.one();
            subscriber.accept(sink.asMono());
            Others.run(() -> sink.tryEmitValue("done"));
        }
    }

    private static final class Kotlin {
        Map<String, PoolRoad> roads() {
            Map<String, PoolRoad> all = new LinkedHashMap<>();
            all.put("default.dispatch", task -> Dispatchers.getDefault()
                    .dispatch(EmptyCoroutineContext.INSTANCE, task));
            all.put("io.dispatch", task -> Dispatchers.getIO().dispatch(EmptyCoroutineContext.INSTANCE, task));
            Executor executor = ExecutorsKt.asExecutor(Dispatchers.getDefault());
            all.put("asExecutor", executor::execute);
            all.put(
                    "launch",
                    task -> launch(done -> {
                        task.run();
                        return Unit.INSTANCE;
                    }));
            all.put(
                    "afterDelay",
                    task -> launch(done -> {
                        Object suspended = DelayKt.delay(
                                50, Dispatchers.getDefault().interceptContinuation(new Resumed(done, task)));
                        if (suspended == Unit.INSTANCE) {
                            task.run();
                        }
                        return suspended;
                    }));
            return all;
        }

        private interface Body {
            Object run(Continuation<? super Unit> done);
        }

        private static void launch(Body body) {
            BuildersKt.launch(
                    GlobalScope.INSTANCE,
                    Dispatchers.getDefault(),
                    CoroutineStart.DEFAULT,
                    (scope, done) -> body.run(done));
        }
    }

    /** What a compiler makes of the lines after a suspension. */
    private record Resumed(Continuation<? super Unit> done, Runnable task) implements Continuation<Unit> {
        @Override
        public CoroutineContext getContext() {
            return done.getContext();
        }

        @Override
        public void resumeWith(Object result) {
            task.run();
            done.resumeWith(Unit.INSTANCE);
        }
    }

    private static final class Pekko {
        Map<String, PoolRoad> roads() {
            System.setProperty("pekko.loglevel", "OFF");
            ActorSystem system = ActorSystem.create("system");
            ExecutionContext global = ExecutionContext.global();
            Map<String, PoolRoad> all = new LinkedHashMap<>();
            all.put("dispatcher.execute", task -> system.dispatcher().execute(task));
            all.put("scheduler.scheduleOnce", task -> system.scheduler()
                    .scheduleOnce(Duration.ofMillis(1), task, system.dispatcher()));
            all.put("global.execute", global::execute);
            all.put(
                    "future.map",
                    task -> byOthers(future -> future.map(
                            value -> {
                                task.run();
                                return value;
                            },
                            global)));
            // As the dispatchers' pools are: with threads of a class of its own.
            ForkJoinPool pool = new ForkJoinPool(1, Worker::new, null, true);
            all.put("forkJoinPool.onItsWorker", task -> onItsWorker(pool, task));
            all.put("actor.constructor", task -> system.actorOf(doing(task)));
            all.put("actor.receive", task -> Others.run(told(system.actorOf(doing(() -> {})), task)));
            all.put("actor.child", task -> Others.run(told(system.actorOf(doing(() -> {})), doing(task))));
            all.put("actor.restarted", task -> {
                boolean[] again = {false};
                ActorRef actor = system.actorOf(doing(() -> {
                    if (again[0]) {
                        task.run();
                    }
                    again[0] = true;
                }));
                Others.run(told(actor, new Exception("ends what an actor does")));
            });
            all.put("actor.routee", task -> {
                ActorRef router = system.actorOf(new RoundRobinPool(1).props(doing(() -> {})));
                Others.run(told(router, task));
            });
            // It is its maker's, whoever sends it something to do.
            ActorRef unconfined = system.actorOf(doing(() -> {}));
            all.put("makers.receive", told -> unconfined.tell(told, ActorRef.noSender()));
            return all;
        }

        private static Props doing(Runnable first) {
            return Props.create(Doing.class, () -> new Doing(first));
        }

        private static Runnable told(ActorRef actor, Object message) {
            return () -> actor.tell(message, ActorRef.noSender());
        }

        private static void byOthers(Consumer<Future<String>> dependent) {
            Promise<String> promise = Promise.apply();
            dependent.accept(promise.future());
            Others.run(() -> promise.success("done"));
        }
    }

    private static final class Worker extends ForkJoinWorkerThread {
        Worker(ForkJoinPool pool) {
            super(pool);
        }
    }

    /** Does something when it begins, and what it is told; or makes a child, or ends by an exception. */
    private static final class Doing extends AbstractActor {
        Doing(Runnable first) {
            first.run();
        }

        @Override
        public Receive createReceive() {
            return receiveBuilder()
                    .match(Runnable.class, Runnable::run)
                    .match(Props.class, child -> getContext().actorOf(child))
                    .match(Exception.class, end -> {
                        throw end;
                    })
                    .build();
        }
    }

    private static final class VertX {
        Map<String, PoolRoad> roads() {
            Vertx vertx = Vertx.vertx();
            Context context = vertx.getOrCreateContext();
            Map<String, PoolRoad> all = new LinkedHashMap<>();
            all.put("runOnContext", task -> context.runOnContext(none -> task.run()));
            all.put("executeBlocking", task -> context.executeBlocking(callable(task)));
            all.put("executeBlockingUnordered", task -> context.executeBlocking(callable(task), false));
            all.put("setTimer", task -> vertx.setTimer(1, id -> task.run()));
            all.putAll(FutureListeners.vertx(context));
            return all;
        }
    }
}
