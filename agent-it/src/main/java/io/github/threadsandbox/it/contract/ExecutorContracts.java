package io.github.threadsandbox.it.contract;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/** What every ExecutorService promises: results, exceptions, cancellation, interruption, timeouts, order, memory. */
record ExecutorContracts(Report report, Kind kind, Tasks tasks) {
    private void check(String contract, Report.PoolLook<ExecutorService> look) {
        report.print(kind.name(), contract, kind.supplier(), look);
    }

    private static <T> T get(Future<T> future) throws Exception {
        return future.get(Gate.SECONDS, TimeUnit.SECONDS);
    }

    void all() {
        results();
        exceptions();
        cancellation();
        interruption();
        timeouts();
        invokeAll();
        invokeAny();
        order();
        nulls();
    }

    private void results() {
        check("submit a Callable", pool -> get(pool.submit((Callable<Integer>) tasks.task(() -> 42))));
        check("submit a Runnable", pool -> get(pool.submit((Runnable) tasks.task(() -> 42))));
        check("submit a Runnable with its result", pool -> get(pool.submit(tasks.action(() -> {}), "result")));
        check("a future that is done", pool -> {
            Future<Integer> future = pool.submit((Callable<Integer>) tasks.task(() -> 42));
            get(future);
            return future.isDone() + " " + future.isCancelled() + " " + future.cancel(true) + " " + get(future);
        });
        check("happens before and after", pool -> {
            int[] plain = new int[2];
            for (int i = 1; i <= 50; i++) {
                int n = i;
                plain[0] = n;
                get(pool.submit(tasks.action(() -> plain[1] = plain[0] + n)));
                if (plain[1] != 2 * n) {
                    return "lost a write at " + n;
                }
            }
            return "kept";
        });
        check("execute", pool -> {
            Gate ran = new Gate();
            pool.execute(tasks.action(ran::open));
            ran.await();
            return "ran";
        });
        check("a task submits a task", pool -> {
            Gate ran = new Gate();
            get(pool.submit(tasks.action(() -> pool.execute(tasks.action(ran::open)))));
            ran.await();
            return "ran";
        });
    }

    private void exceptions() {
        for (Throwable thrown : List.of(
                new IllegalArgumentException("on purpose"), new IOException("checked"), new AssertionError("error"))) {
            String name = thrown.getClass().getSimpleName();
            check("submit a Callable that throws " + name, pool -> {
                Future<?> future = pool.submit((Callable<Object>) tasks.task(() -> fail(thrown)));
                Throwable got = Thrown.of(() -> get(future));
                return kind.forkJoin()
                        ? Thrown.root(got) + " " + future.isDone()
                        : Thrown.text(got) + " " + (got.getCause() == thrown) + " " + future.isDone();
            });
            check("submit a Runnable that throws " + name, pool -> {
                Future<?> future = pool.submit((Runnable) tasks.task(() -> fail(thrown)));
                Throwable got = Thrown.of(() -> get(future));
                return kind.forkJoin() ? Thrown.root(got) : Thrown.text(got) + " " + (got.getCause() == thrown);
            });
            if (kind.family() != Kind.Family.SCHEDULED) {
                check("execute what throws " + name, pool -> {
                    Throwable uncaught = fresh(thrown);
                    pool.execute(tasks.task(() -> fail(uncaught)));
                    Throwable got = Uncaught.next(uncaught.getMessage());
                    String next = get(pool.submit((Callable<String>) tasks.task(() -> "goes on")));
                    return (kind.forkJoin() ? Thrown.root(got) : Thrown.text(got) + " " + (got == uncaught)) + " "
                            + next;
                });
            }
        }
    }

    /** One that no contract before this one has thrown. */
    private Throwable fresh(Throwable thrown) {
        String message = "executed by " + kind.name() + " " + thrown.getClass().getSimpleName();
        if (thrown instanceof Error) {
            return new AssertionError(message);
        }
        return thrown instanceof IOException ? new IOException(message) : new IllegalArgumentException(message);
    }

    private static Object fail(Throwable thrown) throws Exception {
        if (thrown instanceof Error) {
            throw (Error) thrown;
        }
        throw (Exception) thrown;
    }

    /** Keeps all threads of the executor busy until the gate opens. */
    private void occupy(ExecutorService pool, Gate gate) throws InterruptedException {
        Gate started = new Gate(kind.threads());
        for (int i = 0; i < kind.threads(); i++) {
            pool.execute(new PlainTask<>(() -> {
                started.open();
                return gate.awaitOpen();
            }));
        }
        started.await();
    }

