package io.github.threadsandbox.command;

import io.github.threadsandbox.learn.Hocon;
import io.github.threadsandbox.linux.Arch;
import io.github.threadsandbox.linux.SyscallTable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Runs a program with the agent in audit, so that all that its threads ask for is told.
 *
 * <p>The agent is put behind the command's own {@code java}, and not into {@code JAVA_TOOL_OPTIONS}: every other JVM that the program
 * starts would take it from there as well, tell of its own threads in the same file, and print a line that nobody expects.
 */
final class LearnRun {
    /** The observer ends a moment after its JVM. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Or is not even there when the JVM ends: then no thread of a role was, which would have waited for it. */
    private static final Duration PATIENCE_WITHOUT_A_LINE = Duration.ofSeconds(2);

    private static final long PAUSE_MILLIS = 20;

    /** What a JVM exits with that SIGINT or SIGTERM ended: 128 and the signal's number. */
    private static final List<Integer> ASKED_TO_END = List.of(130, 143);

    private static final int LAST_LINE = 200;

    private final CountDownLatch done = new CountDownLatch(1);
    private volatile int exitCode = 1;

    /** Whether a command names a {@code java} that the agent can be put behind. */
    static boolean canTake(List<String> command) {
        return java(command) >= 0;
    }

    private static int java(List<String> command) {
        for (int i = 0; i < command.size(); i++) {
            Path name = Path.of(command.get(i)).getFileName();
            if (name != null && name.toString().equals("java")) {
                return i;
            }
        }
        return -1;
    }

    /** The role map under which everything that threads ask for is told, and nothing is blocked that a role could allow. */
    static String roleMap(Path events, Arch arch) {
        List<String> opens = new ArrayList<>();
        for (String open : List.of("open", "openat")) {
            if (SyscallTable.of(arch).number(open).isPresent()) {
                opens.add(Hocon.quoted(open));
            }
        }
        return """
                thread-sandbox {
                  observe = on
                  stack-within = 200ms
                  on-observer-loss = abort
                  landlock = best-effort
                  events.file = %s
                  # What loading classes takes every role has: of that, only what is opened is told.
                  roles.thread-sandbox-learn { allow = ["@jvm"], deny = [%s], mode = audit, kinds = apart, context = share }
                  threads = [ { name = "*", role = thread-sandbox-learn } ]
                }
                """.formatted(Hocon.quoted(events.toString()), String.join(", ", opens));
    }

    /**
     * Runs it, with this process's standard streams, and waits for its end. A signal that ends this process is passed on.
     *
     * @return the exit code
     */
    int run(List<String> command, Path jar, Path roleMap) throws IOException {
        List<String> with = new ArrayList<>(command);
        with.add(java(command) + 1, "-javaagent:" + jar + "=" + roleMap);
        Process process = new ProcessBuilder(with).inheritIO().start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(process), "thread-sandbox-learn-end"));
        try {
            exitCode = process.waitFor();
            return exitCode;
        } catch (InterruptedException e) {
            throw new IllegalStateException("bug: nobody interrupts a command", e);
        }
    }

    /** What is learned is written all the same, if the program ends well. */
    private void end(Process process) {
        process.destroy();
        try {
            done.await();
        } catch (InterruptedException e) {
            process.destroyForcibly();
        }
        Runtime.getRuntime().halt(exitCode);
    }

    /** All is written that will be. */
    void done(int code) {
        exitCode = code;
        done.countDown();
    }

    static boolean endedWell(int code) {
        return code == 0 || ASKED_TO_END.contains(code);
    }

    /**
     * Waits until the observer has written all; false where it has not.
     *
     * @param before how long the file was before the run
     */
    static boolean isWhole(Path events, long before) throws IOException {
        long begin = System.nanoTime();
        while (size(events) == before || !lastLine(events).contains("\"ended\":")) {
            Duration patience = size(events) == before ? PATIENCE_WITHOUT_A_LINE : PATIENCE;
            if (System.nanoTime() - begin > patience.toNanos()) {
                return false;
            }
            try {
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                return false;
            }
        }
        return true;
    }

    /** How long a file is, or would be. */
    static long size(Path events) throws IOException {
        return Files.exists(events) ? Files.size(events) : 0;
    }

    private static String lastLine(Path events) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(events.toFile(), "r")) {
            file.seek(Math.max(0, file.length() - LAST_LINE));
            byte[] end = new byte[(int) Math.min(LAST_LINE, file.length())];
            file.readFully(end);
            String text = new String(end, StandardCharsets.UTF_8).stripTrailing();
            return text.substring(text.lastIndexOf('\n') + 1);
        }
    }
}
