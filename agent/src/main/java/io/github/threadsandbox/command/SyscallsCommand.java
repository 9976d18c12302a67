package io.github.threadsandbox.command;

import io.github.threadsandbox.linux.Arch;
import io.github.threadsandbox.linux.Constants;
import io.github.threadsandbox.linux.Nearest;
import io.github.threadsandbox.linux.Signature;
import io.github.threadsandbox.linux.SyscallTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code syscalls [NAME]}: the syscalls that rules may name, with their numbers, arguments and constants. */
@Command(
        name = "syscalls",
        mixinStandardHelpOptions = true,
        description =
                "Lists the syscalls that rules may name: number, name, and the arguments that conditions may name.")
final class SyscallsCommand implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Parameters(paramLabel = "NAME", arity = "0..1", description = "one syscall")
    private String name;

    @Mixin
    private ArchOption arch;

    @Option(names = "--constants", description = "with the constants that each argument takes, and their values")
    private boolean constants;

    @Mixin
    private Output output;

    @Override
    public Integer call() {
        Arch arch = this.arch.arch();
        Map<Integer, String> found = new TreeMap<>(SyscallTable.of(arch).byNumber());
        found.values().removeIf(syscall -> name != null && !name.equals(syscall));
        if (found.isEmpty()) {
            spec.commandLine()
                    .getErr()
                    .println(arch.kernelName() + " has no syscall '" + name + "': "
                            + Nearest.hint(name, SyscallTable.of(arch).ownNames(), "'syscalls' lists them"));
            return 1;
        }
        if (output.isJson()) {
            List<Map<String, Object>> all = new ArrayList<>();
            found.forEach((number, syscall) -> all.add(describe(number, syscall, arch)));
            output.json(all);
        } else {
            found.forEach((number, syscall) -> print(number, syscall, arch));
        }
        return 0;
    }

    private Map<String, Object> describe(int number, String syscall, Arch arch) {
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("number", number);
        described.put("name", syscall);
        Signature.of(syscall, arch).ifPresent(signature -> {
            List<Map<String, Object>> arguments = new ArrayList<>();
            for (Signature.Parameter parameter : signature.parameters()) {
                Map<String, Object> argument = new LinkedHashMap<>();
                argument.put("names", parameter.names());
                argument.put("type", parameter.type());
                argument.put("bits", parameter.width().bits());
                argument.put("families", parameter.families());
                if (constants) {
                    Map<String, Object> values = new LinkedHashMap<>();
                    constants(parameter, arch)
                            .forEach(constant -> values.putIfAbsent(constant.name(), constant.value()));
                    argument.put("constants", values);
                }
                arguments.add(argument);
            }
            described.put("arguments", arguments);
        });
        return described;
    }

    private void print(int number, String syscall, Arch arch) {
        Optional<Signature> signature = Signature.of(syscall, arch);
        output.line(String.format(
                "%4s %s", number, signature.map(Signature::toString).orElse(syscall)));
        if (name == null && !constants) {
            return;
        }
        for (Signature.Parameter parameter :
                signature.map(Signature::parameters).orElse(List.of())) {
            List<String> names = constants(parameter, arch).stream()
                    .map(constant -> constants ? constant.name() + " " + value(constant) : constant.name())
                    .distinct()
                    .toList();
            output.line(String.format(
                            "     %-14s %-5s %s",
                            String.join("|", parameter.names()),
                            parameter.type(),
                            constants || names.size() <= 4
                                    ? String.join(", ", names)
                                    : String.join(", ", names.subList(0, 4)) + ", … (--constants)")
                    .stripTrailing());
        }
    }

    private static List<Constants.Constant> constants(Signature.Parameter parameter, Arch arch) {
        return parameter.families().stream()
                .flatMap(family -> Constants.of(family).all(arch).stream())
                .toList();
    }

    private static String value(Constants.Constant constant) {
        return constant.value() < 1024 ? Long.toString(constant.value()) : "0x" + Long.toHexString(constant.value());
    }
}
