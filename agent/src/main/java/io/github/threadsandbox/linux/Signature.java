package io.github.threadsandbox.linux;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A syscall's parameters, by the names of its man page.
 *
 * @param syscall its name
 * @param parameters at most six
 */
public record Signature(String syscall, List<Parameter> parameters) {
    private static final Map<String, Signature> ALL = read();

    /** Copies the parameters. */
    public Signature {
        parameters = List.copyOf(parameters);
    }

    /**
     * One parameter.
     *
     * @param name the man page's name
     * @param wide whether the kernel looks at 64 bits of it
     * @param pointer whether it is an address: what lies there, seccomp cannot see
     */
    public record Parameter(String name, boolean wide, boolean pointer) {}

    private static Map<String, Signature> read() {
        Map<String, Signature> all = new HashMap<>();
        for (String line : DataFile.lines("signatures.txt")) {
            int space = line.indexOf(' ');
            String key = space < 0 ? line : line.substring(0, space);
            int at = key.indexOf('@');
            all.put(
                    key,
                    new Signature(
                            at < 0 ? key : key.substring(0, at),
                            space < 0 ? List.of() : parameters(line.substring(space + 1))));
        }
        return all;
    }

    private static List<Parameter> parameters(String text) {
        List<Parameter> parameters = new ArrayList<>();
        int start = 0;
        while (start < text.length()) {
            int comma = text.indexOf(',', start);
            int end = comma < 0 ? text.length() : comma;
            int space = text.indexOf(' ', start);
            String type = text.substring(start, space);
            boolean pointer = type.equals("ptr");
            if (!pointer && !List.of("int", "uint", "long").contains(type)) {
                throw new IllegalStateException("bug: type '" + type + "' in signatures.txt: " + text);
            }
            parameters.add(new Parameter(text.substring(space + 1, end), pointer || type.equals("long"), pointer));
            start = comma < 0 ? text.length() : comma + 2;
        }
        return parameters;
    }

    /**
     * A syscall's signature.
     *
     * @param syscall its name
     * @param arch the architecture: {@code clone} has another order of parameters on each
     * @return its signature, or nothing where none is known
     */
    public static Optional<Signature> of(String syscall, Arch arch) {
        Signature own = ALL.get(syscall + "@" + arch.kernelName());
        return Optional.ofNullable(own != null ? own : ALL.get(syscall));
    }

    /** As a man page's synopsis has it: {@code socket(domain, type, protocol)}. */
    @Override
    public String toString() {
        return parameters.stream().map(Parameter::name).collect(Collectors.joining(", ", syscall + "(", ")"));
    }
}
