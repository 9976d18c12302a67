package io.github.threadsandbox.policy;

import io.github.threadsandbox.linux.Arch;
import io.github.threadsandbox.linux.Constants;
import io.github.threadsandbox.linux.Signature;
import io.github.threadsandbox.linux.SyscallTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Writes rules as the grammar has them, most of them right, some of them nonsense that must be refused. */
public final class RandomRules {
    private static final List<String> OPERATORS = List.of("==", "==", "==", "!=", "!=", "<", "<=", ">", ">=");
    private static final List<String> NUMBERS = List.of(
            "0",
            "1",
            "2",
            "7",
            "0x10",
            "0777",
            "4096",
            "0xffff",
            "0x80000000",
            "0xffffffff",
            "0x100000000",
            "0xffffffffffffffff",
            "-1",
            "-100",
            "NULL");

    private final Random random;
    private final Arch arch;
    private final List<String> syscalls;

    /**
     * A writer.
     *
     * @param random what it chooses by
     * @param arch the architecture, whose calls and constants it uses
     */
    public RandomRules(Random random, Arch arch) {
        this.random = random;
        this.arch = arch;
        this.syscalls = List.copyOf(SyscallTable.of(arch).byNumber().values());
    }

    /**
     * A rule about some call.
     *
     * @return its text
     */
    public String rule() {
        return rule(pick(syscalls));
    }

    /**
     * A rule about a call.
     *
     * @param syscall the call
     * @return its text
     */
    public String rule(String syscall) {
        List<Signature.Parameter> parameters =
                Signature.of(syscall, arch).map(Signature::parameters).orElse(List.of());
        if (parameters.isEmpty() || random.nextInt(6) == 0) {
            return syscall;
        }
        List<String> conditions = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            List<String> alternatives = new ArrayList<>();
            for (int j = Math.max(0, random.nextInt(6) - 3); j >= 0; j--) {
                alternatives.add(condition(parameters));
            }
            conditions.add(String.join(pick(List.of(" || ", "||")), alternatives));
        }
        return syscall + "(" + String.join(pick(List.of(", ", ",")), conditions) + ")";
    }

    private String condition(List<Signature.Parameter> parameters) {
        int argument = random.nextInt(parameters.size());
        Signature.Parameter parameter = parameters.get(argument);
        String name = random.nextInt(5) == 0 ? "arg" + argument : pick(parameter.names());
        String mask = parameter.isPointer() || random.nextInt(3) > 0 ? "" : " & " + value(parameter, 3);
        String operator = parameter.isPointer() ? pick(List.of("==", "!=")) : pick(OPERATORS);
        return name + mask + " " + operator + " " + (parameter.isPointer() ? "NULL" : value(parameter, 1));
    }

    private String value(Signature.Parameter parameter, int most) {
        List<String> terms = new ArrayList<>();
        for (int i = random.nextInt(most); i >= 0; i--) {
            terms.add(term(parameter));
        }
        String joined = String.join("|", terms);
        return switch (random.nextInt(8)) {
            case 0 -> "~(" + joined + ")";
            case 1 -> "(" + joined + ")";
            default -> joined;
        };
    }

    private String term(Signature.Parameter parameter) {
        if (!parameter.families().isEmpty() && random.nextInt(4) > 0) {
            return pick(Constants.of(pick(parameter.families())).all(arch)).name();
        }
        if (random.nextInt(3) == 0) {
            // Neighbours, where one comparison says something of the next.
            return Integer.toString(random.nextInt(9));
        }
        return random.nextInt(4) == 0
                ? "0x" + Long.toHexString(random.nextLong() >>> random.nextInt(64))
                : pick(NUMBERS);
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
