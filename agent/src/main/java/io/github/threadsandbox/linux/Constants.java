package io.github.threadsandbox.linux;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** The kernel's constants that a condition may name. */
public final class Constants {
    private static final Map<String, String> VALUES = read();

    private Constants() {}

    private static Map<String, String> read() {
        Map<String, String> values = new LinkedHashMap<>();
        for (String line : DataFile.lines("constants.txt")) {
            int space = line.indexOf(' ');
            values.put(line.substring(0, space), line.substring(space + 1));
        }
        return values;
    }

    /**
     * A constant's value.
     *
     * @param name the kernel's name
     * @param arch the architecture: a few {@code O_} flags differ
     * @return its value, or nothing for a name that is not known
     */
    public static OptionalLong value(String name, Arch arch) {
        String text = VALUES.get(name);
        if (text == null) {
            return OptionalLong.empty();
        }
        if (text.indexOf('=') >= 0) {
            String key = arch.kernelName() + "=";
            int start = text.indexOf(key) + key.length();
            int end = text.indexOf(' ', start);
            text = text.substring(start, end < 0 ? text.length() : end);
        }
        return OptionalLong.of(Long.decode(text));
    }

    /**
     * Every constant's name.
     *
     * @return the names
     */
    public static Set<String> names() {
        return VALUES.keySet();
    }
}
