package io.github.threadsandbox.it.contract;

import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionHandler;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** What ThreadPoolExecutor promises beyond ExecutorService: hooks, counts, its threads' lives and its factory. */
record PoolContracts(Report report, Tasks tasks) {
    private static final String POOL = "ThreadPoolExecutor";

    private <P extends ThreadPoolExecutor> void check(
            String contract, java.util.function.Supplier<P> supplier, Report.PoolLook<P> look) {
        report.print(POOL, contract, supplier, look);
    }

    private static ThreadPoolExecutor fixed(int threads) {
        return Kind.pool(threads, threads, new LinkedBlockingQueue<>());
    }

    private static boolean end(ThreadPoolExecutor pool) throws InterruptedException {
        pool.shutdown();
        return pool.awaitTermination(Gate.SECONDS, TimeUnit.SECONDS);
    }

    void all() {
        hooks();
        counts();
        threads();
        factories();
    }

    private void hooks() {
        check("hooks get what was executed", HookedPool::new, pool -> {
            Runnable task = tasks.action(() -> {});
            pool.execute(task);
            end(pool);
            List<Object> seen = pool.seen();
            return seen.get(0) + " " + seen.get(1) + " " + (seen.get(2) == task) + " " + seen.get(3) + " "
                    + (seen.get(4) == task) + " " + seen.get(5) + " " + seen.size() + " "
                    + pool.terminatedCalled().isOpen();
        });
        check("hooks get what was queued", HookedPool::new, pool -> {
            Gate gate = new Gate();
            pool.execute(new PlainTask<>(gate::awaitOpen));
            Runnable task = tasks.action(() -> {});
            pool.execute(task);
            gate.open();
            end(pool);
            List<Object> seen = pool.seen();
            return seen.get(6) + " " + seen.get(7) + " " + (seen.get(8) == task) + " " + seen.get(9) + " "
                    + (seen.get(10) == task) + " " + seen.size();
        });
        check("hooks get the future that was submitted", HookedPool::new, pool -> {
            Future<?> future = pool.submit(tasks.action(() -> {}));
            end(pool);
            List<Object> seen = pool.seen();
            return (seen.get(2) == future) + " " + (seen.get(4) == future) + " " + seen.get(5);
        });
        IllegalStateException thrown = new IllegalStateException("hooked");
        check("afterExecute gets what was thrown", HookedPool::new, pool -> {
            Runnable task = tasks.action(() -> {
                throw thrown;
            });
            pool.execute(task);
            Throwable uncaught = Uncaught.next("hooked");
            end(pool);
            List<Object> seen = pool.seen();
            return (seen.get(4) == task) + " " + (seen.get(5) == thrown) + " " + (uncaught == thrown);
        });
        check(
                "beforeExecute that throws",
                () -> new ThreadPoolExecutor(1, 1, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>()) {
                    @Override
                    protected void beforeExecute(Thread thread, Runnable runnable) {
                        throw thrown;
                    }
                },
                pool -> {
                    AtomicInteger ran = new AtomicInteger();
                    pool.execute(tasks.action(ran::incrementAndGet));
                    boolean same = Uncaught.next("hooked") == thrown;
                    return same + " " + end(pool) + " " + ran;
                });
        AtomicReference<Object> after = new AtomicReference<>();
        check(
                "newTaskFor of a subclass",
                () -> new ThreadPoolExecutor(1, 1, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>()) {
                    @Override
                    protected <T> java.util.concurrent.RunnableFuture<T> newTaskFor(Callable<T> callable) {
                        return new OwnFuture<>(callable);
                    }

                    @Override
                    protected void afterExecute(Runnable runnable, Throwable thrown) {
                        after.set(runnable);
                    }
                },
                pool -> {
                    Future<Integer> future = pool.submit((Callable<Integer>) tasks.task(() -> 7));
                    int got = future.get(Gate.SECONDS, TimeUnit.SECONDS);
                    end(pool);
                    return got + " " + (future instanceof OwnFuture) + " " + (after.get() == future);
                });
        check(
                "a hook that looks at the task's class",
                () -> new ThreadPoolExecutor(1, 1, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>()) {
                    @Override
                    protected void beforeExecute(Thread thread, Runnable runnable) {
                        ((Named) runnable).called("before");
                    }

                    @Override
                    protected void afterExecute(Runnable runnable, Throwable thrown) {
                        ((Named) runnable).called("after");
                    }
                },
                pool -> {
                    Named named = new Named();
                    pool.execute(named);
                    end(pool);
                    return named.calls;
                });
    }

    /** A task that the pool's own subclass knows. */
    private static final class Named implements Runnable {
        private final StringBuffer calls = new StringBuffer();

        void called(String name) {
            calls.append(name).append(' ');
        }

        @Override
        public void run() {
            called("run");
        }
    }

