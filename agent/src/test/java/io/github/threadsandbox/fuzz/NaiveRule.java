package io.github.threadsandbox.fuzz;

import io.github.threadsandbox.linux.Arch;
import io.github.threadsandbox.linux.Constants;
import io.github.threadsandbox.linux.Signature;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether a rule speaks of a call, read off the rule's text anew for each call: a second reading of the language, which shares
 * the kernel's tables with the first and nothing else.
 */
final class NaiveRule {
    private static final Pattern CONDITION = Pattern.compile("(\\w+)\\s*(?:&([^=!<>]*))?(==|!=|<=|>=|<|>)(.*)");

    private final String syscall;
    private final Arch arch;

    private NaiveRule(String syscall, Arch arch) {
        this.syscall = syscall;
        this.arch = arch;
    }

    static boolean speaksOf(String rule, String syscall, long[] arguments, Arch arch) {
        String text = rule.strip();
        int open = text.indexOf('(');
        if (!(open < 0 ? text : text.substring(0, open).strip()).equals(syscall)) {
            return false;
        }
        if (open < 0) {
            return true;
        }
        NaiveRule naive = new NaiveRule(syscall, arch);
        for (String alternatives : text.substring(open + 1, text.length() - 1).split(",", -1)) {
            boolean any = false;
            for (String condition : alternatives.split("\\|\\|", -1)) {
                any |= naive.holds(condition.strip(), arguments);
            }
            if (!any) {
                return false;
            }
        }
        return true;
    }

    private boolean holds(String condition, long[] arguments) {
        Matcher matcher = CONDITION.matcher(condition);
        if (!matcher.matches()) {
            throw new AssertionError("accepted, and no condition: " + condition);
        }
        List<Signature.Parameter> parameters =
                Signature.of(syscall, arch).map(Signature::parameters).orElse(List.of());
        int place = -1;
        for (int i = 0; i < 6; i++) {
            boolean named = i < parameters.size() && parameters.get(i).names().contains(matcher.group(1));
            if (place < 0 && named) {
                place = i;
            }
        }
        if (place < 0) {
            place = matcher.group(1).charAt(3) - '0';
        }
        Optional<Signature.Parameter> parameter =
                place < parameters.size() ? Optional.of(parameters.get(place)) : Optional.empty();
        BigInteger all = BigInteger.ONE
                .shiftLeft(parameter.map(known -> known.width().bits()).orElse(64))
                .subtract(BigInteger.ONE);
        BigInteger left = new BigInteger(Long.toUnsignedString(arguments[place])).and(all);
        if (matcher.group(2) != null) {
            left = left.and(value(matcher.group(2), parameter, all));
        }
        int order = left.compareTo(value(matcher.group(4), parameter, all));
        return switch (matcher.group(3)) {
            case "==" -> order == 0;
            case "!=" -> order != 0;
            case "<" -> order < 0;
            case "<=" -> order <= 0;
            case ">" -> order > 0;
            default -> order >= 0;
        };
    }

    /** The value of an expression of terms, {@code |}, {@code ~} and parentheses: the innermost parentheses first. */
    private BigInteger value(String written, Optional<Signature.Parameter> parameter, BigInteger all) {
        String text = written.strip();
        int close = text.indexOf(')');
        if (close >= 0) {
            int open = text.lastIndexOf('(', close);
            BigInteger inner = value(text.substring(open + 1, close), parameter, all);
            return value(text.substring(0, open) + inner + text.substring(close + 1), parameter, all);
        }
        int bar = text.lastIndexOf('|');
        if (bar >= 0) {
            return value(text.substring(0, bar), parameter, all).or(value(text.substring(bar + 1), parameter, all));
        }
        if (text.startsWith("~")) {
            return value(text.substring(1), parameter, all).xor(all);
        }
        return term(text, parameter).and(all);
    }

    private BigInteger term(String text, Optional<Signature.Parameter> parameter) {
        if (text.matches("-?[0-9].*")) {
            String digits = text.startsWith("-") ? text.substring(1) : text;
            BigInteger number = digits.matches("0[xX].*")
                    ? new BigInteger(digits.substring(2), 16)
                    : new BigInteger(digits, digits.length() > 1 && digits.startsWith("0") ? 8 : 10);
            return text.startsWith("-") ? number.negate() : number;
        }
        if (text.equals("NULL")) {
            return BigInteger.ZERO;
        }
        for (String family : parameter.orElseThrow().families()) {
            for (Constants.Constant constant : Constants.of(family).all(arch)) {
                if (constant.name().equals(text)) {
                    return BigInteger.valueOf(constant.value());
                }
            }
        }
        throw new AssertionError("accepted, and no value: " + text);
    }
}
