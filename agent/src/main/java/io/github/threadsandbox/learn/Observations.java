package io.github.threadsandbox.learn;

import io.github.threadsandbox.json.JsonText;
import io.github.threadsandbox.role.JdkNames;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What was seen: the lines of JSON of any number of instances, folded. A line tells of
 *
 * <ul>
 *   <li>a denial, with a field {@code syscall}, and the others of {@code Denial}; where it has {@code kinds}, each of these kinds of
 *       threads needs the call, whichever thread made it;
 *   <li>a thread that was there, with {@code thread}, {@code class} or {@code task}, and no {@code syscall};
 *   <li>what the JVM is like, with {@code sets}: by the names of the named sets, what paths they hold, and perhaps {@code directory},
 *       its working directory;
 *   <li>that a JVM has ended, with {@code ended}.
 * </ul>
 *
 * Other fields are passed over. The order of files and of lines makes no difference.
 */
public final class Observations {
    /** What {@code Folds} notes. */
    private static final String UNTOLD = "one of too many";

    private final SortedMap<String, Observation> seen = new TreeMap<>();
    private final SortedSet<Traits> threads = new TreeSet<>();
    private final SortedMap<String, SortedSet<String>> sets = new TreeMap<>();
    private final SortedSet<String> directories = new TreeSet<>();
    private final Map<Long, SortedSet<Traits>> byTid = new HashMap<>();
    private final Map<Long, List<Observation>> nameless = new HashMap<>();
    private final Together together = new Together();
    private long untold;
    private boolean ended;

    /**
     * Takes a line of a file.
     *
     * @param line the line
     * @throws IllegalArgumentException if it is none of these; the message says why
     */
    public void line(String line) {
        if (line.isBlank()) {
            return;
        }
        Map<String, Object> fields = JsonText.object(line);
        if (fields.get("sets") instanceof Map<?, ?> found) {
            found.forEach((name, paths) -> texts(paths)
                    .forEach(path -> sets.computeIfAbsent(name.toString(), key -> new TreeSet<>())
                            .add(path)));
            directories.add(text(fields, "directory"));
            return;
        }
        Traits thread = traits(fields);
        if (fields.containsKey("ended")) {
            ended = true;
        } else if (fields.containsKey("syscall")) {
            denial(fields, thread);
        } else if (!thread.equals(new Traits("", "", ""))) {
            threads.add(thread);
        } else {
            throw new IllegalArgumentException(
                    "tells of no denial: it has neither 'syscall' nor 'thread' nor 'sets' (events.file writes what is read here)");
        }
    }

    private static Traits traits(Map<?, ?> fields) {
        return new Traits(text(fields, "thread"), text(fields, "class"), text(fields, "task"));
    }

    /** Whose work it was: of kinds of threads that are held apart, or else of the thread. */
    private static SortedSet<Traits> workers(Map<String, Object> fields, Traits thread) {
        SortedSet<Traits> workers = new TreeSet<>();
        if (fields.get("kinds") instanceof List<?> kinds) {
            for (Object kind : kinds) {
                if (kind instanceof Map<?, ?> one) {
                    workers.add(traits(one));
                }
            }
        }
        if (workers.isEmpty() && !thread.isNobody()) {
            workers.add(thread);
        }
        return workers;
    }

    private void denial(Map<String, Object> fields, Traits thread) {
        if (text(fields, "note").startsWith(UNTOLD)) {
            untold += number(fields, "count", 1);
        }
        Map<String, String> arguments = new TreeMap<>();
        if (fields.get("args") instanceof Map<?, ?> found) {
            found.forEach((name, value) -> arguments.put(name.toString(), value.toString()));
        }
        List<String> stack = texts(fields.get("stack"));
        String frame = text(fields, "frame");
        if (frame.isEmpty()) {
            frame = stack.stream()
                    .filter(one -> !JdkNames.areOf(one))
                    .findFirst()
                    .orElse("");
        }
        SortedSet<Traits> workers = workers(fields, thread);
        Observation observation = new Observation(
                text(fields, "role"),
                workers.isEmpty() ? new TreeSet<>(List.of(thread)) : workers,
                Call.of(text(fields, "syscall"), arguments, text(fields, "path"), text(fields, "address"), (int)
                        number(fields, "port", -1)),
                frame,
                loadsClasses(stack),
                Math.max(1, number(fields, "count", 1)));
        long tid = number(fields, "tid", -1);
        if (workers.isEmpty()) {
            nameless.computeIfAbsent(tid, key -> new ArrayList<>()).add(observation);
        } else {
            byTid.put(tid, workers);
            add(observation);
        }
    }

    /** Ends a file: a thread's number means another thread in the next one. */
    public void endOfFile() {
        nameless.forEach((tid, observations) -> observations.forEach(
                observation -> add(observation.of(byTid.getOrDefault(tid, observation.workers())))));
        nameless.clear();
        byTid.clear();
    }

    private void add(Observation observation) {
        together.add(observation.workers());
        threads.addAll(observation.workers());
        seen.merge(observation.key(), observation, (one, other) -> one.more(other.count()));
    }

    Collection<Observation> all() {
        return seen.values();
    }

    SortedSet<Traits> threads() {
        return threads;
    }

    Together together() {
        return together;
    }

    /**
     * Whether there is nothing to learn from.
     *
     * @return whether neither a denial nor a thread was seen
     */
    public boolean isEmpty() {
        return threads.isEmpty();
    }

    /**
     * Whether a JVM has said that it tells no more.
     *
     * @return whether a line says so
     */
    public boolean ended() {
        return ended;
    }

    /**
     * What a person should know of what was seen.
     *
     * @return a line each
     */
    public List<String> remarks() {
        return untold == 0
                ? List.of()
                : List.of(untold
                        + " calls were too many different ones for the observer to tell each: what they asked for is not"
                        + " known, and the roles lack it");
    }

    /** What the JVMs said of the named sets. */
    SortedMap<String, SortedSet<String>> sets() {
        return sets;
    }

    /** The working directory, if all lines agree on one; or empty. */
    String directory() {
        return directories.size() == 1 ? directories.first() : "";
    }

    /**
     * Whether the JDK's own loaders asked: its frames are the innermost, an application's own class loader is none of them, nor is
     * one that it made for other jars.
     */
    private static boolean loadsClasses(List<String> stack) {
        for (String frame : stack) {
            if (frame.startsWith("jdk.internal.loader.BuiltinClassLoader.")) {
                return true;
            }
            if (!JdkNames.areOf(frame) || frame.startsWith("java.net.URLClassLoader")) {
                return false;
            }
        }
        return false;
    }

    private static String text(Map<?, ?> fields, String name) {
        Object value = fields.get(name);
        if (value == null) {
            return "";
        }
        if (value instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException("'" + name + "' is no text");
    }

    private static long number(Map<String, Object> fields, String name, long otherwise) {
        Object value = fields.getOrDefault(name, otherwise);
        if (value instanceof Long number) {
            return number;
        }
        throw new IllegalArgumentException("'" + name + "' is no whole number");
    }

    private static List<String> texts(Object list) {
        return list instanceof List<?> found
                ? found.stream().map(Object::toString).toList()
                : List.of();
    }
}
