package io.github.threadsandbox.linux;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/**
 * A syscall's parameters, by the names of its man page. The file of all of them is sorted: a JVM that starts pays for the
 * lines that its rules ask for, and no others.
 *
 * @param syscall its name
 * @param parameters at most six
 */
public record Signature(String syscall, List<Parameter> parameters) {
    /** Copies the parameters. */
    public Signature {
        parameters = List.copyOf(parameters);
    }

    /**
     * One parameter.
     *
     * @param names the man page's name first, then what older or newer pages call it
     * @param type as {@code signatures.txt} has it: {@code int}, {@code uint}, {@code fd}, {@code mode}, {@code long},
     *     {@code addr} or {@code ptr}
     * @param families the families of constants that mean something here, in the order in which they are asked
     */
    public record Parameter(List<String> names, String type, List<String> families) {
        /** Copies the lists. */
        public Parameter {
            names = List.copyOf(names);
            families = List.copyOf(families);
        }

        /**
         * The man page's name.
         *
         * @return the first of the names
         */
        public String name() {
            return names.get(0);
        }

        /**
         * What the kernel looks at of it.
         *
         * @return its width
         */
        public Width width() {
            return switch (type) {
                case "mode" -> Width.BITS_16;
                case "int", "uint", "fd" -> Width.BITS_32;
                default -> Width.BITS_64;
            };
        }

        /**
         * Whether it is the address of something: what lies there, seccomp cannot see.
         *
         * @return whether it is a pointer
         */
        public boolean isPointer() {
            return type.equals("ptr");
        }

        /**
         * Whether it is an address, of something or as a number: NULL is a value of it.
         *
         * @return whether it is an address
         */
        public boolean isAddress() {
            return isPointer() || type.equals("addr");
        }
    }

    /** The file, and where in it which line is. */
    private static final class File {
        static final String TEXT = DataFile.text("signatures.txt");

        private File() {}

        /** The line that begins with this word, without it, or null; by bisection. */
        static String line(String word) {
            int low = 0;
            int high = TEXT.length();
            while (low < high) {
                int start = TEXT.lastIndexOf('\n', (low + high) / 2 - 1) + 1;
                int end = TEXT.indexOf('\n', start);
                int order = TEXT.charAt(start) == '#' ? -1 : word(start, end).compareTo(word);
                if (order == 0) {
                    int space = start + word.length();
                    return space == end ? "" : TEXT.substring(space + 1, end);
                }
                if (order < 0) {
                    low = end + 1;
                } else {
                    high = start;
                }
            }
            return null;
        }

        private static String word(int start, int end) {
            int space = TEXT.indexOf(' ', start);
            return TEXT.substring(start, space < 0 ? end : Math.min(space, end));
        }
    }

    /**
     * A syscall's signature.
     *
     * @param syscall its name
     * @param arch the architecture: {@code clone} has another order of parameters on each
     * @return its signature, or nothing for calls that no kernel has any more
     */
    public static Optional<Signature> of(String syscall, Arch arch) {
        String line = File.line(syscall);
        if (line == null) {
            line = File.line(syscall + "@" + arch.kernelName());
        }
        return line == null ? Optional.empty() : Optional.of(new Signature(syscall, parameters(line)));
    }

    /**
     * The families of constants that mean something as an argument, as far as it is known what the argument is that says which.
     *
     * @param argument its place among the parameters
     * @param known gives what an argument is, by its place; nothing where that is not known
     * @return in the order in which they are asked
     */
    public List<String> families(int argument, IntFunction<OptionalLong> known) {
        OptionalInt selector = Selection.selector(syscall, argument);
        OptionalLong selected = selector.isPresent() ? known.apply(selector.getAsInt()) : OptionalLong.empty();
        return selected.isPresent()
                ? Selection.families(syscall, (int) selected.getAsLong())
                : parameters.get(argument).families();
    }

    /**
     * The families of constants that any parameter takes.
     *
     * @return their names, sorted
     */
    public static SortedSet<String> families() {
        SortedSet<String> families = new TreeSet<>();
        for (String line : DataFile.lines("signatures.txt")) {
            int space = line.indexOf(' ');
            if (space > 0) {
                parameters(line.substring(space + 1)).forEach(parameter -> families.addAll(parameter.families()));
            }
        }
        return families;
    }

    private static List<Parameter> parameters(String text) {
        List<Parameter> parameters = new ArrayList<>();
        int start = 0;
        while (start < text.length()) {
            int comma = text.indexOf(',', start);
            int end = comma < 0 ? text.length() : comma;
            int space = text.indexOf(' ', start);
            int slash = text.indexOf('/', start);
            boolean families = slash >= 0 && slash < space;
            parameters.add(new Parameter(
                    split(text.substring(space + 1, end), '|'),
                    text.substring(start, families ? slash : space),
                    families ? split(text.substring(slash + 1, space), '+') : List.of()));
            start = comma < 0 ? text.length() : comma + 2;
        }
        return parameters;
    }

    private static List<String> split(String text, char at) {
        List<String> parts = new ArrayList<>(1);
        int start = 0;
        for (int end = text.indexOf(at); end >= 0; end = text.indexOf(at, start)) {
            parts.add(text.substring(start, end));
            start = end + 1;
        }
        parts.add(text.substring(start));
        return parts;
    }

    /** As a man page's synopsis has it: {@code socket(domain, type, protocol)}. */
    @Override
    public String toString() {
        return parameters.stream().map(Parameter::name).collect(Collectors.joining(", ", syscall + "(", ")"));
    }
}
