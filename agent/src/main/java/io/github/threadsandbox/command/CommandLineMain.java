package io.github.threadsandbox.command;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code java -jar thread-sandbox-agent.jar}: the commands and their exit codes. */
@Command(
        name = "thread-sandbox",
        mixinStandardHelpOptions = true,
        version = "thread-sandbox 0.1.0",
        description =
                "Confines threads of a JVM with seccomp and Landlock. As an agent: -javaagent:thread-sandbox-agent.jar=ROLE-MAP.",
        subcommands = {
            CheckCommand.class,
            ExplainCommand.class,
            DiffCommand.class,
            GroupsCommand.class,
            SetsCommand.class,
            SyscallsCommand.class,
            DoctorCommand.class,
            StatusCommand.class,
            TopCommand.class,
            AttachCommand.class,
            ReloadCommand.class,
            LearnCommand.class,
            ReportCommand.class
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:everything is right", "1:something is wrong, and said", "2:the command was used wrongly"})
public final class CommandLineMain implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    private CommandLineMain() {}

    /**
     * Runs one command.
     *
     * @param arguments the command's name and its own arguments
     * @return 0 if all is right, 1 if something is wrong and was said, 2 for wrong usage
     */
    public static int run(String[] arguments) {
        return run(
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                arguments);
    }

    static int run(PrintWriter out, PrintWriter err, String... arguments) {
        return new CommandLine(new CommandLineMain())
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(arguments);
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "name a command");
    }
}
