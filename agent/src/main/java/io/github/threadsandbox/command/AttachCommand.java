package io.github.threadsandbox.command;

import io.github.threadsandbox.config.ConfigProblems;
import io.github.threadsandbox.config.Problem;
import io.github.threadsandbox.config.SettingsReader;
import io.github.threadsandbox.linux.Arch;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code attach PID FILE}: loads the agent into a JVM that runs already, and says what it does not reach there. */
@Command(
        name = "attach",
        mixinStandardHelpOptions = true,
        description =
                "Loads this agent into a JVM that runs already, and says what it does not reach there. Exit code 1 if"
                        + " the agent did not stay.")
final class AttachCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "PID", description = "the JVM's process id; jps lists them")
    private long pid;

    @Parameters(index = "1", paramLabel = "FILE", description = "the role map")
    private Path file;

    @Mixin
    private Output output;

    @Override
    public Integer call() {
        try {
            Arch arch = Arch.of(System.getProperty("os.arch")).orElse(Arch.X86_64);
            SettingsReader.read(Optional.of(file), arch);
            if (StatusCommand.isArmed(AttachedJvm.agentProperties(pid))) {
                return answer(
                        List.of("process " + pid + ": not attached: thread-sandbox is already in this JVM: 'reload "
                                + pid + "' has it take its role map as it is now"),
                        List.of());
            }
            Optional<String> refused = AttachedJvm.loadAgent(
                    pid,
                    Path.of(System.getProperty("java.class.path"))
                            .toAbsolutePath()
                            .toString(),
                    file.toAbsolutePath().toString());
            if (refused.isPresent()) {
                return answer(List.of("process " + pid + ": not attached: " + refused.get()), List.of());
            }
            return answer(List.of(), StatusCommand.notReached(AttachedJvm.agentProperties(pid)));
        } catch (ConfigProblems e) {
            return answer(e.problems().stream().map(Problem::toString).toList(), List.of());
        } catch (AttachedJvm.Unreachable e) {
            return answer(List.of(e.getMessage()), List.of());
        }
    }

    private int answer(List<String> problems, List<String> notReached) {
        if (output.isJson()) {
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("pid", pid);
            answer.put("ok", problems.isEmpty());
            answer.put("problems", problems);
            answer.put("notReached", notReached);
            output.json(answer);
        } else {
            problems.forEach(output::line);
            if (problems.isEmpty()) {
                output.line("process " + pid + ": attached; 'status " + pid + "' shows its threads");
            }
            notReached.forEach(line -> output.line("not reached: " + StatusCommand.printable(line)));
        }
        return problems.isEmpty() ? 0 : 1;
    }
}
