package io.github.threadsandbox.command;

import io.github.threadsandbox.linux.Arch;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** The architecture that a command speaks of. */
final class ArchOption {
    @CommandLine.Spec(CommandLine.Spec.Target.MIXEE)
    private CommandLine.Model.CommandSpec spec;

    @Option(
            names = "--arch",
            paramLabel = "ARCH",
            description = "x86_64, aarch64 or riscv64, of the machine that is meant; this one's if not given")
    private String name;

    /** This machine's, or x86_64 where the agent has no table for it. */
    static Arch own() {
        return Arch.of(System.getProperty("os.arch")).orElse(Arch.X86_64);
    }

    /** The one that was named, or this machine's; what is unknown ends the command. */
    Arch arch() {
        return name == null ? own() : Arch.of(name).orElseThrow(this::unknown);
    }

    private CommandLine.ParameterException unknown() {
        return new CommandLine.ParameterException(
                spec.commandLine(),
                "unknown architecture '" + name + "': one of "
                        + Stream.of(Arch.values()).map(Arch::kernelName).toList());
    }
}
