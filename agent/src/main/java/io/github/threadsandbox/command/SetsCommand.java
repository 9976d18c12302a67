package io.github.threadsandbox.command;

import io.github.threadsandbox.landlock.PathSets;
import io.github.threadsandbox.linux.Nearest;
import io.github.threadsandbox.paths.NamedPaths;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sets [NAME]}: the named sets of paths, and what is in one. */
@Command(
        name = "sets",
        mixinStandardHelpOptions = true,
        description =
                "Lists the named sets of paths, ${name} in files.read and its like, or what is in one, the reason for"
                        + " each part, and what it comes to on this machine (for the class path: of this command).")
final class SetsCommand implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Parameters(paramLabel = "NAME", arity = "0..1", description = "a set, with or without $ and braces")
    private String name;

    @Mixin
    private Output output;

    @Override
    public Integer call() {
        Map<String, List<String>> found = NamedPaths.find(List.of());
        if (name == null) {
            if (output.isJson()) {
                output.json(
                        PathSets.all().stream().map(set -> describe(set, found)).toList());
            } else {
                PathSets.all().forEach(set -> output.line(String.format("%-16s %s", set.name(), set.purpose())));
            }
            return 0;
        }
        String wanted = name.startsWith("${") && name.endsWith("}") ? name.substring(2, name.length() - 1) : name;
        for (PathSets.PathSet set : PathSets.all()) {
            if (set.name().equals(wanted)) {
                print(set, found);
                return 0;
            }
        }
        spec.commandLine()
                .getErr()
                .println("there is no set '" + wanted + "': "
                        + Nearest.hint(wanted, PathSets.names(), "there are " + String.join(", ", PathSets.names())));
        return 1;
    }

    private void print(PathSets.PathSet set, Map<String, List<String>> found) {
        if (output.isJson()) {
            output.json(describe(set, found));
            return;
        }
        output.line(set.name() + ": " + set.purpose());
        output.line("");
        set.parts().forEach(part -> output.line(String.format("  %-28s %s", part.path(), part.reason())));
        output.line("");
        output.line("here:");
        found.get(set.name()).forEach(path -> output.line("  " + path));
    }

    private static Map<String, Object> describe(PathSets.PathSet set, Map<String, List<String>> found) {
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("name", set.name());
        described.put("purpose", set.purpose());
        described.put(
                "parts",
                set.parts().stream()
                        .map(part -> Map.of("path", part.path(), "reason", part.reason()))
                        .toList());
        described.put("here", found.get(set.name()));
        return described;
    }
}