    private void counts() {
        check("counts while a task runs", () -> fixed(2), pool -> {
            Gate started = new Gate();
            Gate gate = new Gate();
            pool.execute(tasks.action(() -> {
                started.open();
                gate.awaitOpen();
            }));
            started.await();
            String during = pool.getActiveCount() + " " + pool.getPoolSize() + " " + pool.getTaskCount() + " "
                    + pool.getCompletedTaskCount() + " " + pool.getLargestPoolSize() + " "
                    + pool.getQueue().size();
            gate.open();
            end(pool);
            return during + " | " + pool.getActiveCount() + " " + pool.getTaskCount() + " "
                    + pool.getCompletedTaskCount() + " " + pool.getLargestPoolSize();
        });
        check("counts with a full queue", () -> Kind.pool(1, 2, new ArrayBlockingQueue<>(2)), pool -> {
            Gate gate = new Gate();
            for (int i = 0; i < 4; i++) {
                pool.execute(tasks.action(gate::awaitOpen));
            }
            Gate.becomes(() -> pool.getActiveCount() == 2);
            String during = pool.getPoolSize() + " " + pool.getQueue().size() + " "
                    + pool.getQueue().remainingCapacity() + " " + pool.getTaskCount();
            gate.open();
            end(pool);
            return during + " | " + pool.getCompletedTaskCount() + " " + pool.getLargestPoolSize();
        });
        check("toString", () -> fixed(1), pool -> {
            Gate started = new Gate();
            Gate gate = new Gate();
            pool.execute(tasks.action(() -> {
                started.open();
                gate.awaitOpen();
            }));
            started.await();
            pool.execute(tasks.action(() -> {}));
            String during = Thrown.plain(pool.toString());
            gate.open();
            end(pool);
            // Its last worker may be counted a moment longer than it is there.
            return during + " " + Thrown.plain(pool.toString()).replaceAll("pool size = [01]", "pool size");
        });
        check("completed counts include what threw", () -> fixed(1), pool -> {
            pool.execute(tasks.action(() -> {
                throw new IllegalStateException("counted");
            }));
            Uncaught.next("counted");
            pool.execute(tasks.action(() -> {}));
            end(pool);
            return pool.getCompletedTaskCount() + " " + pool.getLargestPoolSize();
        });
    }

    private void threads() {
        check("core threads that time out", () -> fixed(2), pool -> {
            pool.setKeepAliveTime(1, TimeUnit.MILLISECONDS);
            pool.allowCoreThreadTimeOut(true);
            Gate ran = new Gate();
            pool.execute(tasks.action(ran::open));
            ran.await();
            boolean shrunk = Gate.becomes(() -> pool.getPoolSize() == 0);
            Gate again = new Gate();
            pool.execute(tasks.action(again::open));
            again.await();
            return shrunk + " and grown again";
        });
        check("prestarted core threads", () -> fixed(3), pool -> {
            boolean one = pool.prestartCoreThread();
            int all = pool.prestartAllCoreThreads();
            int size = pool.getPoolSize();
            Gate ran = new Gate(3);
            for (int i = 0; i < 3; i++) {
                pool.execute(tasks.action(ran::open));
            }
            ran.await();
            return one + " " + all + " " + size + " " + pool.getPoolSize();
        });
        check("a core size that grows", () -> fixed(1), pool -> {
            Gate gate = new Gate();
            Gate started = new Gate(3);
            for (int i = 0; i < 3; i++) {
                pool.execute(tasks.action(() -> {
                    started.open();
                    gate.awaitOpen();
                }));
            }
            pool.setMaximumPoolSize(3);
            pool.setCorePoolSize(3);
            started.await();
            int size = pool.getPoolSize();
            gate.open();
            return size;
        });
        check("all run at the same time", () -> fixed(4), pool -> {
            java.util.concurrent.CyclicBarrier barrier = new java.util.concurrent.CyclicBarrier(4);
            Gate met = new Gate(4);
            for (int i = 0; i < 4; i++) {
                pool.execute(tasks.action(() -> {
                    barrier.await(Gate.SECONDS, TimeUnit.SECONDS);
                    met.open();
                }));
            }
            met.await();
            return "met";
        });
        check("phaser among tasks", () -> fixed(3), pool -> {
            java.util.concurrent.Phaser phaser = new java.util.concurrent.Phaser(3);
            Gate met = new Gate(3);
            for (int i = 0; i < 3; i++) {
                pool.execute(tasks.action(() -> {
                    phaser.arriveAndAwaitAdvance();
                    phaser.arriveAndAwaitAdvance();
                    met.open();
                }));
            }
            met.await();
            return phaser.getPhase();
        });
    }

    private void factories() {
        check("a factory that makes nothing", () -> fixed(1), pool -> {
            pool.setThreadFactory(runnable -> null);
            Runnable task = tasks.action(() -> {});
            pool.execute(task);
            return pool.getPoolSize() + " " + pool.getQueue().size() + " "
                    + (pool.getQueue().peek() == task);
        });
        check("a factory that makes nothing, and no queue", () -> Kind.pool(0, 1, new SynchronousQueue<>()), pool -> {
            pool.setThreadFactory(runnable -> null);
            return Thrown.by(() -> {
                pool.execute(tasks.action(() -> {}));
                return null;
            });
        });
        check("a factory that throws", () -> fixed(1), pool -> {
            pool.setThreadFactory(runnable -> {
                throw new IllegalStateException("no threads");
            });
            String thrown = Thrown.by(() -> {
                pool.execute(tasks.action(() -> {}));
                return null;
            });
            return thrown + " " + pool.getPoolSize();
        });
        check("the factory and the handler that were set are given back", () -> fixed(1), pool -> {
            ThreadFactory factory = Thread::new;
            RejectedExecutionHandler handler = (task, by) -> {};
            pool.setThreadFactory(factory);
            pool.setRejectedExecutionHandler(handler);
            return (pool.getThreadFactory() == factory) + " " + (pool.getRejectedExecutionHandler() == handler);
        });
        check("a factory's own thread and handler", () -> fixed(1), pool -> {
            AtomicReference<Throwable> handled = new AtomicReference<>();
            Gate dead = new Gate();
            pool.setThreadFactory(runnable -> {
                Thread thread = new Thread(runnable, "own");
                thread.setUncaughtExceptionHandler((t, e) -> {
                    handled.set(e);
                    dead.open();
                });
                return thread;
            });
            IllegalStateException thrown = new IllegalStateException("on purpose");
            pool.execute(tasks.action(() -> {
                throw thrown;
            }));
            dead.await();
            return handled.get() == thrown;
        });
    }
}