    private void cancellation() {
        if (kind.threads() > 0 && kind.family() != Kind.Family.COMMON) {
            for (boolean interrupt : new boolean[] {true, false}) {
                check("cancel(" + interrupt + ") before it runs", pool -> {
                    Gate gate = new Gate();
                    occupy(pool, gate);
                    AtomicBoolean ran = new AtomicBoolean();
                    Future<?> future = pool.submit(tasks.action(() -> ran.set(true)));
                    boolean cancelled = future.cancel(interrupt);
                    String state = cancelled + " " + future.isCancelled() + " " + future.isDone() + " "
                            + future.cancel(interrupt) + " " + Thrown.by(() -> get(future));
                    gate.open();
                    pool.shutdown();
                    return state + " " + pool.awaitTermination(Gate.SECONDS, TimeUnit.SECONDS) + " " + ran;
                });
            }
        }
        check("cancel(false) while it runs", pool -> {
            Gate started = new Gate();
            Gate gate = new Gate();
            AtomicReference<String> ended = new AtomicReference<>();
            Gate over = new Gate();
            Future<?> future = pool.submit(tasks.action(() -> {
                started.open();
                gate.awaitOpen();
                ended.set("not interrupted " + Thread.currentThread().isInterrupted());
                over.open();
            }));
            started.await();
            String state = future.cancel(false) + " " + future.isCancelled() + " " + future.isDone();
            gate.open();
            over.await();
            return state + " " + ended + " " + Thrown.text(Thrown.of(() -> get(future)));
        });
        if (!kind.forkJoin()) {
            check("cancel(true) while it runs", pool -> {
                Gate started = new Gate();
                AtomicReference<String> ended = new AtomicReference<>();
                Gate over = new Gate();
                Future<?> future = pool.submit(tasks.action(() -> {
                    started.open();
                    ended.set(new Gate().awaitInterrupt());
                    over.open();
                }));
                started.await();
                String state = future.cancel(true) + " " + future.isCancelled() + " " + future.isDone();
                over.await();
                String next = get(pool.submit((Callable<String>)
                        tasks.task(() -> "next " + Thread.currentThread().isInterrupted())));
                return state + " " + ended + " " + Thrown.by(() -> get(future)) + " " + next;
            });
            check("cancel(true), and the task does not care", pool -> {
                Gate started = new Gate();
                AtomicReference<String> ended = new AtomicReference<>();
                Gate over = new Gate();
                Future<?> future = pool.submit(tasks.action(() -> {
                    started.open();
                    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Gate.SECONDS);
                    while (!Thread.currentThread().isInterrupted() && System.nanoTime() < end) {
                        Thread.yield();
                    }
                    ended.set("flag " + Thread.interrupted());
                    over.open();
                }));
                started.await();
                future.cancel(true);
                over.await();
                return ended.get();
            });
        }
    }

    private void interruption() {
        check("interrupt whoever waits", pool -> {
            Gate started = new Gate();
            Gate gate = new Gate();
            Future<?> future = pool.submit(tasks.action(() -> {
                started.open();
                gate.awaitOpen();
            }));
            started.await();
            Thread.currentThread().interrupt();
            String thrown = Thrown.by(() -> get(future));
            boolean flag = Thread.interrupted();
            boolean done = future.isDone();
            gate.open();
            return thrown + " " + flag + " " + done + " " + get(future);
        });
        if (kind.inOrder()) {
            check("a task that leaves its thread interrupted", pool -> {
                get(pool.submit(tasks.action(() -> Thread.currentThread().interrupt())));
                return get(pool.submit((Callable<Boolean>)
                        tasks.task(() -> Thread.currentThread().isInterrupted())));
            });
        }
        check("interrupt the thread of a task by hand", pool -> {
            AtomicReference<Thread> thread = new AtomicReference<>();
            Gate started = new Gate();
            Future<String> future = pool.submit((Callable<String>) tasks.task(() -> {
                thread.set(Thread.currentThread());
                started.open();
                return new Gate().awaitInterrupt();
            }));
            started.await();
            thread.get().interrupt();
            return get(future);
        });
    }

    private void timeouts() {
        check("get with a timeout", pool -> {
            Gate started = new Gate();
            Gate gate = new Gate();
            Future<String> future = pool.submit((Callable<String>) tasks.task(() -> {
                started.open();
                gate.awaitOpen();
                return "done";
            }));
            started.await();
            String thrown = Thrown.by(() -> future.get(1, TimeUnit.MILLISECONDS));
            boolean done = future.isDone();
            gate.open();
            return thrown + " " + done + " " + get(future);
        });
    }

    private void invokeAll() {
        check("invokeAll", pool -> {
            List<Task<Integer>> all = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                int n = i;
                all.add(tasks.task(() -> n * n));
            }
            StringBuilder seen = new StringBuilder();
            for (Future<Integer> future : pool.invokeAll(all)) {
                seen.append(future.isDone() ? "" : "not done ")
                        .append(get(future))
                        .append(' ');
            }
            return seen;
        });
        check("invokeAll where some throw", pool -> {
            List<Future<Object>> futures = pool.invokeAll(List.of(
                    tasks.<Object>task(() -> 1),
                    tasks.<Object>task(() -> fail(new IOException("second"))),
                    tasks.<Object>task(() -> 3)));
            return get(futures.get(0)) + " " + Thrown.root(Thrown.of(() -> get(futures.get(1)))) + " "
                    + get(futures.get(2));
        });
        check("invokeAll with nothing", pool -> pool.invokeAll(List.<Task<Integer>>of()));
        check("invokeAll with a timeout in time", pool -> {
            List<Future<Integer>> futures =
                    pool.invokeAll(List.of(tasks.task(() -> 1), tasks.task(() -> 2)), Gate.SECONDS, TimeUnit.SECONDS);
            return get(futures.get(0)) + " " + get(futures.get(1));
        });
        check("invokeAll with a timeout that ends it", pool -> {
            Gate gate = new Gate();
            List<Future<Object>> futures =
                    pool.invokeAll(List.of(tasks.<Object>task(gate::awaitOpen)), 10, TimeUnit.MILLISECONDS);
            String state = futures.get(0).isDone() + " " + futures.get(0).isCancelled();
            gate.open();
            return state + " " + Thrown.of(() -> get(futures.get(0))).getClass().getSimpleName();
        });
        if (!kind.forkJoin()) {
            check("invokeAll, interrupted", pool -> {
                Gate gate = new Gate();
                Thread.currentThread().interrupt();
                Throwable thrown = Thrown.of(() -> pool.invokeAll(List.of(tasks.<Object>task(gate::awaitOpen))));
                boolean flag = Thread.interrupted();
                gate.open();
                return thrown.getClass().getSimpleName() + " " + flag;
            });
        }
    }

    private void invokeAny() {
        check("invokeAny", pool -> pool.invokeAny(List.of(tasks.task(() -> "first"))));
        check(
                "invokeAny where one throws",
                pool -> pool.invokeAny(List.of(
                        tasks.<Object>task(() -> fail(new IOException("on purpose"))), tasks.task(() -> "ok"))));
        check(
                "invokeAny where all throw",
                pool -> Thrown.root(Thrown.of(() -> pool.invokeAny(List.of(
                        tasks.<Object>task(() -> fail(new IOException("on purpose"))),
                        tasks.<Object>task(() -> fail(new IOException("on purpose"))))))));
        check("invokeAny with nothing", pool -> Thrown.by(() -> pool.invokeAny(List.<Task<Integer>>of())));
        check("invokeAny with a timeout", pool -> {
            Gate gate = new Gate();
            Throwable thrown = Thrown.of(
                    () -> pool.invokeAny(List.of(tasks.<Object>task(gate::awaitOpen)), 10, TimeUnit.MILLISECONDS));
            gate.open();
            return thrown instanceof TimeoutException ? Thrown.text(thrown) : Thrown.text(thrown);
        });
    }

    private void order() {
        if (kind.inOrder()) {
            check("first in, first out", pool -> {
                List<Integer> order = new ArrayList<>();
                List<Integer> expected = new ArrayList<>();
                for (int i = 0; i < 100; i++) {
                    int n = i;
                    expected.add(n);
                    if (i % 2 == 0) {
                        pool.execute(tasks.action(() -> order.add(n)));
                    } else {
                        pool.submit(tasks.action(() -> order.add(n)));
                    }
                }
                pool.shutdown();
                return pool.awaitTermination(Gate.SECONDS, TimeUnit.SECONDS) + " " + order.equals(expected);
            });
        }
        check("the same task many times", pool -> {
            Gate all = new Gate(50);
            Runnable task = tasks.action(all::open);
            for (int i = 0; i < 50; i++) {
                pool.execute(task);
            }
            all.await();
            return "ran";
        });
    }

    private void nulls() {
        check(
                "null",
                pool -> Thrown.of(() -> pool.submit((Callable<?>) null))
                                .getClass()
                                .getSimpleName() + " "
                        + Thrown.of(() -> pool.submit((Runnable) null))
                                .getClass()
                                .getSimpleName() + " "
                        + Thrown.of(() -> {
                                    pool.execute(null);
                                    return null;
                                })
                                .getClass()
                                .getSimpleName()
                        + " "
                        + Thrown.of(() -> pool.invokeAll(null)).getClass().getSimpleName() + " "
                        + Thrown.of(() -> pool.invokeAll(Arrays.asList(tasks.task(() -> 1), null)))
                                .getClass()
                                .getSimpleName()
                        + " " + Thrown.of(() -> pool.invokeAny(null)).getClass().getSimpleName());
    }
}
