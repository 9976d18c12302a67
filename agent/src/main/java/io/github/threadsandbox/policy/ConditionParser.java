package io.github.threadsandbox.policy;

import io.github.threadsandbox.linux.Arch;
import io.github.threadsandbox.linux.Constants;
import io.github.threadsandbox.linux.Nearest;
import io.github.threadsandbox.linux.Signature;
import io.github.threadsandbox.linux.Signature.Parameter;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Parses the conditions of one syscall; the grammar is {@link RuleParser}'s. */
final class ConditionParser {
    /** The longer operators first: {@code <} is the beginning of {@code <=}. */
    private static final List<Comparison> OPERATORS = List.of(
            Comparison.EQUAL,
            Comparison.NOT_EQUAL,
            Comparison.LESS_OR_EQUAL,
            Comparison.GREATER_OR_EQUAL,
            Comparison.LESS,
            Comparison.GREATER);

    private final String syscall;
    private final Arch arch;
    private final Optional<Signature> signature;

    ConditionParser(String syscall, Arch arch) {
        this.syscall = syscall;
        this.arch = arch;
        this.signature = Signature.of(syscall, arch);
    }

    Condition parse(String text) throws RuleException {
        Comparison comparison = null;
        int at = -1;
        for (Comparison candidate : OPERATORS) {
            at = text.indexOf(candidate.symbol());
            if (at > 0) {
                comparison = candidate;
                break;
            }
        }
        if (comparison == null) {
            throw new RuleException("'" + text + "' is no condition: write 'argument == value', with one of"
                    + " == != < <= > >=, or 'argument & mask == value'");
        }
        String left = text.substring(0, at).strip();
        String right = text.substring(at + comparison.symbol().length()).strip();
        int ampersand = left.indexOf('&');
        String name = ampersand < 0 ? left : left.substring(0, ampersand).strip();

        int argument = argument(name);
        Optional<Parameter> parameter = parameter(argument);
        boolean wide = parameter.map(Parameter::wide).orElse(true);
        long mask = ampersand < 0 ? -1 : value(left.substring(ampersand + 1).strip(), wide, text);
        long value = value(right, wide, text);
        boolean order = comparison != Comparison.EQUAL && comparison != Comparison.NOT_EQUAL;
        if (order && right.startsWith("-")) {
            throw new RuleException(
                    "'" + text + "': seccomp compares without sign, so a negative number is a very large"
                            + " one: use == or !=, or an unsigned bound");
        }
        if (parameter.map(Parameter::pointer).orElse(false) && (order || value != 0 || ampersand >= 0)) {
            throw new RuleException(
                    "'" + text + "': " + name + " is an address, and seccomp cannot see what lies there:"
                            + " only == 0 and != 0 (NULL or not) say anything");
        }
        if ((value & mask & (wide ? -1 : 0xFFFF_FFFFL)) != value && !order) {
            throw new RuleException("'" + text + "': the value has bits that the mask takes away, so it is "
                    + (comparison == Comparison.EQUAL ? "never" : "always") + " so: widen the mask");
        }
        return new Condition(argument, wide, mask, comparison, value, text);
    }

    private int argument(String name) throws RuleException {
        List<Parameter> parameters = signature.map(Signature::parameters).orElse(List.of());
        for (int i = 0; i < parameters.size(); i++) {
            if (parameters.get(i).name().equals(name)) {
                return i;
            }
        }
        if (name.length() == 4 && name.startsWith("arg") && name.charAt(3) >= '0' && name.charAt(3) <= '5') {
            return name.charAt(3) - '0';
        }
        String hint = signature
                .filter(known -> !known.parameters().isEmpty())
                .map(known -> Nearest.to(
                                        name,
                                        known.parameters().stream()
                                                .map(Parameter::name)
                                                .toList())
                                .map(near -> "did you mean '" + near + "'? ")
                                .orElse("")
                        + "it is " + known + ", or arg0 to arg5")
                .orElse("write arg0 to arg5");
        throw new RuleException(syscall + " has no argument '" + name + "': " + hint);
    }

    private Optional<Parameter> parameter(int argument) {
        return signature
                .map(Signature::parameters)
                .filter(parameters -> argument < parameters.size())
                .map(parameters -> parameters.get(argument));
    }

    private long value(String text, boolean wide, String condition) throws RuleException {
        long value = 0;
        for (String part : text.split("\\|", -1)) {
            value |= single(part.strip(), wide, condition);
        }
        return value;
    }

    private long single(String text, boolean wide, String condition) throws RuleException {
        if (text.isEmpty()) {
            throw new RuleException("'" + condition + "' lacks a value: write a number or a constant of the kernel");
        }
        OptionalLong constant = number(text);
        if (constant.isEmpty()) {
            constant = Constants.value(text, arch);
        }
        if (constant.isEmpty()) {
            throw new RuleException("unknown constant '" + text + "': "
                    + Nearest.hint(text, Constants.names(), "write its number, with the name in a comment"));
        }
        long value = constant.getAsLong();
        if (wide) {
            return value;
        }
        if (value < Integer.MIN_VALUE || value > 0xFFFF_FFFFL) {
            throw new RuleException("'" + condition + "': the argument is an int, and " + text + " needs more than its"
                    + " 32 bits, so no call would ever match");
        }
        return value & 0xFFFF_FFFFL;
    }

    /** Decimal, {@code 0x} hexadecimal or {@code 0} octal, perhaps negative; up to 64 bits, unsigned. */
    private static OptionalLong number(String text) {
        boolean negative = text.startsWith("-");
        String digits = negative ? text.substring(1) : text;
        try {
            long value;
            if (digits.startsWith("0x") || digits.startsWith("0X")) {
                value = Long.parseUnsignedLong(digits.substring(2), 16);
            } else if (digits.length() > 1 && digits.startsWith("0")) {
                value = Long.parseUnsignedLong(digits.substring(1), 8);
            } else {
                value = Long.parseUnsignedLong(digits);
            }
            return OptionalLong.of(negative ? -value : value);
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }
}
