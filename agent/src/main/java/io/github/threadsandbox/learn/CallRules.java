package io.github.threadsandbox.learn;

import io.github.threadsandbox.linux.Arch;
import io.github.threadsandbox.linux.Signature;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Rules for single calls, held to what was seen where that is little. */
final class CallRules {
    /** So many different values are few. */
    private static final int FEW = 8;

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

    CallRules(Arch arch) {
        this.arch = arch;
    }

    /**
     * For each call of one kind, the rule that allows it: all that tells of it, where few different values were seen; or less.
     *
     * @param calls of one syscall
     * @return a rule for each, in the order of the calls
     */
    List<String> of(List<Call> calls) {
        for (int telling =
                        TELLING.getOrDefault(calls.get(0).syscall(), List.of()).size();
                telling > 0;
                telling--) {
            List<String> rules = new ArrayList<>();
            for (Call call : calls) {
                rule(call, telling).ifPresent(rules::add);
            }
            if (rules.size() == calls.size() && rules.stream().distinct().count() <= FEW) {
                return rules;
            }
        }
        return calls.stream().map(Call::syscall).toList();
    }

    private Optional<String> rule(Call call, int telling) {
        Optional<Signature> signature = Signature.of(call.syscall(), arch);
        Optional<long[]> registers = call.registers(arch);
        if (signature.isEmpty() || registers.isEmpty()) {
            return Optional.empty();
        }
        List<String> conditions = new ArrayList<>();
        for (String name : TELLING.get(call.syscall()).subList(0, telling)) {
            List<Signature.Parameter> parameters = signature.get().parameters();
            for (int i = 0; i < parameters.size(); i++) {
                // Where a pointer points to, no rule can say.
                boolean says =
                        !parameters.get(i).isPointer() || call.argument(name).equals("NULL");
                if (parameters.get(i).names().contains(name) && says) {
                    conditions.add(
                            condition(call, name, parameters.get(i), registers.get()[i]));
                }
            }
        }
        return Optional.of(call.syscall() + "(" + String.join(", ", conditions) + ")");
    }

    private static String condition(Call call, String name, Signature.Parameter parameter, long value) {
        if (name.equals("type")) {
            // The flags beside the type change nothing of what a socket is for.
            return "type & 0xf == " + socketType(call.argument(parameter.name()), value);
        }
        if (name.equals("protocol") && value == 0 && call.argument("domain").equals("AF_NETLINK")) {
            // What IPPROTO_IP is to other domains.
            return "protocol == NETLINK_ROUTE";
        }
        String word = parameter.names().stream()
                .map(call::argument)
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("");
        if (parameter.isPointer()) {
            return name + " == NULL";
        }
        boolean isName = word.matches("[A-Z_][A-Z0-9_]*(\\|[A-Z_][A-Z0-9_]*)*");
        return name + " == " + (isName ? word : "0x" + Long.toHexString(value));
    }

    private static String socketType(String word, long value) {
        String name = word.replaceAll("\\|.*", "");
        return name.startsWith("SOCK_") ? name : Long.toString(value & 0xf);
    }
}
