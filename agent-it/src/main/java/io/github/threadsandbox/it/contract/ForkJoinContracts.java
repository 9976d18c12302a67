package io.github.threadsandbox.it.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountedCompleter;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.RecursiveTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

/** What ForkJoinPool and ForkJoinTask promise. */
record ForkJoinContracts(Report report) {
    private void check(String contract, Report.PoolLook<ForkJoinPool> look) {
        report.print("ForkJoinPool", contract, () -> new ForkJoinPool(2), look);
    }

    /** A task of a body. */
    private static <T> RecursiveTask<T> task(Tasks.Body<T> body) {
        return new RecursiveTask<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected T compute() {
                try {
                    return body.call();
                } catch (RuntimeException e) {
                    throw e;
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }
        };
    }

    private static final class Fib extends RecursiveTask<Integer> {
        private static final long serialVersionUID = 1L;
        private final int n;

        Fib(int n) {
            this.n = n;
        }

        @Override
        protected Integer compute() {
            if (n < 2) {
                return n;
            }
            Fib left = new Fib(n - 1);
            left.fork();
            return new Fib(n - 2).compute() + left.join();
        }
    }

    private static final class Fault extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Fault() {
            super("on purpose");
        }
    }

    private static <T> T fail() {
        throw new Fault();
    }

    void all() {
        results();
        inside();
        exceptions();
        cancellation();
        others();
        pools();
    }

    private void results() {
        check("invoke", pool -> pool.invoke(new Fib(15)));
        check("submit and join", pool -> pool.submit(new Fib(15)).join());
        check("submit and get", pool -> pool.submit(new Fib(10)).get(Gate.SECONDS, TimeUnit.SECONDS));
        check("execute and join", pool -> {
            Fib fib = new Fib(12);
            pool.execute(fib);
            return fib.join() + " " + fib.isDone() + " " + fib.isCompletedNormally() + " " + fib.getRawResult();
        });
        check("submit returns the task", pool -> {
            Fib fib = new Fib(5);
            return pool.submit(fib) == fib;
        });
        check(
                "invokeAll inside",
                pool -> pool.invoke(task(() -> {
                    Fib a = new Fib(8);
                    Fib b = new Fib(9);
                    ForkJoinTask.invokeAll(a, b);
                    return a.join() + b.join();
                })));
        check(
                "invokeAll of many inside",
                pool -> pool.invoke(task(() -> {
                    List<Fib> all = List.of(new Fib(3), new Fib(4), new Fib(5));
                    ForkJoinTask.invokeAll(all);
                    return all.stream().mapToInt(Fib::join).sum();
                })));
        check("from outside: fork, invoke, invokeAll", pool -> {
            Fib a = new Fib(8);
            Fib b = new Fib(9);
            ForkJoinTask.invokeAll(a, b);
            return new Fib(7).fork().join() + " " + new Fib(6).invoke() + " " + a.join() + " " + b.join();
        });
        check("parallel stream inside", pool -> pool.submit(
                        () -> IntStream.range(0, 1000).parallel().sum())
                .get(Gate.SECONDS, TimeUnit.SECONDS));
        check("parallel stream", pool -> IntStream.range(0, 1000).parallel().sum());
        check("adapt", pool -> {
            AtomicInteger ran = new AtomicInteger();
            pool.invoke(ForkJoinTask.adapt(() -> {
                ran.incrementAndGet();
            }));
            return ran + " " + pool.invoke(ForkJoinTask.adapt(() -> "called")) + " "
                    + pool.invoke(ForkJoinTask.adapt(() -> {}, "result"));
        });
        check("counted completer", pool -> pool.invoke(new Sum(null, 0, 1000)));
        check("quietly", pool -> {
            RecursiveTask<Integer> task = task(ForkJoinContracts::<Integer>fail);
            pool.execute(task);
            task.quietlyJoin();
            return task.isCompletedAbnormally() + " " + task.isCancelled() + " "
                    + task.getException().getClass().getSimpleName();
        });
        check("reinitialize", pool -> {
            Fib fib = new Fib(10);
            int first = pool.invoke(fib);
            fib.reinitialize();
            boolean done = fib.isDone();
            return first + " " + done + " " + pool.invoke(fib);
        });
        check("complete by hand", pool -> {
            Fib fib = new Fib(10);
            fib.complete(-1);
            return fib.join() + " " + fib.isCompletedNormally();
        });
    }

    /** Adds numbers, by completions. */
    private static final class Sum extends CountedCompleter<Long> {
        private static final long serialVersionUID = 1L;
        private final int from;
        private final int to;
        private long result;
        private Sum left;
        private Sum right;

        Sum(CountedCompleter<?> parent, int from, int to) {
            super(parent);
            this.from = from;
            this.to = to;
        }

        @Override
        public void compute() {
            if (to - from > 10) {
                int middle = (from + to) >>> 1;
                left = new Sum(this, from, middle);
                right = new Sum(this, middle, to);
                setPendingCount(1);
                left.fork();
                right.compute();
            } else {
                for (int i = from; i < to; i++) {
                    result += i;
                }
                tryComplete();
            }
        }

        @Override
        public void onCompletion(CountedCompleter<?> caller) {
            if (left != null) {
                result = left.result + right.result;
            }
        }

        @Override
        public Long getRawResult() {
            return result;
        }
    }

    /** Where a task finds itself. */
    private void inside() {
        check("inForkJoinPool", pool -> pool.invoke(task(ForkJoinTask::inForkJoinPool)));
        check("getPool", pool -> pool.invoke(task(ForkJoinTask::getPool)) == pool);
        check(
                "getPool of a forked one",
                pool -> pool.invoke(
                                task(() -> task(ForkJoinTask::getPool).fork().join()))
                        == pool);
        check(
                "the thread is a worker",
                pool -> pool.invoke(task(() -> Thread.currentThread() instanceof ForkJoinWorkerThread)));
        check(
                "worker's pool and index",
                pool -> pool.invoke(task(() -> {
                    ForkJoinWorkerThread worker = (ForkJoinWorkerThread) Thread.currentThread();
                    return (worker.getPool() == pool) + " " + (worker.getPoolIndex() >= 0);
                })));
        check("outside", pool -> ForkJoinTask.inForkJoinPool() + " " + ForkJoinTask.getPool());
        check(
                "tryUnfork",
                pool -> pool.invoke(task(() -> {
                    Fib older = new Fib(1);
                    Fib newer = new Fib(1);
                    older.fork();
                    newer.fork();
                    // Nobody steals the newest while older ones are there, or it is done already.
                    boolean unforked = newer.tryUnfork();
                    return unforked == !newer.isDone() || newer.join() == 1;
                })));
        check(
                "queued tasks are counted",
                pool -> pool.invoke(task(() -> {
                    boolean none = ForkJoinTask.getQueuedTaskCount() == 0;
                    ForkJoinTask.getSurplusQueuedTaskCount();
                    return none;
                })));
        check(
                "helpQuiesce",
                pool -> pool.invoke(task(() -> {
                    Fib fib = new Fib(12);
                    fib.fork();
                    ForkJoinTask.helpQuiesce();
                    return fib.isDone() + " " + fib.getRawResult();
                })));
        check("one thread does nested forks", pool -> {
            ForkJoinPool one = Maker.make(() -> new ForkJoinPool(1));
            try {
                return one.invoke(task(() -> {
                    Thread outer = Thread.currentThread();
                    return task(Thread::currentThread).fork().join() == outer;
                }));
            } finally {
                one.shutdownNow();
            }
        });
        check("newest first where one thread forks", pool -> order(false));
        check("oldest first in async mode", pool -> order(true));
        check(
                "managed blocker",
                pool -> pool.invoke(task(() -> {
                    AtomicInteger blocked = new AtomicInteger();
                    ForkJoinPool.managedBlock(new ForkJoinPool.ManagedBlocker() {
                        @Override
                        public boolean block() {
                            blocked.incrementAndGet();
                            return true;
                        }

                        @Override
                        public boolean isReleasable() {
                            return blocked.get() > 0;
                        }
                    });
                    return blocked;
                })));
        check("managed blocker lets others run", pool -> {
            ForkJoinPool one = Maker.make(() -> new ForkJoinPool(1));
            try {
                Gate gate = new Gate();
                ForkJoinTask<?> waits = one.submit(() -> {
                    try {
                        ForkJoinPool.managedBlock(new ForkJoinPool.ManagedBlocker() {
                            @Override
                            public boolean block() throws InterruptedException {
                                gate.await();
                                return true;
                            }

                            @Override
                            public boolean isReleasable() {
                                return gate.isOpen();
                            }
                        });
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                });
                one.submit(gate::open).get(Gate.SECONDS, TimeUnit.SECONDS);
                waits.get(Gate.SECONDS, TimeUnit.SECONDS);
                return "ran";
            } finally {
                one.shutdownNow();
            }
        });
    }

    private static List<Integer> order(boolean async) {
        ForkJoinPool one =
                Maker.make(() -> new ForkJoinPool(1, ForkJoinPool.defaultForkJoinWorkerThreadFactory, null, async));
        try {
            List<Integer> ran = new ArrayList<>();
            one.invoke(task(() -> {
                List<ForkJoinTask<?>> forked = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    int n = i;
                    forked.add(task(() -> ran.add(n)).fork());
                }
                ForkJoinTask.helpQuiesce();
                forked.forEach(ForkJoinTask::join);
                return null;
            }));
            return ran;
        } finally {
            one.shutdownNow();
        }
    }

    private void exceptions() {
        check("invoke what throws", pool -> Thrown.root(Thrown.of(() -> pool.invoke(task(ForkJoinContracts::fail)))));
        check("join what throws", pool -> {
            ForkJoinTask<Object> task = pool.submit(task(ForkJoinContracts::fail));
            return Thrown.root(Thrown.of(task::join)) + " " + task.isCompletedAbnormally();
        });
        check("get what throws", pool -> {
            ForkJoinTask<Object> task = pool.submit(task(ForkJoinContracts::fail));
            return Thrown.root(Thrown.of(() -> task.get(Gate.SECONDS, TimeUnit.SECONDS)));
        });
        check(
                "a forked one that throws",
                pool -> Thrown.root(Thrown.of(() -> pool.invoke(
                        task(() -> task(ForkJoinContracts::fail).fork().join())))));
        check(
                "an Error",
                pool -> Thrown.root(Thrown.of(() -> pool.invoke(task(() -> {
                    throw new AssertionError("error");
                })))));
        check("completeExceptionally", pool -> {
            Fib fib = new Fib(3);
            fib.completeExceptionally(new Fault());
            return Thrown.root(Thrown.of(fib::join));
        });
        check(
                "invokeAll where one throws",
                pool -> Thrown.root(Thrown.of(() -> pool.invoke(task(() -> {
                    ForkJoinTask.invokeAll(new Fib(5), task(ForkJoinContracts::fail));
                    return null;
                })))));
        check("a worker's handler", pool -> {
            AtomicReference<Throwable> handled = new AtomicReference<>();
            Gate dead = new Gate();
            ForkJoinPool own = Maker.make(() -> new ForkJoinPool(
                    1,
                    ForkJoinPool.defaultForkJoinWorkerThreadFactory,
                    (thread, thrown) -> {
                        handled.set(thrown);
                        dead.open();
                    },
                    false));
            own.execute((Runnable) ForkJoinContracts::fail);
            dead.await();
            own.shutdown();
            return Thrown.root(handled.get());
        });
    }

    private void cancellation() {
        check("cancel before", pool -> {
            Fib fib = new Fib(3);
            return fib.cancel(true) + " " + fib.isCancelled() + " " + fib.isDone() + " "
                    + Thrown.of(fib::join).getClass().getSimpleName() + " "
                    + Thrown.of(() -> pool.invoke(fib)).getClass().getSimpleName();
        });
        check("cancel while it runs", pool -> {
            Gate started = new Gate();
            Gate gate = new Gate();
            ForkJoinTask<Object> task = pool.submit(task(() -> {
                started.open();
                return gate.awaitOpen();
            }));
            started.await();
            boolean cancelled = task.cancel(false);
            gate.open();
            return cancelled + " " + task.isCancelled() + " "
                    + Thrown.of(task::join).getClass().getSimpleName();
        });
        check("get with a timeout", pool -> {
            Gate gate = new Gate();
            ForkJoinTask<Object> task = pool.submit(task(gate::awaitOpen));
            String thrown = Thrown.by(() -> task.get(1, TimeUnit.MILLISECONDS));
            gate.open();
            return thrown + " " + task.join();
        });
    }

    private void others() {
        check("awaitQuiescence", pool -> {
            AtomicInteger ran = new AtomicInteger();
            for (int i = 0; i < 20; i++) {
                pool.execute(ran::incrementAndGet);
            }
            return pool.awaitQuiescence(Gate.SECONDS, TimeUnit.SECONDS) + " " + ran + " " + pool.isQuiescent();
        });
        check("common pool", pool -> {
            ForkJoinPool common = ForkJoinPool.commonPool();
            return common.submit(new Fib(10)).join() + " "
                    + common.invoke(new Fib(11)) + " "
                    + common.submit(() -> "called").get(Gate.SECONDS, TimeUnit.SECONDS) + " "
                    + common.awaitTermination(1, TimeUnit.MILLISECONDS) + " "
                    + common.awaitQuiescence(Gate.SECONDS, TimeUnit.SECONDS);
        });
    }

    /** A thread of an application's own class. */
    private static final class OwnWorker extends ForkJoinWorkerThread {
        private final List<String> calls;

        OwnWorker(ForkJoinPool pool, List<String> calls) {
            super(pool);
            this.calls = calls;
        }

        @Override
        protected void onStart() {
            super.onStart();
            calls.add("start");
        }

        @Override
        protected void onTermination(Throwable thrown) {
            calls.add("end " + thrown);
            super.onTermination(thrown);
        }
    }

    private void pools() {
        check("own workers", pool -> {
            List<String> calls = new java.util.concurrent.CopyOnWriteArrayList<>();
            ForkJoinPool own = Maker.make(() -> new ForkJoinPool(1, in -> new OwnWorker(in, calls), null, false));
            int got = own.invoke(new Fib(10));
            own.shutdown();
            boolean ended = own.awaitTermination(Gate.SECONDS, TimeUnit.SECONDS);
            return got + " " + ended + " " + calls;
        });
        check("shutdown with tasks waiting", pool -> {
            Gate gate = new Gate();
            Gate started = new Gate(2);
            AtomicInteger ran = new AtomicInteger();
            for (int i = 0; i < 2; i++) {
                pool.execute(() -> {
                    started.open();
                    gate.awaitOpen();
                });
            }
            started.await();
            for (int i = 0; i < 5; i++) {
                pool.execute(ran::incrementAndGet);
            }
            int queued = pool.getQueuedSubmissionCount();
            boolean has = pool.hasQueuedSubmissions();
            pool.shutdown();
            gate.open();
            return queued + " " + has + " " + pool.awaitTermination(Gate.SECONDS, TimeUnit.SECONDS) + " " + ran;
        });
        check("submit after shutdown", pool -> {
            pool.shutdown();
            return Thrown.of(() -> pool.submit(new Fib(1))).getClass().getSimpleName() + " "
                    + Thrown.of(() -> pool.invoke(new Fib(1))).getClass().getSimpleName();
        });
        check("sizes", pool -> {
            pool.invoke(new Fib(5));
            return pool.getParallelism() + " " + pool.getAsyncMode() + " " + (pool.getPoolSize() <= 2) + " "
                    + pool.isShutdown();
        });
        check("more work than threads", pool -> {
            ForkJoinPool one = Maker.make(() -> new ForkJoinPool(1));
            AtomicInteger ran = new AtomicInteger();
            for (int i = 0; i < 200; i++) {
                one.execute(ran::incrementAndGet);
            }
            one.shutdown();
            return one.awaitTermination(Gate.SECONDS, TimeUnit.SECONDS) + " " + ran;
        });
    }
}
