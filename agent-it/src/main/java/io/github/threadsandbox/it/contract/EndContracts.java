package io.github.threadsandbox.it.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** How an ExecutorService ends: shutdown, shutdownNow, awaitTermination, what is refused afterwards. */
record EndContracts(Report report, Kind kind, Tasks tasks) {
    private void check(String contract, Report.PoolLook<ExecutorService> look) {
        report.print(kind.name(), contract, kind.supplier(), look);
    }

    private static boolean ends(ExecutorService pool) throws InterruptedException {
        return pool.awaitTermination(Gate.SECONDS, TimeUnit.SECONDS);
    }

    private static String state(ExecutorService pool) {
        return pool.isShutdown() + " " + pool.isTerminated();
    }

    void all() {
        if (kind.family() == Kind.Family.COMMON) {
            check("shutdown is without effect", pool -> {
                pool.shutdown();
                return state(pool) + " " + pool.shutdownNow() + " " + state(pool);
            });
            return;
        }
        check("shutdown of an idle one", pool -> {
            String before = state(pool);
            pool.shutdown();
            return before + " " + ends(pool) + " " + state(pool);
        });
        check("shutdown lets the submitted tasks run", pool -> {
            Gate started = new Gate();
            Gate gate = new Gate();
            Gate ran = new Gate(5);
            pool.execute(tasks.action(() -> {
                started.open();
                gate.awaitOpen();
            }));
            for (int i = 0; i < 5; i++) {
                pool.execute(tasks.action(ran::open));
            }
            started.await();
            pool.shutdown();
            String during = state(pool);
            gate.open();
            return during + " " + ends(pool) + " " + ran.isOpen() + " " + state(pool);
        });
        check("what is refused after shutdown", pool -> {
            pool.shutdown();
            ends(pool);
            return Thrown.by(() -> {
                        pool.execute(tasks.action(() -> {}));
                        return null;
                    })
                    + " | "
                    + Thrown.by(() -> pool.submit((Callable<Integer>) tasks.task(() -> 1)))
                    + " | "
                    + Thrown.of(() -> pool.invokeAll(List.of(tasks.task(() -> 1))))
                            .getClass()
                            .getSimpleName();
        });
        check("awaitTermination with a timeout", pool -> {
            Gate gate = new Gate();
            Gate started = new Gate();
            pool.execute(tasks.action(() -> {
                started.open();
                gate.awaitOpen();
            }));
            started.await();
            pool.shutdown();
            boolean early = pool.awaitTermination(1, TimeUnit.MILLISECONDS);
            gate.open();
            return early + " " + ends(pool);
        });
        check("awaitTermination, interrupted", pool -> {
            Gate gate = new Gate();
            Gate started = new Gate();
            pool.execute(tasks.action(() -> {
                started.open();
                gate.awaitOpen();
            }));
            started.await();
            pool.shutdown();
            Thread.currentThread().interrupt();
            String thrown = Thrown.by(() -> ends(pool));
            boolean flag = Thread.interrupted();
            gate.open();
            return thrown + " " + flag + " " + ends(pool);
        });
        check("shutdownNow interrupts what runs", pool -> {
            Gate started = new Gate();
            List<String> ended = new ArrayList<>();
            Gate over = new Gate();
            pool.execute(tasks.action(() -> {
                started.open();
                String interrupted = new Gate().awaitInterrupt();
                // A ForkJoinPool interrupts more than once.
                ended.add(kind.forkJoin() ? interrupted.replaceAll(",.*", "") : interrupted);
                over.open();
            }));
            started.await();
            List<Runnable> left = pool.shutdownNow();
            over.await();
            return left + " " + ended + " " + ends(pool) + " " + state(pool);
        });
        check("shutdownNow of a submitted one", pool -> {
            Gate started = new Gate();
            Future<String> future = pool.submit((Callable<String>) tasks.task(() -> {
                started.open();
                return new Gate().awaitInterrupt();
            }));
            started.await();
            pool.shutdownNow();
            boolean ended = ends(pool);
            // A ForkJoinPool cancels it, or lets it end, as time will have it.
            return ended + " " + future.isDone() + (kind.forkJoin() ? "" : " " + future.isCancelled());
        });
        if (kind.threads() > 0 && !kind.forkJoin()) {
            check("shutdownNow returns what did not run", pool -> {
                Gate started = new Gate(kind.threads());
                for (int i = 0; i < kind.threads(); i++) {
                    pool.execute(tasks.action(() -> {
                        started.open();
                        new Gate().awaitInterrupt();
                    }));
                }
                started.await();
                Runnable executed = tasks.action(() -> {});
                pool.execute(executed);
                Future<?> submitted = pool.submit(tasks.action(() -> {}));
                List<Runnable> left = pool.shutdownNow();
                boolean ended = ends(pool);
                String seen = left.size() + " " + (left.get(0) == executed) + " " + (left.get(1) == submitted) + " "
                        + submitted.isDone() + " " + ended;
                left.get(1).run();
                return seen + " " + submitted.isDone();
            });
        }
        if (Runtime.version().feature() >= 19) {
            check("close waits", pool -> {
                Gate ran = new Gate();
                pool.execute(tasks.action(ran::open));
                ExecutorService.class.getMethod("close").invoke(pool);
                return ran.isOpen() + " " + state(pool);
            });
        }
    }
}
