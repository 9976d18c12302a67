package io.github.threadsandbox.it.contract;

import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Timer;
import java.util.TimerTask;

/** What java.util.Timer promises. */
record TimerContracts(Report report) {
    private interface Look {
        Object seen(Timer timer) throws Throwable;
    }

    private void check(String contract, Look look) {
        report.print("Timer", contract, () -> {
            Timer timer = Maker.make(() -> new Timer("timer", true));
            try {
                return look.seen(timer);
            } finally {
                timer.cancel();
            }
        });
    }

    private static TimerTask task(Runnable runnable) {
        return new TimerTask() {
            @Override
            public void run() {
                runnable.run();
            }
        };
    }

    void all() {
        check("once", timer -> {
            Gate ran = new Gate();
            timer.schedule(task(ran::open), 1);
            ran.await();
            return "ran";
        });
        check("at a time", timer -> {
            Gate ran = new Gate();
            timer.schedule(task(ran::open), new Date());
            ran.await();
            return "ran";
        });
        check("in order", timer -> {
            List<Integer> ran = new ArrayList<>();
            Gate gate = new Gate();
            Gate all = new Gate(3);
            timer.schedule(task(gate::awaitOpen), 0);
            for (int delay : new int[] {30, 10, 20}) {
                timer.schedule(
                        task(() -> {
                            ran.add(delay);
                            all.open();
                        }),
                        delay);
            }
            gate.open();
            all.await();
            return ran;
        });
        for (boolean rate : new boolean[] {true, false}) {
            check(rate ? "fixed rate" : "fixed delay", timer -> {
                Gate three = new Gate(3);
                TimerTask task = task(three::open);
                if (rate) {
                    timer.scheduleAtFixedRate(task, 0, 1);
                } else {
                    timer.schedule(task, 0, 1);
                }
                three.await();
                return task.cancel() + " " + task.cancel();
            });
        }
        check("cancel a task", timer -> {
            TimerTask task = task(() -> {});
            timer.schedule(task, 3_600_000);
            boolean cancelled = task.cancel();
            // The timer's thread may have thrown it away already.
            timer.purge();
            return cancelled + " " + timer.purge();
        });
        check("cancelled by itself", timer -> {
            Gate ran = new Gate();
            List<Boolean> cancelled = new ArrayList<>();
            TimerTask task = new TimerTask() {
                @Override
                public void run() {
                    cancelled.add(cancel());
                    ran.open();
                }
            };
            timer.schedule(task, 0, 1);
            ran.await();
            Gate next = new Gate();
            timer.schedule(task(next::open), 5);
            next.await();
            return cancelled;
        });
        check("a task that throws ends the timer", timer -> {
            IllegalStateException thrown = new IllegalStateException("timer");
            timer.schedule(
                    task(() -> {
                        throw thrown;
                    }),
                    0);
            boolean same = Uncaught.next("timer") == thrown;
            // The thread says so when it ends, a moment later.
            boolean refused = Gate.becomes(() -> {
                try {
                    timer.schedule(task(() -> {}), 3_600_000);
                    return false;
                } catch (IllegalStateException e) {
                    return e.getMessage().equals("Timer already cancelled.");
                }
            });
            return same + " " + refused;
        });
        check("a task twice", timer -> {
            TimerTask task = task(() -> {});
            timer.schedule(task, 3_600_000);
            return Thrown.by(() -> {
                timer.schedule(task, 3_600_000);
                return null;
            });
        });
        check("after cancel", timer -> {
            timer.cancel();
            return Thrown.by(() -> {
                timer.schedule(task(() -> {}), 1);
                return null;
            });
        });
        check(
                "null",
                timer -> Thrown.by(() -> {
                    timer.schedule(null, 1);
                    return null;
                }));
    }
}
