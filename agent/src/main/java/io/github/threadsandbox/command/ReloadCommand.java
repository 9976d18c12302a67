package io.github.threadsandbox.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/**
 * {@code reload PID}: has a running JVM take its role map as it is now. Asked as {@code status} asks, through the attach mechanism's
 * own properties: whoever may attach reads a word there, and shows by a file of that name that it has.
 */
@Command(
        name = "reload",
        mixinStandardHelpOptions = true,
        description =
                "Has a running JVM take its role map as it is now, for threads that start from then on, and says what that"
                        + " changes. Exit code 1 if it is not taken; then nothing has changed.")
final class ReloadCommand implements Callable<Integer> {
    private static final String PREFIX = "thread-sandbox.reload.";
    private static final String FILE = ".thread-sandbox-reload-";

    @Parameters(paramLabel = "PID", description = "the JVM's process id; jps lists them")
    private long pid;

    @Mixin
    private Output output;

    @Override
    public Integer call() {
        try {
            Properties before = AttachedJvm.agentProperties(pid);
            if (!StatusCommand.isArmed(before)) {
                return answer(false, List.of("it is a JVM without this agent, or with mode = off"));
            }
            String word = before.getProperty(PREFIX + "word");
            if (word == null) {
                return answer(
                        false, List.of(before.getProperty(PREFIX + "problem", "its agent is of another version")));
            }
            Properties after = askWith(word);
            String prefix = PREFIX + word + ".";
            if (!after.containsKey(prefix + "ok")) {
                return answer(false, List.of("it does not see this machine's /tmp: run this where it runs"));
            }
            List<String> lines = new ArrayList<>();
            for (String line = after.getProperty(prefix + 0);
                    line != null;
                    line = after.getProperty(prefix + lines.size())) {
                lines.add(line);
            }
            return answer(Boolean.parseBoolean(after.getProperty(prefix + "ok")), lines);
        } catch (AttachedJvm.Unreachable e) {
            return answer(false, List.of(e.getMessage()));
        } catch (IOException e) {
            return answer(false, List.of("no file can be made in its /tmp: " + e.getMessage()));
        }
    }

    private Properties askWith(String word) throws IOException, AttachedJvm.Unreachable {
        // Where the JVM has another root than this process.
        Path itsOwn = Path.of("/proc/" + pid + "/root/tmp");
        Path file = (Files.isWritable(itsOwn) ? itsOwn : Path.of("/tmp")).resolve(FILE + word);
        Files.createFile(file);
        try {
            return AttachedJvm.agentProperties(pid);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private int answer(boolean ok, List<String> lines) {
        if (output.isJson()) {
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("pid", pid);
            answer.put("ok", ok);
            answer.put(ok ? "changes" : "problems", lines);
            output.json(answer);
        } else {
            if (!ok) {
                output.line("process " + pid + ": the role map is as it was:");
            }
            lines.forEach(line -> output.line(StatusCommand.printable(line)));
        }
        return ok ? 0 : 1;
    }
}
