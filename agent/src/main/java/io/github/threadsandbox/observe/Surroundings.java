package io.github.threadsandbox.observe;

import io.github.threadsandbox.confine.Kind;
import io.github.threadsandbox.json.JsonWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The lines of the file of events that tell of no denial. They are there if a role has {@code kinds = apart}, for whoever learns
 * from the file what the roles should be:
 *
 * <pre>
 * {"time": …, "sets": {"class-path": ["/opt/app/app.jar"]}, "directory": "/opt/app"}
 *                     what a named set of paths holds in this JVM, and its working directory; a long one is on several lines
 * {"time": …, "thread": "http-1", "class": …, "task": …}
 *                     the first thread of a kind has started
 * {"time": …, "ended": 4711}
 *                     the JVM with this process id has ended, and no more lines of it come
 * </pre>
 */
final class Surroundings {
    /** What a pipe takes whole is 4096 bytes (pipe(7), PIPE_BUF). */
    private static final int MOST = 3000;

    private Surroundings() {}

    static List<String> sets(Map<String, List<String>> sets) {
        String directory = Path.of("").toAbsolutePath().toString();
        List<String> lines = new ArrayList<>();
        sets.forEach((name, paths) -> {
            List<String> part = new ArrayList<>();
            int length = 0;
            for (String path : paths) {
                if (length > 0 && length + path.length() > MOST) {
                    lines.add(line(Map.of("sets", Map.of(name, List.copyOf(part)), "directory", directory)));
                    part.clear();
                    length = 0;
                }
                part.add(path);
                length += path.length();
            }
            lines.add(line(Map.of("sets", Map.of(name, part), "directory", directory)));
        });
        return lines;
    }

    static String kind(Kind kind) {
        Map<String, Object> fields = new LinkedHashMap<>();
        Asker.put(fields, kind.name(), kind.threadClass(), kind.task());
        return line(fields);
    }

    static String ended(long pid) {
        return line(Map.of("ended", pid));
    }

    private static String line(Map<String, Object> fields) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("time", Instant.ofEpochMilli(System.currentTimeMillis()).toString());
        all.putAll(fields);
        return JsonWriter.line(all);
    }
}
