package io.github.threadsandbox.it.probe;

import io.github.threadsandbox.it.probe.Frameworks.PoolRoad;
import io.netty.util.concurrent.DefaultProgressivePromise;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.GenericFutureListener;
import io.netty.util.concurrent.GenericProgressiveFutureListener;
import io.netty.util.concurrent.ProgressiveFuture;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.impl.ContextInternal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Roads through listeners of frameworks' futures, which an unconfined thread completes. */
final class FutureListeners {
    private FutureListeners() {}

    static Map<String, PoolRoad> netty(EventExecutor executor) {
        Map<String, PoolRoad> all = new LinkedHashMap<>();
        all.put("promise.addListener", task -> {
            io.netty.util.concurrent.Promise<Object> promise = executor.newPromise();
            promise.addListener(done -> task.run());
            Others.run(() -> promise.setSuccess("done"));
        });
        all.put("promise.removeListener", task -> {
            io.netty.util.concurrent.Promise<Object> promise = executor.newPromise();
            AtomicBoolean dropped = new AtomicBoolean(true);
            GenericFutureListener<io.netty.util.concurrent.Future<Object>> one = done -> dropped.set(false);
            GenericFutureListener<io.netty.util.concurrent.Future<Object>> other = done -> dropped.set(false);
            promise.addListener(one).removeListener(one);
            promise.addListener(other).addListener(one).removeListener(other).removeListener(one);
            promise.addListener(done -> {
                if (dropped.get()) {
                    task.run();
                }
            });
            Others.run(() -> promise.setSuccess("done"));
        });
        all.put("promise.operationProgressed", task -> {
            DefaultProgressivePromise<Object> promise = new DefaultProgressivePromise<>(executor);
            promise.addListener(new GenericProgressiveFutureListener<ProgressiveFuture<Object>>() {
                @Override
                public void operationProgressed(ProgressiveFuture<Object> future, long progress, long total) {
                    task.run();
                }

                @Override
                public void operationComplete(ProgressiveFuture<Object> future) {}
            });
            Others.run(() -> promise.setProgress(1, 2));
        });
        return all;
    }

    static Map<String, PoolRoad> vertx(Context context) {
        Map<String, PoolRoad> all = new LinkedHashMap<>();
        Map<String, Supplier<Promise<Object>>> promises =
                Map.of("future", Promise::promise, "futureOfAContext", ((ContextInternal) context)::promise);
        promises.forEach((name, made) -> {
            all.put(name + ".onComplete", task -> byOthers(made, future -> future.onComplete(done -> task.run())));
            all.put(
                    name + ".compose",
                    task -> byOthers(
                            made,
                            future -> future.compose(done -> {
                                task.run();
                                return Future.succeededFuture();
                            })));
            all.put(
                    name + ".several",
                    task -> byOthers(made, future -> {
                        future.onFailure(thrown -> {});
                        future.map(done -> {
                            task.run();
                            return done;
                        });
                    }));
        });
        return all;
    }

    private static void byOthers(Supplier<Promise<Object>> made, Consumer<Future<Object>> dependents) {
        Promise<Object> promise = made.get();
        dependents.accept(promise.future());
        Others.run(() -> promise.complete("done"));
    }
}
