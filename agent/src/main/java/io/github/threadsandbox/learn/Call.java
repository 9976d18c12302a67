package io.github.threadsandbox.learn;

import io.github.threadsandbox.linux.Arch;
import io.github.threadsandbox.linux.Constants;
import io.github.threadsandbox.linux.Signature;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A call in words, as the observer tells of it.
 *
 * @param syscall its name
 * @param arguments by the man page's names, decoded
 * @param path the path that it was given, or empty
 * @param address the IP address, or {@code unix:NAME}, or empty
 * @param port the port, or -1
 */
record Call(String syscall, SortedMap<String, String> arguments, String path, String address, int port) {
    Call {
        arguments = Collections.unmodifiableSortedMap(new TreeMap<>(arguments));
    }

    static Call of(String syscall, Map<String, String> arguments, String path, String address, int port) {
        return new Call(syscall, new TreeMap<>(arguments), path, address, port);
    }

    boolean isUnix() {
        return address.startsWith("unix:");
    }

    /** An argument's text; empty where it has none. */
    String argument(String name) {
        return arguments.getOrDefault(name, "");
    }

    /** The flags of a word such as {@code O_RDWR|O_CREAT}. */
    boolean hasFlag(String argument, String flag) {
        return List.of(argument(argument).split("\\|", -1)).contains(flag);
    }

    /** A path among the arguments; where there is none of that name, nothing. */
    Optional<String> quoted(String name) {
        String text = argument(name);
        return text.length() > 1 && text.startsWith("\"") && text.endsWith("\"")
                ? Optional.of(text.substring(1, text.length() - 1))
                : Optional.empty();
    }

    /** The registers that the words stand for: what is a pointer is some address. Nothing where a word means nothing. */
    Optional<long[]> registers(Arch arch) {
        long[] registers = new long[6];
        Optional<Signature> signature = Signature.of(syscall, arch);
        if (signature.isEmpty()) {
            return arguments.isEmpty() ? Optional.of(registers) : Optional.empty();
        }
        List<Signature.Parameter> parameters = signature.get().parameters();
        for (int i = 0; i < parameters.size(); i++) {
            Signature.Parameter parameter = parameters.get(i);
            OptionalLong value = parameter.names().stream()
                    .filter(name -> arguments.containsKey(name))
                    .findFirst()
                    .map(name -> value(parameter, argument(name), arch))
                    .orElse(OptionalLong.of(0));
            if (value.isEmpty()) {
                return Optional.empty();
            }
            registers[i] = value.getAsLong() & parameter.width().mask();
        }
        return Optional.of(registers);
    }

    private static OptionalLong value(Signature.Parameter parameter, String text, Arch arch) {
        if (text.equals("NULL")) {
            return OptionalLong.of(0);
        }
        if (text.startsWith("\"")) {
            return OptionalLong.of(1);
        }
        long value = 0;
        for (String word : text.split("\\|", -1)) {
            OptionalLong part = number(word);
            for (String family : parameter.families()) {
                part = part.isPresent() ? part : Constants.of(family).value(word, arch);
            }
            if (part.isEmpty()) {
                return part;
            }
            value |= part.getAsLong();
        }
        return OptionalLong.of(value);
    }

    private static OptionalLong number(String word) {
        try {
            if (word.startsWith("0x")) {
                return OptionalLong.of(Long.parseUnsignedLong(word.substring(2), 16));
            }
            return OptionalLong.of(
                    word.length() > 1 && word.startsWith("0") ? Long.parseLong(word, 8) : Long.parseLong(word));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }
}
