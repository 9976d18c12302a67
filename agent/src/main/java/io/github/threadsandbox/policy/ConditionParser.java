package io.github.threadsandbox.policy;

import io.github.threadsandbox.linux.Arch;
import io.github.threadsandbox.linux.Nearest;
import io.github.threadsandbox.linux.Signature;
import io.github.threadsandbox.linux.Signature.Parameter;
import io.github.threadsandbox.linux.Width;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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

    /** What stands between two commas: conditions, with {@code ||} between them. */
    AnyOf parse(String text) throws RuleException {
        List<Condition> conditions = new ArrayList<>(1);
        int start = 0;
        for (int end = text.indexOf("||"); end >= 0; end = text.indexOf("||", start)) {
            conditions.add(condition(text.substring(start, end).strip()));
            start = end + 2;
        }
        conditions.add(condition(text.substring(start).strip()));
        return new AnyOf(conditions);
    }

    private Condition condition(String text) throws RuleException {
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
                    + " == != < <= > >=, or 'argument & mask == value'; || between two means one or the other");
        }
        String left = text.substring(0, at).strip();
        String right = text.substring(at + comparison.symbol().length()).strip();
        int ampersand = left.indexOf('&');
        String name = ampersand < 0 ? left : left.substring(0, ampersand).strip();
        int argument = argument(name);
        Optional<Parameter> parameter = parameter(argument);
        Width width = parameter.isPresent() ? parameter.get().width() : Width.BITS_64;
        boolean order = comparison != Comparison.EQUAL && comparison != Comparison.NOT_EQUAL;
        if (order && right.startsWith("-")) {
            throw new RuleException(
                    "'" + text + "': seccomp compares without sign, so a negative number is a very large"
                            + " one: use == or !=, or an unsigned bound");
        }
        boolean pointer = parameter.isPresent() && parameter.get().isPointer();
        if (pointer && (order || ampersand >= 0)) {
            throw new RuleException(pointer(text, name));
        }
        long mask = ampersand < 0
                ? width.mask()
                : Value.parse(
                        syscall,
                        arch,
                        parameter,
                        text,
                        left.substring(ampersand + 1).strip());
        long value = Value.parse(syscall, arch, parameter, text, right);
        if (pointer && value != 0) {
            throw new RuleException(pointer(text, name));
        }
        refuseWhatIsAlwaysSo(text, mask, comparison, value);
        return new Condition(argument, width == Width.BITS_64, mask, comparison, value);
    }

    private static String pointer(String text, String name) {
        return "'" + text + "': " + name + " is an address, and seccomp cannot see what lies there:"
                + " only == NULL and != NULL say anything";
    }

    private static void refuseWhatIsAlwaysSo(String text, long mask, Comparison comparison, long value)
            throws RuleException {
        boolean equality = comparison == Comparison.EQUAL || comparison == Comparison.NOT_EQUAL;
        boolean cut = (value & mask) != value;
        // A masked argument is anything from 0 to the mask; an order that holds for both holds for all between them.
        boolean constant = equality ? cut || mask == 0 : comparison.holds(0, value) == comparison.holds(mask, value);
        if (constant) {
            throw new RuleException("'" + text + "' is " + (comparison.holds(value & mask, value) ? "always" : "never")
                    + " so"
                    + (equality && cut
                            ? ": the value has bits that the mask takes away: widen the mask"
                            : ", whatever the argument: take it out, or compare with another value"));
        }
    }

    private int argument(String name) throws RuleException {
        List<Parameter> parameters = signature.isPresent() ? signature.get().parameters() : List.of();
        for (int i = 0; i < parameters.size(); i++) {
            if (parameters.get(i).names().contains(name)) {
                return i;
            }
        }
        boolean byPlace =
                name.length() == 4 && name.startsWith("arg") && name.charAt(3) >= '0' && name.charAt(3) <= '5';
        int place = byPlace ? name.charAt(3) - '0' : 6;
        if (byPlace && (signature.isEmpty() || place < parameters.size())) {
            return place;
        }
        if (signature.isPresent() && parameters.isEmpty()) {
            throw new RuleException(syscall + " has no arguments: write it without conditions");
        }
        String hint = signature
                .map(known -> Nearest.to(
                                        name,
                                        parameters.stream()
                                                .flatMap(parameter -> parameter.names().stream())
                                                .toList())
                                .map(near -> "did you mean '" + near + "'? ")
                                .orElse("")
                        + "it is " + known + ", or by place, arg0 to arg" + (parameters.size() - 1))
                .orElse("write arg0 to arg5");
        throw new RuleException(syscall + " has no argument '" + name + "': " + hint);
    }

    private Optional<Parameter> parameter(int argument) {
        return signature.isPresent() && argument < signature.get().parameters().size()
                ? Optional.of(signature.get().parameters().get(argument))
                : Optional.empty();
    }
}
