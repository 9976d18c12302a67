package io.github.threadsandbox.it.jdk;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Tries every operation on confined threads, one after the other and in an order of chance, and then on the main thread.
 */
public final class Poison {
    private Poison() {}

    /**
     * Prints what each operation gives on the main thread.
     *
     * @param arguments a seed, and the names of the threads that go first; nothing: no thread goes first
     * @throws Exception if a thread cannot be joined
     */
    public static void main(String[] arguments) throws Exception {
        Map<String, Operation> operations = Operations.all();
        int denied = 0;
        if (arguments.length > 0) {
            Random random = new Random(Long.parseLong(arguments[0]));
            List<String> threads = new ArrayList<>(List.of(arguments).subList(1, arguments.length));
            Collections.shuffle(threads, random);
            for (String thread : threads) {
                denied += tryAll(operations, thread, random);
            }
        }
        System.out.println("tried=" + denied);
        operations.forEach(
                (name, operation) -> System.out.println("main/" + name + "=" + Operations.outcome(operation)));
        System.out.println("end=yes");
        System.out.flush();
        // Windows, timers and servers may have threads left.
        Runtime.getRuntime().halt(0);
    }

    /** How many of them failed there. */
    private static int tryAll(Map<String, Operation> operations, String threadName, Random random)
            throws InterruptedException {
        List<String> names = new ArrayList<>(operations.keySet());
        Collections.shuffle(names, random);
        List<String> failed = new ArrayList<>();
        Thread thread = new Thread(
                () -> {
                    for (String name : names) {
                        String outcome = Operations.outcome(operations.get(name));
                        if (outcome.startsWith("failed")) {
                            failed.add(name);
                        }
                        if (Boolean.getBoolean("verbose")) {
                            System.err.println(threadName + "/" + name + "=" + outcome);
                        }
                    }
                },
                threadName);
        thread.start();
        thread.join();
        return failed.size();
    }
}
