package io.github.threadsandbox.it.benchmark;

import io.github.threadsandbox.it.probe.Hello;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A task and its result back, in the ways in which people have untrusted work done: in turns, in one JVM with the agent. */
public final class Tasks {
    private static final int WARM = 20;
    private static final int BATCH = 50;
    private static final int PROCESSES = 3;

    private Tasks() {}

    /** Has a role in the benchmark's role map. */
    static final class OfARole implements Callable<Integer> {
        @Override
        public Integer call() {
            return 1;
        }
    }

    /** Has one that shares the worker's thread-locals. */
    static final class OfASharingRole implements Callable<Integer> {
        @Override
        public Integer call() {
            return 1;
        }
    }

    /** Has none. */
    static final class Plain implements Callable<Integer> {
        @Override
        public Integer call() {
            return 1;
        }
    }

    private interface Way {
        int once() throws Exception;
    }

    /**
     * With {@code worker}, answers each byte with the next, until its input ends. Else prints a line for each round: microseconds of
     * each way; 0 where this JDK has none.
     *
     * @param arguments {@code worker}, or how many rounds
     * @throws Exception if a way fails
     */
    public static void main(String[] arguments) throws Exception {
        if (arguments[0].equals("worker")) {
            for (int read = System.in.read(); read >= 0; read = System.in.read()) {
                System.out.write(read + 1);
                System.out.flush();
            }
            return;
        }
        List<Way> ways = new ArrayList<>();
        ExecutorService executor = Executors.newFixedThreadPool(1);
        ways.add(() -> executor.submit(new OfARole()).get());
        ways.add(() -> executor.submit(new Plain()).get());
        ways.add(() -> executor.submit(new OfASharingRole()).get());
        Process worker = java("worker", Tasks.class);
        OutputStream out = worker.getOutputStream();
        InputStream in = worker.getInputStream();
        ways.add(() -> {
            out.write(1);
            out.flush();
            return in.read();
        });
        ExecutorService virtual = virtual();
        ways.add(virtual == null ? null : () -> virtual.submit(new Plain()).get());
        int rounds = Integer.parseInt(arguments[0]);
        for (int round = -WARM; round < rounds; round++) {
            StringBuilder line = new StringBuilder();
            for (Way way : ways) {
                line.append(String.format(Locale.ROOT, "%.4f ", way == null ? 0 : micros(way, BATCH)));
            }
            if (round >= 0) {
                boolean process = round >= rounds - PROCESSES;
                line.append(String.format(Locale.ROOT, "%.4f", process ? micros(Tasks::process, 1) : 0));
                System.out.println(line);
            }
        }
        out.close();
        worker.waitFor();
        System.exit(0);
    }

    private static double micros(Way way, int times) throws Exception {
        long begin = System.nanoTime();
        for (int i = 0; i < times; i++) {
            if (way.once() <= 0) {
                throw new IllegalStateException("no result");
            }
        }
        return (System.nanoTime() - begin) / 1e3 / times;
    }

    /** A JVM for one task: what it prints is the result. */
    private static int process() throws Exception {
        Process process = java("", Hello.class);
        int length = process.getInputStream().readAllBytes().length;
        process.waitFor();
        return length;
    }

    private static Process java(String argument, Class<?> main) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        if (!argument.isEmpty()) {
            command.add(argument);
        }
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** By reflection: this is compiled for 17. */
    private static ExecutorService virtual() throws Exception {
        return Runtime.version().feature() < 21
                ? null
                : (ExecutorService) Executors.class
                        .getMethod("newVirtualThreadPerTaskExecutor")
                        .invoke(null);
    }
}
