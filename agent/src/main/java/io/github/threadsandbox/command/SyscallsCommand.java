package io.github.threadsandbox.command;

import io.github.threadsandbox.linux.Arch;
import io.github.threadsandbox.linux.Nearest;
import io.github.threadsandbox.linux.Signature;
import io.github.threadsandbox.linux.SyscallTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code syscalls [NAME]}: the syscalls that rules may name, with their numbers and arguments. */
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

    @Option(
            names = "--arch",
            paramLabel = "ARCH",
            description = "x86_64, aarch64 or riscv64; this machine's if not given")
    private String archName;

    @Mixin
    private Output output;

    @Override
    public Integer call() {
        Arch arch = Machine.named(spec, archName);
        List<Map<String, Object>> found = new ArrayList<>();
        SyscallTable.of(arch).byNumber().forEach((number, syscall) -> {
            if (name == null || name.equals(syscall)) {
                Map<String, Object> line = new LinkedHashMap<>();
                line.put("number", number);
                line.put("name", syscall);
                Signature.of(syscall, arch)
                        .ifPresent(signature -> line.put(
                                "arguments",
                                signature.parameters().stream()
                                        .map(Signature.Parameter::name)
                                        .toList()));
                found.add(line);
            }
        });
        if (found.isEmpty()) {
            spec.commandLine()
                    .getErr()
                    .println(arch.kernelName() + " has no syscall '" + name + "': "
                            + Nearest.hint(name, SyscallTable.of(arch).ownNames(), "'syscalls' lists them"));
            return 1;
        }
        if (output.isJson()) {
            output.json(found);
        } else {
            found.forEach(line -> output.line(String.format(
                    "%4s %s",
                    line.get("number"),
                    Signature.of((String) line.get("name"), arch)
                            .map(Signature::toString)
                            .orElse((String) line.get("name")))));
        }
        return 0;
    }
}
