package io.github.threadsandbox.it.contract;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/** What CompletableFuture promises: every way to compose, three ways to complete. */
record FutureContracts(Report report) {
    /** Makes a dependent of a future. */
    private interface Dependent {
        CompletableFuture<?> of(CompletableFuture<String> source, Executor executor);
    }

    /** Completes a future. */
    private interface Completer {
        void complete(CompletableFuture<String> source) throws InterruptedException;
    }

    private static final class Fault extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Fault(String message) {
            super(message);
        }
    }

    private static Map<String, Dependent> dependents() {
        CompletableFuture<String> never = new CompletableFuture<>();
        CompletableFuture<String> other = CompletableFuture.completedFuture("other");
        Map<String, Dependent> all = new LinkedHashMap<>();
        all.put("thenApply", (f, e) -> f.thenApply(s -> s + "!"));
        all.put("thenApplyAsync", (f, e) -> f.thenApplyAsync(s -> s + "!"));
        all.put("thenApplyAsync on a pool", (f, e) -> f.thenApplyAsync(s -> s + "!", e));
        all.put("thenAccept", (f, e) -> f.thenAccept(s -> {}));
        all.put("thenAcceptAsync on a pool", (f, e) -> f.thenAcceptAsync(s -> {}, e));
        all.put("thenRun", (f, e) -> f.thenRun(() -> {}));
        all.put("thenRunAsync on a pool", (f, e) -> f.thenRunAsync(() -> {}, e));
        all.put("thenCombine", (f, e) -> f.thenCombine(other, (a, b) -> a + b));
        all.put("thenCombineAsync on a pool", (f, e) -> f.thenCombineAsync(other, (a, b) -> a + b, e));
        all.put("thenAcceptBoth", (f, e) -> f.thenAcceptBoth(other, (a, b) -> {}));
        all.put("runAfterBoth", (f, e) -> f.runAfterBoth(other, () -> {}));
        all.put("second of thenCombine", (f, e) -> other.thenCombine(f, (a, b) -> a + b));
        all.put("applyToEither", (f, e) -> f.applyToEither(never, s -> s + "!"));
        all.put("second of applyToEither", (f, e) -> never.applyToEither(f, s -> s + "!"));
        all.put("applyToEitherAsync on a pool", (f, e) -> f.applyToEitherAsync(never, s -> s + "!", e));
        all.put("acceptEither", (f, e) -> f.acceptEither(never, s -> {}));
        all.put("runAfterEither", (f, e) -> f.runAfterEither(never, () -> {}));
        all.put("thenCompose", (f, e) -> f.thenCompose(s -> CompletableFuture.completedFuture(s + "!")));
        all.put(
                "thenComposeAsync on a pool",
                (f, e) -> f.thenComposeAsync(s -> CompletableFuture.supplyAsync(() -> s + "!", e), e));
        all.put("whenComplete", (f, e) -> f.whenComplete((s, t) -> {}));
        all.put(
                "whenComplete that throws",
                (f, e) -> f.whenComplete((s, t) -> {
                    throw new Fault("in whenComplete");
                }));
        all.put("whenCompleteAsync on a pool", (f, e) -> f.whenCompleteAsync((s, t) -> {}, e));
        all.put("handle", (f, e) -> f.handle((s, t) -> s + " " + (t == null ? null : Thrown.text(t))));
        all.put(
                "handleAsync on a pool",
                (f, e) -> f.handleAsync((s, t) -> s + " " + (t == null ? null : Thrown.text(t)), e));
        all.put("exceptionally", (f, e) -> f.exceptionally(Thrown::text));
        all.put("exceptionallyAsync on a pool", (f, e) -> f.exceptionallyAsync(Thrown::text, e));
        all.put(
                "exceptionallyCompose",
                (f, e) -> f.exceptionallyCompose(t -> CompletableFuture.completedFuture(Thrown.text(t))));
        all.put(
                "thenApply that throws",
                (f, e) -> f.thenApply(s -> {
                    throw new Fault("in thenApply");
                }));
        all.put(
                "thenApplyAsync that throws",
                (f, e) -> f.thenApplyAsync(
                        s -> {
                            throw new Fault("in thenApplyAsync");
                        },
                        e));
        all.put(
                "thenCompose that throws",
                (f, e) -> f.thenCompose(s -> {
                    throw new Fault("in thenCompose");
                }));
        all.put("a chain", (f, e) -> f.thenApply(s -> s + 1)
                .thenApplyAsync(s -> s + 2, e)
                .thenApply(s -> s + 3)
                .thenCompose(s -> CompletableFuture.supplyAsync(() -> s + 4))
                .handle((s, t) -> s + " " + (t == null ? null : Thrown.text(t))));
        all.put("allOf", (f, e) -> CompletableFuture.allOf(f, other));
        all.put("anyOf", (f, e) -> CompletableFuture.anyOf(f, never));
        all.put("copy", (f, e) -> f.copy());
        all.put("minimalCompletionStage", (f, e) -> f.minimalCompletionStage().toCompletableFuture());
        all.put("orTimeout in time", (f, e) -> f.orTimeout(Gate.SECONDS, TimeUnit.SECONDS));
        all.put("completeOnTimeout in time", (f, e) -> f.completeOnTimeout("late", Gate.SECONDS, TimeUnit.SECONDS));
        return all;
    }

    private static Map<String, Completer> completers() {
        Map<String, Completer> all = new LinkedHashMap<>();
        all.put("completed", f -> f.complete("value"));
        all.put("completed exceptionally", f -> f.completeExceptionally(new Fault("source")));
        all.put("cancelled", f -> f.cancel(true));
        all.put("completed by another thread", f -> Maker.run(() -> f.complete("value")));
        all.put("failed by another thread", f -> Maker.run(() -> f.completeExceptionally(new Fault("source"))));
        return all;
    }

    void all() {
        ExecutorService pool = Maker.make(() -> Executors.newFixedThreadPool(2));
        try {
            dependents().forEach((name, dependent) -> completers().forEach((how, completer) -> {
                report.print("CompletableFuture", name + ", " + how, () -> {
                    CompletableFuture<String> source = new CompletableFuture<>();
                    CompletableFuture<?> result = dependent.of(source, pool);
                    boolean early = result.isDone();
                    completer.complete(source);
                    return early + " " + outcome(result);
                });
            }));
            dependents()
                    .forEach((name, dependent) -> report.print("CompletableFuture", name + ", when done", () -> {
                        CompletableFuture<String> source = CompletableFuture.completedFuture("value");
                        return outcome(dependent.of(source, pool));
                    }));
            async(pool);
        } finally {
            pool.shutdownNow();
        }
        states();
        times();
        threads();
    }

    private static String outcome(CompletableFuture<?> future) {
        String got = Thrown.by(() -> future.get(Gate.SECONDS, TimeUnit.SECONDS));
        return got + " " + future.isDone() + " " + future.isCancelled() + " " + future.isCompletedExceptionally()
                + " | " + Thrown.by(future::join);
    }

    private void check(String contract, Report.Look look) {
        report.print("CompletableFuture", contract, look);
    }

    private void async(Executor pool) {
        check("supplyAsync", () -> outcome(CompletableFuture.supplyAsync(() -> "value")));
        check("supplyAsync on a pool", () -> outcome(CompletableFuture.supplyAsync(() -> "value", pool)));
        check("runAsync", () -> outcome(CompletableFuture.runAsync(() -> {})));
        check("runAsync on a pool", () -> outcome(CompletableFuture.runAsync(() -> {}, pool)));
        check(
                "supplyAsync that throws",
                () -> outcome(CompletableFuture.supplyAsync(() -> {
                    throw new Fault("in supplyAsync");
                })));
        check(
                "supplyAsync on a pool that throws an Error",
                () -> outcome(CompletableFuture.supplyAsync(
                        () -> {
                            throw new AssertionError("error");
                        },
                        pool)));
        check(
                "supplyAsync that throws a CompletionException",
                () -> outcome(CompletableFuture.supplyAsync(
                        () -> {
                            throw new CompletionException("own", new Fault("cause"));
                        },
                        pool)));
        check("completeAsync", () -> outcome(new CompletableFuture<String>().completeAsync(() -> "value", pool)));
        check(
                "delayedExecutor",
                () -> outcome(CompletableFuture.supplyAsync(
                        () -> "value", CompletableFuture.delayedExecutor(1, TimeUnit.MILLISECONDS, pool))));
        check(
                "an executor that refuses",
                () -> Thrown.by(() -> CompletableFuture.supplyAsync(() -> "value", r -> {
                    throw new java.util.concurrent.RejectedExecutionException("refused");
                })));
        check(
                "an executor that refuses a dependent",
                () -> outcome(CompletableFuture.completedFuture("value").thenApplyAsync(Function.identity(), r -> {
                    throw new java.util.concurrent.RejectedExecutionException("refused");
                })));
        check("cancel of supplyAsync while it runs", () -> {
            Gate started = new Gate();
            Gate gate = new Gate();
            Gate over = new Gate();
            AtomicReference<Object> interrupted = new AtomicReference<>();
            CompletableFuture<Object> future = CompletableFuture.supplyAsync(
                    () -> {
                        started.open();
                        gate.awaitOpen();
                        interrupted.set(Thread.currentThread().isInterrupted());
                        over.open();
                        return "late";
                    },
                    pool);
            started.await();
            boolean cancelled = future.cancel(true);
            gate.open();
            over.await();
            return cancelled + " " + interrupted + " " + outcome(future);
        });
        check("interrupt whoever waits", () -> {
            CompletableFuture<String> future = new CompletableFuture<>();
            Thread.currentThread().interrupt();
            String thrown = Thrown.by(future::get);
            return thrown + " " + Thread.interrupted();
        });
        check("interrupt whoever joins", () -> {
            Gate gate = new Gate();
            CompletableFuture<Object> future = CompletableFuture.supplyAsync(gate::awaitOpen, pool);
            Thread.currentThread().interrupt();
            gate.open();
            Object got = future.join();
            return got + " " + Thread.interrupted();
        });
    }

    private void states() {
        check("complete twice", () -> {
            CompletableFuture<String> future = new CompletableFuture<>();
            return future.complete("first") + " " + future.complete("second") + " "
                    + future.completeExceptionally(new Fault("third")) + " " + future.cancel(false) + " "
                    + future.join();
        });
        check("obtrude", () -> {
            CompletableFuture<String> future = CompletableFuture.completedFuture("value");
            CompletableFuture<String> dependent = future.thenApply(s -> s + "!");
            future.obtrudeValue("other");
            String value = future.join() + " " + dependent.join();
            future.obtrudeException(new Fault("obtruded"));
            return value + " " + Thrown.by(future::join);
        });
        check("getNow", () -> {
            CompletableFuture<String> future = new CompletableFuture<>();
            String before = future.getNow("absent");
            future.complete("value");
            return before + " " + future.getNow("absent");
        });
        check("getNumberOfDependents", () -> {
            CompletableFuture<String> future = new CompletableFuture<>();
            future.thenApply(s -> s);
            future.thenRun(() -> {});
            int before = future.getNumberOfDependents();
            future.complete("value");
            return before + " " + future.getNumberOfDependents();
        });
        check("toString", () -> {
            CompletableFuture<String> future = new CompletableFuture<>();
            future.thenApply(s -> s);
            String before = future.toString();
            future.completeExceptionally(new Fault("on purpose"));
            return Thrown.plain(before + " " + future);
        });
        check(
                "completed and failed stages",
                () -> outcome(CompletableFuture.failedFuture(new Fault("failed"))) + " "
                        + Thrown.by(() -> CompletableFuture.completedStage(1)
                                .toCompletableFuture()
                                .join()));
        check(
                "a minimal stage refuses",
                () -> Thrown.by(
                        () -> ((CompletableFuture<String>) new CompletableFuture<String>().minimalCompletionStage())
                                .complete("value")));
        check("subclass makes its own dependents", () -> {
            Own<String> own = new Own<>();
            CompletableFuture<String> dependent = own.thenApply(s -> s);
            own.complete("value");
            return (dependent instanceof Own) + " " + dependent.join();
        });
        check(
                "null",
                () -> Thrown.by(() -> new CompletableFuture<String>().thenApply(null)) + " "
                        + Thrown.by(() -> CompletableFuture.supplyAsync(null)));
    }

    private static final class Own<T> extends CompletableFuture<T> {
        @Override
        public <U> CompletableFuture<U> newIncompleteFuture() {
            return new Own<>();
        }
    }

    private void times() {
        check("orTimeout", () -> outcome(new CompletableFuture<String>().orTimeout(1, TimeUnit.MILLISECONDS)));
        check(
                "orTimeout of a dependent",
                () -> outcome(new CompletableFuture<String>()
                        .orTimeout(1, TimeUnit.MILLISECONDS)
                        .thenApply(s -> s + "!")));
        check(
                "completeOnTimeout",
                () -> outcome(new CompletableFuture<String>()
                        .completeOnTimeout("late", 1, TimeUnit.MILLISECONDS)
                        .thenApply(s -> s + "!")));
        check(
                "get with a timeout",
                () -> Thrown.by(() -> new CompletableFuture<String>().get(1, TimeUnit.MILLISECONDS)));
    }

    /** Who runs what, and in which order. */
    private void threads() {
        check("a dependent runs on the thread that completes", () -> {
            CompletableFuture<String> future = new CompletableFuture<>();
            AtomicReference<Thread> ran = new AtomicReference<>();
            future.thenRun(() -> ran.set(Thread.currentThread()));
            future.complete("value");
            return ran.get() == Thread.currentThread();
        });
        check("a dependent of one that is done runs at once", () -> {
            AtomicReference<Thread> ran = new AtomicReference<>();
            CompletableFuture.completedFuture("value").thenRun(() -> ran.set(Thread.currentThread()));
            return ran.get() == Thread.currentThread();
        });
        check("complete returns when its dependents ran", () -> {
            CompletableFuture<String> future = new CompletableFuture<>();
            AtomicReference<String> ran = new AtomicReference<>();
            future.thenApply(s -> s + 1).thenAccept(ran::set);
            Maker.run(() -> future.complete("value"));
            return ran.get();
        });
        check("dependents, newest first", () -> {
            CompletableFuture<String> future = new CompletableFuture<>();
            List<Integer> ran = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                int n = i;
                future.thenRun(() -> ran.add(n));
            }
            Maker.run(() -> future.complete("value"));
            return ran;
        });
        check("a long chain", () -> {
            CompletableFuture<Integer> first = new CompletableFuture<>();
            CompletableFuture<Integer> last = first;
            for (int i = 0; i < 2000; i++) {
                last = last.thenApply(n -> n + 1);
            }
            Maker.run(() -> first.complete(0));
            return last.get(Gate.SECONDS, TimeUnit.SECONDS);
        });
        check("memory", () -> {
            int[] plain = new int[1];
            CompletableFuture<Void> future = CompletableFuture.runAsync(() -> plain[0] = 1)
                    .thenRun(() -> plain[0]++)
                    .thenRunAsync(() -> plain[0]++);
            future.get(Gate.SECONDS, TimeUnit.SECONDS);
            return plain[0];
        });
    }
}
