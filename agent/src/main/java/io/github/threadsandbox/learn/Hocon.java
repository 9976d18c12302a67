package io.github.threadsandbox.learn;

import io.github.threadsandbox.json.JsonWriter;

/** Texts as HOCON has them. */
public final class Hocon {
    private Hocon() {}

    /**
     * In quotes, as JSON has it, which HOCON reads.
     *
     * @param text any text
     * @return a value
     */
    public static String quoted(String text) {
        return JsonWriter.line(text);
    }

    /** A path in a list: a named set stands outside the quotes. */
    static String path(String path) {
        return path.startsWith("${") ? path : quoted(path);
    }
}
