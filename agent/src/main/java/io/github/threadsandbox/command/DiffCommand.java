package io.github.threadsandbox.command;

import io.github.threadsandbox.config.ConfigProblems;
import io.github.threadsandbox.config.RoleMapDifference;
import io.github.threadsandbox.config.Settings;
import io.github.threadsandbox.config.SettingsReader;
import io.github.threadsandbox.linux.Arch;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code diff FILE-A FILE-B}: what a change of a role map lets anybody do that they could not before. */
@Command(
        name = "diff",
        mixinStandardHelpOptions = true,
        description = "Says what a changed role map lets each role do that it could not before, and what no longer.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:nothing is looser than before",
            "1:a file cannot be read, and why is said",
            "2:the command was used wrongly",
            "3:something is looser than before"
        })
final class DiffCommand implements Callable<Integer> {
    private static final int LOOSER = 3;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Parameters(index = "0", paramLabel = "FILE-A", description = "the role map before")
    private Path before;

    @Parameters(index = "1", paramLabel = "FILE-B", description = "the role map after")
    private Path after;

    @Mixin
    private ArchOption arch;

    @Mixin
    private Output output;

    @Override
    public Integer call() {
        Arch arch = this.arch.arch();
        Optional<Settings> old = read(before, arch);
        Optional<Settings> now = read(after, arch);
        if (old.isEmpty() || now.isEmpty()) {
            return 1;
        }
        RoleMapDifference difference = new RoleMapDifference(old.get(), now.get(), arch);
        if (output.isJson()) {
            output.json(json(difference));
        } else {
            print(difference);
        }
        return difference.isLooser() ? LOOSER : 0;
    }

    private Optional<Settings> read(Path file, Arch arch) {
        try {
            return Optional.of(SettingsReader.read(Optional.of(file), arch));
        } catch (ConfigProblems e) {
            e.problems().forEach(spec.commandLine().getErr()::println);
            return Optional.empty();
        }
    }

    private void print(RoleMapDifference difference) {
        if (difference.parts().isEmpty()) {
            output.line("no difference in what " + before + " and " + after + " allow");
        }
        difference.parts().forEach(part -> {
            output.line(part.heading());
            print("  may now", part.looser());
            print("  may no longer", part.stricter());
            print("  and", part.other());
        });
    }

    private void print(String heading, List<String> lines) {
        if (!lines.isEmpty()) {
            output.line(heading);
            lines.forEach(line -> output.line("    " + line));
        }
    }

    private static Map<String, Object> json(RoleMapDifference difference) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("looser", difference.isLooser());
        answer.put(
                "parts",
                difference.parts().stream()
                        .map(part -> {
                            Map<String, Object> json = new LinkedHashMap<>();
                            json.put("of", part.heading());
                            json.put("may-now", part.looser());
                            json.put("may-no-longer", part.stricter());
                            json.put("other", part.other());
                            return json;
                        })
                        .toList());
        return answer;
    }
}
