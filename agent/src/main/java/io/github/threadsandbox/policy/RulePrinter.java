package io.github.threadsandbox.policy;

import io.github.threadsandbox.linux.Arch;
import io.github.threadsandbox.linux.Constants;
import io.github.threadsandbox.linux.Signature;
import io.github.threadsandbox.linux.Width;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/**
 * Prints rules in the language that {@link RuleParser} reads: arguments and constants by name, whatever was written. Parsed
 * again, a printed rule has the same conditions.
 */
public final class RulePrinter {
    private final Arch arch;

    /**
     * A printer for one architecture, whose constants the conditions hold.
     *
     * @param arch the architecture
     */
    public RulePrinter(Arch arch) {
        this.arch = arch;
    }

    /**
     * Prints a rule.
     *
     * @param target the syscall's name, or {@code @group}
     * @param conditions its conditions
     * @return {@code socket(domain == AF_INET || domain == AF_INET6, type & 0xf == SOCK_STREAM)}
     */
    public String print(String target, List<AnyOf> conditions) {
        return conditions.isEmpty()
                ? target
                : conditions.stream()
                        .map(anyOf -> anyOf.conditions().stream()
                                .map(condition -> print(target, condition, place -> is(place, conditions)))
                                .collect(Collectors.joining(" || ")))
                        .collect(Collectors.joining(", ", target + "(", ")"));
    }

    /**
     * Prints one condition.
     *
     * @param syscall the call
     * @param condition a condition on an argument of it
     * @return {@code type & 0xf == SOCK_STREAM}
     */
    public String print(String syscall, Condition condition) {
        return print(syscall, condition, place -> OptionalLong.empty());
    }

    /** What an argument is, where the conditions say so. */
    private static OptionalLong is(int argument, List<AnyOf> conditions) {
        for (AnyOf anyOf : conditions) {
            Condition first = anyOf.conditions().get(0);
            if (anyOf.conditions().size() == 1
                    && first.argument() == argument
                    && first.comparison() == Comparison.EQUAL
                    && (int) first.mask() == -1) {
                return OptionalLong.of(first.value());
            }
        }
        return OptionalLong.empty();
    }

    private String print(String syscall, Condition condition, IntFunction<OptionalLong> others) {
        Optional<Signature> signature = Signature.of(syscall, arch)
                .filter(found -> condition.argument() < found.parameters().size());
        Optional<Signature.Parameter> parameter =
                signature.map(found -> found.parameters().get(condition.argument()));
        String name = parameter.map(Signature.Parameter::name).orElse("arg" + condition.argument());
        long whole = parameter
                .map(Signature.Parameter::width)
                .orElse(condition.wide() ? Width.BITS_64 : Width.BITS_32)
                .mask();
        List<Constants> families =
                signature.map(found -> found.families(condition.argument(), others)).orElse(List.of()).stream()
                        .map(Constants::of)
                        .toList();
        String mask = condition.mask() == whole ? "" : " & " + mask(condition.mask(), whole, families);
        boolean order = condition.comparison() != Comparison.EQUAL && condition.comparison() != Comparison.NOT_EQUAL;
        String value = order
                ? number(condition.value())
                : parameter
                                .filter(known -> known.isAddress() && condition.value() == 0)
                                .isPresent()
                        ? "NULL"
                        : value(condition.value(), condition.mask(), whole, families);
        return name + mask + " " + condition.comparison().symbol() + " " + value;
    }

    private String mask(long mask, long whole, List<Constants> families) {
        boolean most = Long.bitCount(mask) > Long.bitCount(whole) / 2;
        List<String> parts = parts(most ? ~mask & whole : mask, true, whole, families);
        String text = String.join("|", parts);
        return !most ? text : parts.size() > 1 ? "~(" + text + ")" : "~" + text;
    }

    private String value(long value, long mask, long whole, List<Constants> families) {
        for (Constants family : families) {
            Optional<String> exact = value == 0
                    ? family.zero(arch, mask, whole)
                    : family.all(arch).stream()
                            .filter(constant -> (constant.value() & whole) == value)
                            .map(Constants.Constant::name)
                            .findFirst();
            if (exact.isPresent()) {
                return exact.get();
            }
        }
        long signed = value - whole - 1;
        if (signed == -1 || (signed < 0 && signed > -4096 && families.stream().noneMatch(Constants::areFlags))) {
            return Long.toString(signed);
        }
        return String.join("|", parts(value, false, whole, families));
    }

    /** Flags, and what is left of a number without them. */
    private List<String> parts(long value, boolean isMask, long whole, List<Constants> families) {
        List<String> parts = new ArrayList<>();
        long rest = value;
        for (Constants family : families) {
            if (!family.areFlags() || rest == 0) {
                continue;
            }
            List<Constants.Constant> constants = new ArrayList<>(family.all(arch));
            long field = rest & family.field();
            long named = isMask && field != family.field() ? 0 : field;
            if (named != 0) {
                for (Constants.Constant constant : constants) {
                    if ((constant.value() & whole) == named) {
                        parts.add(constant.name());
                        rest &= ~named;
                        break;
                    }
                }
            }
            // Those of several bits first: O_SYNC rather than its two.
            constants.sort(
                    Collections.reverseOrder(Comparator.comparingInt(constant -> Long.bitCount(constant.value()))));
            for (Constants.Constant constant : constants) {
                long bits = constant.value() & whole;
                if (bits != 0 && (bits & ~rest) == 0 && (bits & family.field()) == 0) {
                    parts.add(constant.name());
                    rest &= ~bits;
                }
            }
        }
        if (parts.isEmpty() || rest != 0) {
            parts.add(isMask ? "0x" + Long.toHexString(rest) : number(rest));
        }
        return parts;
    }

    private static String number(long value) {
        return value >= 0 && value < 1024 ? Long.toString(value) : "0x" + Long.toHexString(value);
    }
}
