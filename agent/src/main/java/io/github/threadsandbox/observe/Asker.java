package io.github.threadsandbox.observe;

import io.github.threadsandbox.confine.Held;
import io.github.threadsandbox.confine.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The thread that made a call.
 *
 * @param thread its name; empty where it is not known
 * @param threadClass its class; empty where it is not known
 * @param task the class of its task; empty where it has none, or where it is not known
 * @param kinds of which kinds of threads the work is, where a role holds them apart
 */
record Asker(String thread, String threadClass, String task, List<Kind> kinds) {
    /** One of which nothing is known. */
    static final Asker UNKNOWN = new Asker("", "", "", List.of());

    /** Characters of a name; it is the thread that chooses it. */
    private static final int MOST = 500;

    Asker {
        thread = Texts.shortened(thread, MOST);
        threadClass = Texts.shortened(threadClass, MOST);
        task = Texts.shortened(task, MOST);
        kinds = List.copyOf(kinds);
    }

    static Asker of(Held held) {
        return new Asker(held.name(), held.threadClass(), held.task().orElse(""), held.kinds());
    }

    /** How many characters its texts have. */
    int length() {
        int length = thread.length() + threadClass.length() + task.length();
        for (Kind kind : kinds) {
            length += kind.name().length()
                    + kind.threadClass().length()
                    + kind.task().length();
        }
        return length;
    }

    void write(Wire.Out out) {
        out.put(thread).put(threadClass).put(task).put(kinds.size());
        kinds.forEach(kind -> out.put(kind.name()).put(kind.threadClass()).put(kind.task()));
    }

    static Asker read(Wire.In in) {
        String thread = in.text();
        String threadClass = in.text();
        String task = in.text();
        List<Kind> kinds = new ArrayList<>();
        for (long left = in.number(); left > 0; left--) {
            String name = in.text();
            String kindClass = in.text();
            kinds.add(new Kind(name, kindClass, in.text()));
        }
        return new Asker(thread, threadClass, task, kinds);
    }

    /** Puts a thread's fields among those of a line of JSON. */
    static void put(Map<String, Object> fields, String thread, String threadClass, String task) {
        put(fields, "thread", thread);
        put(fields, "class", threadClass);
        put(fields, "task", task);
    }

    private static void put(Map<String, Object> fields, String name, String value) {
        if (!value.isEmpty()) {
            fields.put(name, value);
        }
    }

    /** The kinds, for a line of JSON. */
    List<Object> kindFields() {
        List<Object> all = new ArrayList<>();
        for (Kind kind : kinds) {
            Map<String, Object> fields = new LinkedHashMap<>();
            put(fields, kind.name(), kind.threadClass(), kind.task());
            all.add(fields);
        }
        return all;
    }
}
