package io.github.threadsandbox.policy;

import io.github.threadsandbox.linux.Arch;
import io.github.threadsandbox.linux.Signature;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The rule for a call that was seen, held to those of its arguments that say what it does. */
public final class CallRule {
    /** The arguments that say what a call does that does many things, the first first. */
    private static final Map<String, List<String>> TELLING = Map.ofEntries(
            Map.entry("socket", List.of("domain", "type", "protocol")),
            Map.entry("socketpair", List.of("domain", "type")),
            Map.entry("ioctl", List.of("request")),
            Map.entry("fcntl", List.of("op")),
            Map.entry("prctl", List.of("option")),
            Map.entry("setsockopt", List.of("level", "optname")),
            Map.entry("getsockopt", List.of("level", "optname")),
            Map.entry("madvise", List.of("advice")),
            Map.entry("mprotect", List.of("prot")),
            Map.entry("fallocate", List.of("mode")),
            Map.entry("keyctl", List.of("op")),
            Map.entry("clone", List.of("flags")),
            Map.entry("getpriority", List.of("which")),
            Map.entry("setpriority", List.of("which")),
            Map.entry("sched_setscheduler", List.of("policy")),
            Map.entry("prlimit64", List.of("resource", "new_limit")),
            Map.entry("getrlimit", List.of("resource")),
            Map.entry("setrlimit", List.of("resource")),
            Map.entry("shutdown", List.of("how")),
            Map.entry("flock", List.of("op")),
            Map.entry("bpf", List.of("cmd")));

    private final Arch arch;
    private final String syscall;
    private final Map<String, String> arguments;
    private final long[] registers;

    /**
     * For one call.
     *
     * @param arch whose signatures hold
     * @param syscall the call's name
     * @param arguments in words, by any of the man pages' names
     * @param registers the same, as the kernel gets them
     */
    public CallRule(Arch arch, String syscall, Map<String, String> arguments, long[] registers) {
        this.arch = arch;
        this.syscall = syscall;
        this.arguments = Map.copyOf(arguments);
        this.registers = registers.clone();
    }

    /**
     * How many of a call's arguments say what it does.
     *
     * @param syscall its name
     * @return none for a call that does one thing
     */
    public static int telling(String syscall) {
        return TELLING.getOrDefault(syscall, List.of()).size();
    }

    /**
     * The narrowest.
     *
     * @return in the language of role maps
     */
    public String text() {
        return heldTo(telling(syscall));
    }

    /**
     * The rule that is held to the first arguments of those that say what the call does.
     *
     * @param telling how many; at most {@link #telling}
     * @return in the language of role maps; the call's name where nothing holds it
     */
    public String heldTo(int telling) {
        Optional<Signature> signature = Signature.of(syscall, arch);
        List<Signature.Parameter> parameters =
                signature.map(Signature::parameters).orElse(List.of());
        List<String> conditions = new ArrayList<>();
        for (String name : TELLING.getOrDefault(syscall, List.of()).subList(0, telling)) {
            for (int i = 0; i < parameters.size(); i++) {
                // Where a pointer points to, no rule can say.
                if (parameters.get(i).names().contains(name)
                        && (!parameters.get(i).isPointer() || registers[i] == 0)) {
                    conditions.add(condition(
                            name,
                            parameters.get(i),
                            registers[i] & parameters.get(i).width().mask()));
                }
            }
        }
        return conditions.isEmpty() ? syscall : syscall + "(" + String.join(", ", conditions) + ")";
    }

    private String condition(String name, Signature.Parameter parameter, long value) {
        String word = word(parameter);
        if (parameter.isPointer()) {
            return name + " == NULL";
        }
        if (name.equals("type")) {
            // The flags beside the type change nothing of what a socket is for.
            return "type & 0xf == " + socketType(word, value);
        }
        if (name.equals("protocol")
                && value == 0
                && arguments.getOrDefault("domain", "").equals("AF_NETLINK")) {
            // What IPPROTO_IP is to other domains.
            return "protocol == NETLINK_ROUTE";
        }
        boolean isName = word.matches("[A-Z_][A-Z0-9_]*(\\|[A-Z_][A-Z0-9_]*)*");
        return name + " == " + (isName ? word : "0x" + Long.toHexString(value));
    }

    private String word(Signature.Parameter parameter) {
        return parameter.names().stream()
                .map(name -> arguments.getOrDefault(name, ""))
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("");
    }

    private static String socketType(String word, long value) {
        String name = word.replaceAll("\\|.*", "");
        return name.startsWith("SOCK_") ? name : Long.toString(value & 0xf);
    }
}
