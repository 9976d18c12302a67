package io.github.threadsandbox.observe;

import static io.github.threadsandbox.linux.OpenFlags.O_CREAT;

import io.github.threadsandbox.linux.Arch;
import io.github.threadsandbox.linux.Constants;
import io.github.threadsandbox.linux.Signature;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What an argument means where another argument decides that: of fcntl(2), F_SETFL's are flags of open(2), F_DUPFD's is a number.
 *
 * @param families the families of constants that it may be of; none for what is a number, or an address
 * @param prefix how those of its constants begin that are meant
 */
record Meaning(List<String> families, String prefix) {
    private static final String PRCTL = "prctl-arg";
    private static final Meaning NUMBER = new Meaning(List.of(), "");

    /** asm-generic/fcntl.h: beside O_CREAT, what makes a file, and so looks at {@code mode} (open(2)). */
    private static final long O_TMPFILE = 020000000;

    /** fcntl(2): the operations that take nothing. */
    private static final Set<String> WITHOUT = Set.of(
            "F_GETFD",
            "F_GETFL",
            "F_GETOWN",
            "F_GETSIG",
            "F_GETLEASE",
            "F_GETPIPE_SZ",
            "F_GET_SEALS",
            "F_CREATED_QUERY");

    /** prctl(2) and the pages that it names: how the constants of an operation begin. The argument of others is a number or an address. */
    private static final Map<String, String> PREFIXES =
            Map.of("PR_CAP_AMBIENT", "PR_CAP_AMBIENT_", "PR_SET_MM", "PR_SET_MM_", "PR_SET_VMA", "PR_SET_VMA_");

    /** AF_INET, AF_INET6: linux/socket.h. */
    private static final Set<Integer> IP = Set.of(2, 10);

    /**
     * What a call's argument means.
     *
     * @param signature the call's
     * @param place the argument's
     * @param registers all arguments
     * @param arch the architecture
     * @return nothing where the kernel does not look at it
     */
    static Optional<Meaning> of(Signature signature, int place, long[] registers, Arch arch) {
        Signature.Parameter parameter = signature.parameters().get(place);
        List<String> families = signature.families(place, by -> OptionalLong.of(registers[by]));
        Meaning all = new Meaning(families, "");
        Meaning meaning =
                switch (signature.syscall() + '.' + parameter.name()) {
                    case "fcntl.arg" -> WITHOUT.contains(nameOf("fcntl", registers[1], arch)) ? null : all;
                    case "prctl.arg2" -> families.contains(PRCTL) ? ofPrctl(nameOf("prctl", registers[0], arch)) : all;
                    case "socket.protocol", "socketpair.protocol" ->
                        families.contains("ip-protocol") && !IP.contains((int) registers[0]) ? NUMBER : all;
                    case "open.mode" -> ifMakesFile(registers[1], all);
                    case "openat.mode" -> ifMakesFile(registers[2], all);
                    default -> all;
                };
        return Optional.ofNullable(meaning);
    }

    private static Meaning ofPrctl(String name) {
        String prefix = PREFIXES.get(name);
        return prefix == null ? NUMBER : new Meaning(List.of(PRCTL), prefix);
    }

    private static Meaning ifMakesFile(long flags, Meaning mode) {
        return (flags & (O_CREAT | O_TMPFILE)) == 0 ? null : mode;
    }

    /** Empty where it has none. */
    private static String nameOf(String family, long value, Arch arch) {
        for (Constants.Constant constant : Constants.of(family).all(arch)) {
            if (constant.value() == (int) value) {
                return constant.name();
            }
        }
        return "";
    }
}
