package io.github.threadsandbox.command;

import io.github.threadsandbox.config.ConfigProblems;
import io.github.threadsandbox.config.SettingsReader;
import io.github.threadsandbox.linux.Nearest;
import io.github.threadsandbox.policy.Groups;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code groups [NAME]}: the groups, and what is in one; with {@code --file}, a role map's own as well. */
@Command(
        name = "groups",
        mixinStandardHelpOptions = true,
        description = "Lists the groups, or what is in one and the reason for each line.")
final class GroupsCommand implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Parameters(paramLabel = "NAME", arity = "0..1", description = "a group, with or without its @")
    private String name;

    @Option(names = "--file", paramLabel = "FILE", description = "a role map, whose own groups are listed as well")
    private Path file;

    @Mixin
    private Output output;

    private Groups groups = Groups.own();

    @Override
    public Integer call() {
        if (file != null) {
            try {
                groups =
                        SettingsReader.read(Optional.of(file), ArchOption.own()).groups();
            } catch (ConfigProblems e) {
                e.problems().forEach(spec.commandLine().getErr()::println);
                return 1;
            }
        }
        if (name == null) {
            if (output.isJson()) {
                output.json(groups.names().stream().map(this::describe).toList());
            } else {
                groups.names()
                        .forEach(group -> output.line(String.format(
                                        "%-16s %s", group, groups.get(group).purpose())
                                .stripTrailing()));
            }
            return 0;
        }
        String group = name.startsWith("@") ? name : "@" + name;
        if (!groups.names().contains(group)) {
            spec.commandLine()
                    .getErr()
                    .println("there is no group '" + group + "': "
                            + Nearest.hint(group, groups.names(), "there are " + String.join(", ", groups.names())));
            return 1;
        }
        if (output.isJson()) {
            output.json(describe(group));
        } else {
            output.line(group + ": " + groups.get(group).purpose());
            output.line("");
            groups.get(group).entries().forEach(this::line);
        }
        return 0;
    }

    private void line(Groups.Entry entry) {
        output.line(String.format("  %-44s %s", entry.rule(), entry.reason()).stripTrailing());
        if (!entry.seen().isEmpty()) {
            output.line(String.format("  %-44s   seen: %s", "", entry.seen()));
        }
    }

    private Map<String, Object> describe(String group) {
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("name", group);
        described.put("purpose", groups.get(group).purpose());
        List<Map<String, String>> entries = groups.get(group).entries().stream()
                .map(entry -> {
                    Map<String, String> line = new LinkedHashMap<>();
                    line.put("rule", entry.rule());
                    line.put("reason", entry.reason());
                    if (!entry.seen().isEmpty()) {
                        line.put("seen", entry.seen());
                    }
                    return line;
                })
                .toList();
        described.put("entries", entries);
        return described;
    }
}
