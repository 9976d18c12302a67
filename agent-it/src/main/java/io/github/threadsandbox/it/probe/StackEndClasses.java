package io.github.threadsandbox.it.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A confined thread has the JDK forget what is kept with its task's class, the agent's part of it as well, while its tasks wait: it
 * has the table of the class's values grow where its stack ends, again and again.
 */
public final class StackEndClasses {
    private static final int ROUNDS = 20;

    private final Set<String> seen = new ConcurrentSkipListSet<>();
    private List<ClassValue<Object>> values;
    private int next;
    private int left;

    private StackEndClasses() {}

    private final class Task implements Runnable {
        @Override
        public void run() {
            seen.add(Kernel.open());
        }
    }

    private static List<ClassValue<Object>> values(int many) {
        List<ClassValue<Object>> all = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            all.add(new ClassValue<>() {
                @Override
                protected Object computeValue(Class<?> type) {
                    return new Object();
                }
            });
        }
        return all;
    }

    private void down() {
        try {
            down();
        } catch (StackOverflowError e) {
            // Here the stack ends.
        }
        if (left > 0) {
            left--;
            for (int i = 0; i < 30; i++) {
                try {
                    values.get(next++ % values.size()).get(Task.class);
                } catch (StackOverflowError e) {
                    // Somewhere in the middle.
                }
            }
        }
    }

    /** Whether values of the class were forgotten. */
    private boolean forget() {
        List<ClassValue<Object>> marks = values(10);
        List<Object> before = new ArrayList<>();
        marks.forEach(mark -> before.add(mark.get(Task.class)));
        for (int round = 0; round < ROUNDS; round++) {
            values = values(64);
            next = 0;
            left = 60;
            try {
                down();
            } catch (StackOverflowError e) {
                // A level above.
            }
            // What is in the class's cache would hide it.
            values = values(300);
            values.forEach(value -> value.get(Task.class));
            List<Object> now = new ArrayList<>();
            marks.forEach(mark -> now.add(mark.get(Task.class)));
            now.removeAll(before);
            if (now.size() == before.size()) {
                return true;
            }
        }
        return false;
    }

    /**
     * Hands on tasks, and prints what they could do.
     *
     * @param arguments none
     * @throws InterruptedException never
     */
    public static void main(String[] arguments) throws InterruptedException {
        StackEndClasses all = new StackEndClasses();
        ThreadPoolExecutor pool = (ThreadPoolExecutor) Executors.newFixedThreadPool(1);
        CountDownLatch busy = new CountDownLatch(1);
        pool.execute(() -> Uninterrupted.await(busy));
        Thread confined = new Thread(
                null,
                () -> {
                    for (int i = 0; i < 20; i++) {
                        pool.execute(all.new Task());
                    }
                    Kernel.print("forgotten", all.forget());
                },
                "role-1",
                1 << 19);
        confined.start();
        confined.join();
        busy.countDown();
        pool.shutdown();
        Kernel.print("ended", pool.awaitTermination(1, TimeUnit.MINUTES));
        Kernel.print("seen", all.seen);
        System.exit(0);
    }
}
