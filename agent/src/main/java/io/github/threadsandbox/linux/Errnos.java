package io.github.threadsandbox.linux;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The errnos of Linux by name and number. */
public final class Errnos {
    private static final Map<String, Errno> BY_NAME = read();

    private Errnos() {}

    private static Map<String, Errno> read() {
        Map<String, Errno> byName = new LinkedHashMap<>();
        for (String line : DataFile.lines("errnos.txt")) {
            int space = line.indexOf(' ');
            String name = line.substring(0, space);
            byName.put(name, new Errno(name, Integer.parseInt(line.substring(space + 1))));
        }
        return byName;
    }

    /**
     * Finds an errno by name.
     *
     * @param name {@code EPERM}
     * @return the errno, or nothing
     */
    public static Optional<Errno> of(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /**
     * Finds an errno by number.
     *
     * @param number 1 to 133
     * @return the errno by its first name ({@code EAGAIN}, not {@code EWOULDBLOCK}), or nothing
     */
    public static Optional<Errno> of(int number) {
        return BY_NAME.values().stream()
                .filter(errno -> errno.number() == number)
                .findFirst();
    }

    /**
     * An errno's name for a message.
     *
     * @param number any number
     * @return its name, or {@code errno N}
     */
    public static String name(int number) {
        return of(number).map(Errno::name).orElse("errno " + number);
    }

    /**
     * Every errno's name.
     *
     * @return the names
     */
    public static Set<String> names() {
        return BY_NAME.keySet();
    }
}
