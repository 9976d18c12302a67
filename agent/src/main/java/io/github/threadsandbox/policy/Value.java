package io.github.threadsandbox.policy;

import io.github.threadsandbox.linux.Arch;
import io.github.threadsandbox.linux.Constants;
import io.github.threadsandbox.linux.Nearest;
import io.github.threadsandbox.linux.Signature;
import io.github.threadsandbox.linux.SyscallTable;
import io.github.threadsandbox.linux.Width;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads the value or the mask of one condition; the grammar is {@link RuleParser}'s. */
final class Value {
    /** Far more than anybody needs, far less than a stack takes. */
    private static final int DEEPEST = 16;

    private final String syscall;
    private final Arch arch;
    private final Optional<Signature.Parameter> parameter;
    private final Width width;
    private final String condition;
    private final String text;
    private int at;
    private int depth;

    private Value(String syscall, Arch arch, Optional<Signature.Parameter> parameter, String condition, String text) {
        this.syscall = syscall;
        this.arch = arch;
        this.parameter = parameter;
        this.width = parameter.isPresent() ? parameter.get().width() : Width.BITS_64;
        this.condition = condition;
        this.text = text;
    }

    /**
     * Parses.
     *
     * @param syscall the call
     * @param arch whose constants
     * @param parameter what is known of the argument
     * @param condition the whole condition, for messages
     * @param text the value
     * @return the number, no wider than the argument
     */
    static long parse(String syscall, Arch arch, Optional<Signature.Parameter> parameter, String condition, String text)
            throws RuleException {
        Value value = new Value(syscall, arch, parameter, condition, text);
        long number = value.or();
        if (value.at < text.length()) {
            throw new RuleException("'" + condition + "': cannot read '" + text.substring(value.at)
                    + "': write a number, a constant of the kernel, or several with | between them");
        }
        return number;
    }

    private long or() throws RuleException {
        long value = term();
        skipBlanks();
        while (at < text.length() && text.charAt(at) == '|') {
            at++;
            value |= term();
            skipBlanks();
        }
        return value;
    }

    private long term() throws RuleException {
        skipBlanks();
        if (at < text.length() && text.charAt(at) == '~') {
            deeper();
            long value = ~term() & width.mask();
            depth--;
            return value;
        }
        if (at < text.length() && text.charAt(at) == '(') {
            deeper();
            long value = or();
            depth--;
            if (at == text.length() || text.charAt(at) != ')') {
                throw new RuleException("'" + condition + "': a '(' is not closed: write ')' behind the value");
            }
            at++;
            return value;
        }
        int start = at;
        while (at < text.length() && isWordPart(text.charAt(at))) {
            at++;
        }
        return word(text.substring(start, at));
    }

    private void deeper() throws RuleException {
        at++;
        if (++depth > DEEPEST) {
            throw new RuleException("a value of " + syscall + " is nested more than " + DEEPEST
                    + " deep: take some of its '(' or '~' out");
        }
    }

    private static boolean isWordPart(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    }

    private void skipBlanks() {
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
    }

    private long word(String word) throws RuleException {
        if (word.isEmpty()) {
            throw new RuleException("'" + condition + "' lacks a value: write a number or a constant of the kernel");
        }
        char first = word.charAt(0);
        long value = first == '-' || (first >= '0' && first <= '9') ? number(word) : constant(word);
        long most = width.mask();
        if (width != Width.BITS_64 && (value < -(most >>> 1) - 1 || value > most)) {
            throw new RuleException("'" + condition + "': the argument is of " + width.bits() + " bits, and " + word
                    + " needs more, so no call would ever match");
        }
        return value & most;
    }

    /** Decimal, {@code 0x} hexadecimal or {@code 0} octal, perhaps negative; up to 64 bits, unsigned. */
    private long number(String word) throws RuleException {
        boolean negative = word.startsWith("-");
        String digits = negative ? word.substring(1) : word;
        try {
            long value;
            if (digits.startsWith("0x") || digits.startsWith("0X")) {
                value = Long.parseUnsignedLong(digits.substring(2), 16);
            } else if (digits.length() > 1 && digits.startsWith("0")) {
                value = Long.parseUnsignedLong(digits.substring(1), 8);
            } else {
                value = Long.parseUnsignedLong(digits);
            }
            if (digits.indexOf('-') < 0 && digits.indexOf('+') < 0 && !(negative && value < 0)) {
                return negative ? -value : value;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new RuleException("'" + condition + "': '" + word
                + "' is no number of 64 bits: write it in decimal, with 0x in hexadecimal or with 0 in octal");
    }

    private long constant(String word) throws RuleException {
        List<String> families = parameter.isPresent() ? parameter.get().families() : List.of();
        if (word.equals("NULL") && parameter.isPresent() && parameter.get().isAddress()) {
            return 0;
        }
        for (String family : families) {
            OptionalLong value = Constants.of(family).value(word, arch);
            if (value.isPresent()) {
                return value.getAsLong();
            }
        }
        // A call that only other architectures have is as they have it: nothing of it is compiled here.
        if (SyscallTable.of(arch).number(syscall).isEmpty()) {
            for (Arch other : List.of(Arch.values())) {
                for (String family : families) {
                    OptionalLong value = Constants.of(family).value(word, other);
                    if (value.isPresent()) {
                        return value.getAsLong();
                    }
                }
            }
        }
        throw new RuleException(unknown(word, families));
    }

    private String unknown(String word, List<String> families) {
        String name = parameter.map(Signature.Parameter::name).orElse("the argument");
        List<String> own = names(families);
        boolean elsewhere = false;
        for (Arch other : List.of(Arch.values())) {
            for (String family : families) {
                if (Constants.of(family).value(word, other).isPresent()) {
                    return "'" + condition + "': " + arch.kernelName() + " has no " + word + ", as "
                            + other.kernelName() + " has: leave it out, or keep this rule in a file of its own";
                }
            }
        }
        for (String family : Signature.families()) {
            elsewhere |= Constants.of(family).value(word, arch).isPresent();
        }
        String wrong = elsewhere
                ? "'" + condition + "': " + word + " means nothing as " + name + " of " + syscall
                : "unknown constant '" + word + "'";
        String otherwise = own.isEmpty()
                ? name + " takes no constants: write a number"
                : name + " takes " + String.join(", ", own.subList(0, Math.min(4, own.size())))
                        + (own.size() > 4 ? ", … ('syscalls " + syscall + "' lists them)" : "")
                        + ", or a number";
        return wrong + ": " + (own.isEmpty() ? otherwise : Nearest.hint(word, own, otherwise));
    }

    private List<String> names(List<String> families) {
        List<String> names = new ArrayList<>();
        for (String family : families) {
            Constants.of(family).all(arch).forEach(constant -> names.add(constant.name()));
        }
        return names;
    }
}
