package io.github.threadsandbox.observe;

import io.github.threadsandbox.json.OddCharacters;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;

/**
 * A call in words.
 *
 * @param syscall its name
 * @param arguments by the man page's names, in order
 * @param path the path that it was given, or empty
 * @param address the IP address, or {@code unix:NAME}, or empty
 * @param port the port, or -1
 */
record DecodedCall(String syscall, Map<String, String> arguments, String path, String address, int port) {
    /** What people need of a long path or text. */
    private static final int SHOWN = 200;

    /** For a process that does not share the JVM's memory. */
    DecodedCall withoutMemory() {
        Map<String, String> numbers = new LinkedHashMap<>(arguments);
        numbers.values().removeIf(value -> value.startsWith("\""));
        return new DecodedCall(syscall, numbers, "", "", -1);
    }

    /** The one of its paths that matters. */
    DecodedCall withPath(String other) {
        return new DecodedCall(syscall, arguments, other, address, port);
    }

    /** Whole but for what is long among the arguments. */
    DecodedCall shortened() {
        Map<String, String> shorter = new LinkedHashMap<>(arguments);
        shorter.replaceAll((name, value) -> Texts.shortened(value, SHOWN));
        return new DecodedCall(syscall, shorter, path, address, port);
    }

    /** How many characters its texts have. */
    int length() {
        int length = path.length() + address.length();
        for (String value : arguments.values()) {
            length += value.length();
        }
        return length;
    }

    void write(Wire.Out out) {
        out.put(syscall).put(path).put(address).put(port).put(arguments.size());
        arguments.forEach((name, value) -> out.put(name).put(value));
    }

    static DecodedCall read(Wire.In in) {
        String syscall = in.text();
        String path = in.text();
        String address = in.text();
        int port = (int) in.number();
        Map<String, String> arguments = new LinkedHashMap<>();
        for (long left = in.number(); left > 0; left--) {
            String name = in.text();
            arguments.put(name, in.text());
        }
        return new DecodedCall(syscall, arguments, path, address, port);
    }

    /** As a person would write it: {@code openat("/etc/passwd", O_RDONLY|O_CLOEXEC)}; arguments that say nothing are left out. */
    @Override
    public String toString() {
        StringJoiner joined = new StringJoiner(", ", syscall + "(", ")");
        arguments.forEach((name, value) -> {
            String shown = value.length() > SHOWN ? value.substring(0, SHOWN) + "…" : value;
            boolean saysNothing = shown.startsWith("0x") || (name.equals("dirfd") && shown.equals("AT_FDCWD"));
            if (!saysNothing) {
                joined.add(OddCharacters.replaced(shown));
            }
        });
        if (!address.isEmpty()) {
            joined.add(address + (port < 0 ? "" : ":" + port));
        }
        return joined.toString();
    }
}
