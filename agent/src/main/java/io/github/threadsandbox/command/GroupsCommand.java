package io.github.threadsandbox.command;

import io.github.threadsandbox.linux.Nearest;
import io.github.threadsandbox.policy.Groups;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code groups [NAME]}: the groups, and what is in one. */
@Command(
        name = "groups",
        mixinStandardHelpOptions = true,
        description = "Lists the groups, or what is in one and the reason for each line.")
final class GroupsCommand implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Parameters(paramLabel = "NAME", arity = "0..1", description = "a group, with or without its @")
    private String name;

    @Mixin
    private Output output;

    @Override
    public Integer call() {
        if (name == null) {
            if (output.isJson()) {
                output.json(Groups.names().stream().map(GroupsCommand::describe).toList());
            } else {
                Groups.names()
                        .forEach(group -> output.line(String.format(
                                "%-16s %s", group, Groups.get(group).purpose())));
            }
            return 0;
        }
        String group = name.startsWith("@") ? name : "@" + name;
        if (!Groups.names().contains(group)) {
            spec.commandLine()
                    .getErr()
                    .println("there is no group '" + group + "': "
                            + Nearest.hint(group, Groups.names(), "there are " + String.join(", ", Groups.names())));
            return 1;
        }
        if (output.isJson()) {
            output.json(describe(group));
        } else {
            output.line(group + ": " + Groups.get(group).purpose());
            output.line("");
            Groups.get(group).entries().forEach(this::line);
        }
        return 0;
    }

    private void line(Groups.Entry entry) {
        output.line(String.format("  %-44s %s", entry.rule(), entry.reason()).stripTrailing());
        if (!entry.seen().isEmpty()) {
            output.line(String.format("  %-44s   seen: %s", "", entry.seen()));
        }
    }

    private static Map<String, Object> describe(String group) {
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("name", group);
        described.put("purpose", Groups.get(group).purpose());
        List<Map<String, String>> entries = Groups.get(group).entries().stream()
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
