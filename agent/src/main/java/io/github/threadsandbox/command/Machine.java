package io.github.threadsandbox.command;

import io.github.threadsandbox.linux.Arch;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;

/** The architecture that a command speaks of. */
final class Machine {
    private Machine() {}

    /** This machine's, or x86_64 where the agent has no table for it. */
    static Arch own() {
        return Arch.of(System.getProperty("os.arch")).orElse(Arch.X86_64);
    }

    static Arch named(CommandLine.Model.CommandSpec spec, String name) {
        Optional<Arch> arch = name == null ? Optional.of(own()) : Arch.of(name);
        return arch.orElseThrow(() -> new CommandLine.ParameterException(
                spec.commandLine(),
                "unknown architecture '" + name + "': one of "
                        + Stream.of(Arch.values()).map(Arch::kernelName).toList()));
    }
}
