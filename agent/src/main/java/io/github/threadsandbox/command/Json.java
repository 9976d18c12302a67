package io.github.threadsandbox.command;

import java.util.Iterator;
import java.util.Locale;
import java.util.Map;

/** Writes maps, iterables, texts, numbers and booleans as JSON (RFC 8259). */
final class Json {
    private final StringBuilder text = new StringBuilder();

    private Json() {}

    static String write(Object value) {
        Json json = new Json();
        json.value(value, 0);
        return json.text.toString();
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
            text.append(": ");
            value(entry.getValue(), depth + 1);
            if (entries.hasNext()) {
                text.append(',');
            } else {
                newLine(depth);
            }
        }
        text.append('}');
    }

    private void elements(Iterable<?> items, int depth) {
        text.append('[');
        Iterator<?> rest = items.iterator();
        while (rest.hasNext()) {
            newLine(depth + 1);
            value(rest.next(), depth + 1);
            if (rest.hasNext()) {
                text.append(',');
            } else {
                newLine(depth);
            }
        }
        text.append(']');
    }

    private void newLine(int depth) {
        text.append('\n').append("  ".repeat(depth));
    }

    private void string(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c < ' ') {
                text.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                text.append(c);
            }
        }
        text.append('"');
    }
}
