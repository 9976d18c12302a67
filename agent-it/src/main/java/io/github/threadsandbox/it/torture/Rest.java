package io.github.threadsandbox.it.torture;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Whether this JVM's threads come to rest: one that ended for Java alone, or a lock that is never free, goes on for ever. */
final class Rest {
    /** Of {@code /proc/PID/task/TID/stat}, in clock ticks of 10 ms (proc(5); USER_HZ is 100 on all that Linux runs on here). */
    private static final int BUSY_TICKS = 20;

    private static final int WINDOW_MILLIS = 500;
    private static final int WINDOWS = 40;

    private Rest() {}

    /** Waits for half a second in which no thread takes more than 200 ms of a processor; or the threads that always do. */
    static String problem() throws InterruptedException {
        TreeSet<String> busy = new TreeSet<>();
        for (int i = 0; i < WINDOWS; i++) {
            Map<String, Long> before = ticks();
            Thread.sleep(WINDOW_MILLIS);
            busy.clear();
            ticks().forEach((thread, ticks) -> {
                if (ticks - before.getOrDefault(thread, ticks) > BUSY_TICKS) {
                    busy.add(thread);
                }
            });
            if (busy.isEmpty()) {
                return "";
            }
        }
        return "never at rest: " + busy;
    }

    /** What each thread has had, by its id and name. */
    private static Map<String, Long> ticks() {
        Map<String, Long> ticks = new HashMap<>();
        try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
            for (Path task : tasks.toList()) {
                String stat;
                try {
                    stat = new String(Files.readAllBytes(task.resolve("stat")), StandardCharsets.ISO_8859_1);
                } catch (IOException e) {
                    // Ended meanwhile.
                    continue;
                }
                String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
                ticks.put(
                        stat.substring(0, stat.lastIndexOf(')') + 1),
                        Long.parseLong(fields[11]) + Long.parseLong(fields[12]));
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return ticks;
    }
}
