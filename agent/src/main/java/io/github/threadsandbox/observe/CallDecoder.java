package io.github.threadsandbox.observe;

import io.github.threadsandbox.linux.Arch;
import io.github.threadsandbox.linux.Constants;
import io.github.threadsandbox.linux.Signature;
import io.github.threadsandbox.linux.SyscallTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;

/** Puts a call into words: arguments by their names, constants by theirs, paths and addresses from the caller's memory. */
final class CallDecoder {
    /** What man pages call arguments that are paths. */
    static final Set<String> PATHS = Set.of(
            "pathname",
            "path",
            "filename",
            "file",
            "oldpath",
            "newpath",
            "target",
            "linkpath",
            "source",
            "name",
            "special",
            "dir_name",
            "new_root");

    /** {@code struct sockaddr_un} is the longest that is of interest. */
    private static final int LONGEST_ADDRESS = 110;

    private static final long LOW = 0xffffffffL;

    private final Arch arch;
    private final TargetMemory memory;

    CallDecoder(Arch arch, TargetMemory memory) {
        this.arch = arch;
        this.memory = memory;
    }

    DecodedCall decode(int number, long[] registers) {
        String name = SyscallTable.of(arch).name(number).orElse("syscall " + number);
        Map<String, String> arguments = new LinkedHashMap<>();
        String path = "";
        SocketAddress address = new SocketAddress("", -1);
        Optional<Signature> signature = Signature.of(name, arch);
        List<Signature.Parameter> parameters =
                signature.map(Signature::parameters).orElse(List.of());
        for (int i = 0; i < parameters.size(); i++) {
            Signature.Parameter parameter = parameters.get(i);
            long value = registers[i];
            if (parameter.isPointer() && PATHS.contains(parameter.name()) && value != 0) {
                Optional<String> text = memory.text(value);
                arguments.put(
                        parameter.name(), text.map(found -> '"' + found + '"').orElse(hex(value)));
                path = path.isEmpty() ? text.orElse("") : path;
            } else if (isAddress(name, parameter) && i + 1 < parameters.size() && value != 0) {
                int length = (int) Math.max(0, Math.min(LONGEST_ADDRESS, registers[i + 1] & 0xffffffffL));
                address = memory.bytes(value, length).map(SocketAddress::of).orElse(address);
                arguments.put(parameter.name(), hex(value));
            } else {
                Meaning.of(signature.get(), i, registers, arch)
                        .ifPresent(meaning -> arguments.put(parameter.name(), word(parameter, meaning, value)));
            }
        }
        return new DecodedCall(name, arguments, path, address.address(), address.port());
    }

    private static boolean isAddress(String syscall, Signature.Parameter parameter) {
        return parameter.isPointer()
                && (parameter.name().endsWith("addr") || parameter.name().equals("umyaddr"))
                && Set.of("connect", "bind", "sendto").contains(syscall);
    }

    private String word(Signature.Parameter parameter, Meaning meaning, long value) {
        if (parameter.isAddress()) {
            return value == 0 ? "NULL" : hex(value);
        }
        long seen =
                switch (parameter.width()) {
                    case BITS_16 -> value & 0xffff;
                    case BITS_32 -> value & 0xffffffffL;
                    case BITS_64 -> value;
                };
        if (parameter.type().equals("mode")) {
            return "0" + Long.toOctalString(seen);
        }
        for (String family : meaning.families()) {
            Constants constants = Constants.of(family);
            String named = constants.areFlags() ? flags(meaning, seen) : one(constants, meaning.prefix(), seen);
            if (!named.isEmpty()) {
                return named;
            }
        }
        if (parameter.name().startsWith("arg") && seen != (int) seen) {
            // A number for some operations, for others the address of what they take or give.
            return hex(seen);
        }
        return Long.toString(parameter.type().equals("uint") ? seen : signed(parameter, seen));
    }

    private static long signed(Signature.Parameter parameter, long seen) {
        return switch (parameter.width()) {
            case BITS_32 -> (int) seen;
            default -> seen;
        };
    }

    private String one(Constants constants, String prefix, long value) {
        for (Constants.Constant constant : constants.all(arch)) {
            if (constant.name().startsWith(prefix) && (constant.value() & LOW) == value) {
                return constant.name();
            }
        }
        return "";
    }

    /** Of all families that it takes together, as {@code SOCK_STREAM|SOCK_CLOEXEC}. */
    private String flags(Meaning meaning, long value) {
        StringJoiner named = new StringJoiner("|");
        long left = value;
        for (String family : meaning.families()) {
            Constants constants = Constants.of(family);
            long field = constants.field();
            List<Constants.Constant> all = new ArrayList<>(constants.all(arch));
            if (field != 0) {
                for (Constants.Constant constant : all) {
                    if (constant.value() == (value & field)) {
                        named.add(constant.name());
                        left &= ~field;
                        break;
                    }
                }
            }
            // Those of several bits first: O_SYNC has O_DSYNC's.
            all.sort(Comparator.comparing(constant -> -Long.bitCount(constant.value() & LOW)));
            for (Constants.Constant constant : all) {
                long bits = constant.value() & LOW;
                if (bits != 0 && (bits & field) == 0 && (left & bits) == bits) {
                    named.add(constant.name());
                    left &= ~bits;
                }
            }
        }
        if (left != 0) {
            named.add(hex(left));
        }
        return named.length() == 0 ? nothing(meaning) : named.toString();
    }

    /** No flag at all has a name in some families: PROT_NONE, F_OK. */
    private String nothing(Meaning meaning) {
        for (String family : meaning.families()) {
            String named = one(Constants.of(family), meaning.prefix(), 0);
            if (!named.isEmpty()) {
                return named;
            }
        }
        return "0";
    }

    private static String hex(long value) {
        return "0x" + Long.toHexString(value);
    }
}
