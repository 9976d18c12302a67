package io.github.threadsandbox.it.learn;

import io.github.threadsandbox.SandboxedThread;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;

/** A program whose pools have no names of their own, and run tasks of several kinds. */
public final class SharedPools {
    private static final ThreadLocal<String> WORKERS = new ThreadLocal<>();

    private SharedPools() {}

    /**
     * Prints {@code NAME=outcome} for each task.
     *
     * @param arguments a folder with files {@code read}, {@code common}, {@code annotated}; and, to have each task read another's as well,
     *     {@code attack}
     * @throws Exception if it cannot
     */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        ExecutorService pool = Executors.newSingleThreadExecutor();
        print("local", pool.submit(new Sets()));
        print("kept", pool.submit(new Gets()));
        print("read", pool.submit(new Read(folder.resolve("read/file"))));
        print("written", Writing.by(pool, folder.resolve("written/file")));
        print("annotated", pool.submit(new Annotated(folder.resolve("annotated/file"))));
        print("common", ForkJoinPool.commonPool().submit(new Common(folder.resolve("common/file"))));
        ExecutorService named = Executors.newSingleThreadExecutor(task -> new Thread(task, "named-1"));
        print("named", named.submit(new Read(folder.resolve("named/file"))));
        if (arguments.length > 1) {
            print("attack/read", pool.submit(new Read(folder.resolve("common/file"))));
            print("attack/written", Writing.by(pool, folder.resolve("read/other")));
            print("attack/annotated", pool.submit(new Annotated(folder.resolve("read/file"))));
            print("attack/common", ForkJoinPool.commonPool().submit(new Common(folder.resolve("read/file"))));
            print("attack/named", named.submit(new Read(folder.resolve("common/file"))));
        }
        pool.shutdown();
        named.shutdown();
    }

    private static void print(String name, Future<String> future) throws InterruptedException {
        try {
            System.out.println(name + "=" + future.get());
        } catch (ExecutionException e) {
            // A ForkJoinPool wraps it once more.
            Throwable cause = e;
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            System.out.println(name + "=" + cause.getClass().getSimpleName());
        }
    }

    /** Leaves something with its worker. */
    private static final class Sets implements Callable<String> {
        @Override
        public String call() {
            WORKERS.set("kept");
            return "set";
        }
    }

    /** Finds it there. */
    private static final class Gets implements Callable<String> {
        @Override
        public String call() {
            return WORKERS.get();
        }
    }

    /** Reads. */
    private static final class Read implements Callable<String> {
        private final Path file;

        Read(Path file) {
            this.file = file;
        }

        @Override
        public String call() throws IOException {
            return Files.readString(file);
        }
    }

    /** The same of another class. */
    private static final class Common implements Callable<String> {
        private final Path file;

        Common(Path file) {
            this.file = file;
        }

        @Override
        public String call() throws IOException {
            return Files.readString(file);
        }
    }

    /** The same, and says which role it wants. */
    @SandboxedThread("reader")
    private static final class Annotated implements Callable<String> {
        private final Path file;

        Annotated(Path file) {
            this.file = file;
        }

        @Override
        public String call() throws IOException {
            return Files.readString(file);
        }
    }

    /** Whose lambdas write. */
    private static final class Writing {
        private Writing() {}

        static Future<String> by(ExecutorService pool, Path file) {
            return pool.submit(() -> Files.writeString(file, "x").getFileName().toString());
        }
    }
}
