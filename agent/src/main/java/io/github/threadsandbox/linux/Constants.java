package io.github.threadsandbox.linux;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A family of the kernel's constants: what one kind of argument may hold. Each is a small file, read when a rule first
 * names one of its constants.
 */
public final class Constants {
    private static final Map<String, Constants> READ = new ConcurrentHashMap<>();

    private final String family;
    private final String text;
    private final boolean flags;
    private final long field;
    private final boolean zeroIsWhole;

    /** Parses the second line: {@code kind flags|values [FIELD|all]}. */
    private Constants(String family, String text) {
        this.family = family;
        this.text = text;
        int start = text.indexOf("\nkind ") + 1;
        String[] words = text.substring(start, text.indexOf('\n', start)).split(" ", -1);
        this.flags = words[1].equals("flags");
        this.zeroIsWhole = words.length > 2 && words[2].equals("all");
        this.field = words.length > 2 && !zeroIsWhole ? Long.decode(words[2]) : 0;
    }

    /**
     * A constant of a family.
     *
     * @param name the kernel's name
     * @param value its value; negative where the header says so
     */
    public record Constant(String name, long value) {}

    /**
     * A family.
     *
     * @param family its name, as {@link Signature.Parameter#families} has it
     * @return its constants
     */
    public static Constants of(String family) {
        Constants constants = READ.get(family);
        if (constants == null) {
            constants = new Constants(family, DataFile.text("constants/" + family + ".txt"));
            READ.put(family, constants);
        }
        return constants;
    }

    /**
     * A constant's value.
     *
     * @param name the kernel's name
     * @param arch the architecture
     * @return its value, or nothing where this family, or this architecture, has none of that name
     */
    public OptionalLong value(String name, Arch arch) {
        int start = text.indexOf("\n" + name + " ");
        if (start < 0) {
            return OptionalLong.empty();
        }
        start += name.length() + 2;
        return value(start, text.indexOf('\n', start), arch);
    }

    /** A value between two places of the text: a number, or {@code ARCH=NUMBER …}. */
    private OptionalLong value(int start, int end, Arch arch) {
        String written = text.substring(start, end);
        if (written.indexOf('=') >= 0) {
            String key = arch.kernelName() + "=";
            int at = written.indexOf(key);
            if (at < 0) {
                return OptionalLong.empty();
            }
            int space = written.indexOf(' ', at);
            written = written.substring(at + key.length(), space < 0 ? written.length() : space);
        }
        return OptionalLong.of(Long.decode(written));
    }

    /**
     * All constants of an architecture.
     *
     * @param arch the architecture
     * @return in the order of the kernel's header; the first of several names for one value is the usual one
     */
    public List<Constant> all(Arch arch) {
        List<Constant> all = new ArrayList<>();
        int start = text.indexOf('\n', text.indexOf("\nkind ") + 1) + 1;
        while (start < text.length()) {
            int end = text.indexOf('\n', start);
            int space = text.indexOf(' ', start);
            String name = text.substring(start, space);
            value(space + 1, end, arch).ifPresent(value -> all.add(new Constant(name, value)));
            start = end + 1;
        }
        return all;
    }

    /**
     * The family's name.
     *
     * @return as {@link Signature.Parameter#families} has it
     */
    public String family() {
        return family;
    }

    /**
     * Whether an argument holds several at once.
     *
     * @return whether they are flags, to be or-ed; otherwise an argument holds one of them
     */
    public boolean areFlags() {
        return flags;
    }

    /**
     * The bits of flags that hold one of several values, as {@code O_ACCMODE} does of an open's flags.
     *
     * @return the bits; 0 where there are none
     */
    public long field() {
        return field;
    }

    /**
     * The name of zero, where the bits that are looked at make it mean that: {@code O_RDONLY}, {@code PROT_NONE}.
     *
     * @param arch the architecture
     * @param mask what is looked at of the argument
     * @param whole all that there is of the argument
     * @return the name
     */
    public Optional<String> zero(Arch arch, long mask, long whole) {
        boolean meant = (zeroIsWhole || !flags) ? mask == whole : field != 0 && (mask & field) == field;
        return meant
                ? all(arch).stream()
                        .filter(constant -> constant.value() == 0)
                        .map(Constant::name)
                        .findFirst()
                : Optional.empty();
    }
}
