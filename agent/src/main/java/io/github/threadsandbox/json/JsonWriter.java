package io.github.threadsandbox.json;

import java.util.Iterator;
import java.util.Map;

/** Writes maps, iterables, texts, numbers, booleans and null as JSON (RFC 8259): on one line, or a line for each member. */
public final class JsonWriter {
    private static final String HEX = "0123456789abcdef";

    private final StringBuilder text = new StringBuilder();
    private final boolean lines;

    private JsonWriter(boolean lines) {
        this.lines = lines;
    }

    /**
     * On one line, for logs and files of JSON lines.
     *
     * @param value a map, an iterable, a number, a boolean or null; what else there is, as a text
     * @return without an end of line
     */
    public static String line(Object value) {
        return write(value, false);
    }

    /**
     * On a line each, indented, for people as well.
     *
     * @param value as for {@link #line}
     * @return without an end of line
     */
    public static String lines(Object value) {
        return write(value, true);
    }

    private static String write(Object value, boolean lines) {
        JsonWriter writer = new JsonWriter(lines);
        writer.value(value, 0);
        return writer.text.toString();
    }

    private void value(Object value, int depth) {
        if (value instanceof Map<?, ?> map) {
            members(map, depth);
        } else if (value instanceof Iterable<?> items) {
            elements(items, depth);
        } else if (value instanceof Number || value instanceof Boolean || value == null) {
            text.append(value);
        } else {
            string(value.toString());
        }
    }

    private void members(Map<?, ?> map, int depth) {
        text.append('{');
        Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator();
        while (entries.hasNext()) {
            Map.Entry<?, ?> entry = entries.next();
            newLine(depth + 1);
            string(entry.getKey().toString());
            text.append(lines ? ": " : ":");
            value(entry.getValue(), depth + 1);
            next(entries.hasNext(), depth);
        }
        text.append('}');
    }

    private void elements(Iterable<?> items, int depth) {
        text.append('[');
        Iterator<?> rest = items.iterator();
        while (rest.hasNext()) {
            newLine(depth + 1);
            value(rest.next(), depth + 1);
            next(rest.hasNext(), depth);
        }
        text.append(']');
    }

    private void next(boolean more, int depth) {
        if (more) {
            text.append(',');
        } else {
            newLine(depth);
        }
    }

    private void newLine(int depth) {
        if (lines) {
            text.append('\n').append("  ".repeat(depth));
        }
    }

    /** What is odd is escaped; so is a whole surrogate pair, half by half. */
    private void string(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (OddCharacters.isOdd(c)) {
                text.append("\\u");
                for (int shift = 12; shift >= 0; shift -= 4) {
                    text.append(HEX.charAt((c >> shift) & 0xf));
                }
            } else {
                text.append(c);
            }
        }
        text.append('"');
    }
}
