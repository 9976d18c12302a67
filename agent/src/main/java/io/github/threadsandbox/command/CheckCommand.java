package io.github.threadsandbox.command;

import io.github.threadsandbox.bpf.PolicyCompiler;
import io.github.threadsandbox.bpf.Program;
import io.github.threadsandbox.bpf.ProgramTooLargeException;
import io.github.threadsandbox.config.ConfigProblems;
import io.github.threadsandbox.config.Settings;
import io.github.threadsandbox.config.SettingsReader;
import io.github.threadsandbox.linux.Arch;
import io.github.threadsandbox.policy.Policy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code check FILE}: whether the agent would start with this role map, on every architecture. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description =
                "Reads a role map and compiles every role of it, as the agent would; says everything that is wrong.")
final class CheckCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "the role map")
    private Path file;

    @Mixin
    private Output output;

    private final List<String> problems = new ArrayList<>();
    private final List<String> notices = new ArrayList<>();
    private final Map<String, Map<String, Integer>> instructions = new LinkedHashMap<>();

    @Override
    public Integer call() {
        for (Arch arch : Arch.values()) {
            check(arch);
        }
        if (output.isJson()) {
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("file", file.toString());
            answer.put("ok", problems.isEmpty());
            answer.put("problems", problems);
            answer.put("notices", notices);
            answer.put("instructions", instructions);
            output.json(answer);
        } else {
            problems.forEach(output::line);
            notices.forEach(notice -> output.line("notice: " + notice));
            output.line(problems.isEmpty() ? file + ": right" : file + ": " + problems.size() + " problem(s)");
            if (problems.isEmpty()) {
                instructions.forEach((role, sizes) -> output.line("  " + role + ": BPF instructions " + sizes));
            }
        }
        return problems.isEmpty() ? 0 : 1;
    }

    private void check(Arch arch) {
        try {
            Settings settings = SettingsReader.read(Optional.of(file), arch);
            settings.notices().stream()
                    .filter(notice -> !notices.contains(notice))
                    .forEach(notices::add);
            compile("base", settings.base(), arch);
            new TreeMap<>(settings.roles()).forEach((name, policy) -> compile(name, policy, arch));
        } catch (ConfigProblems e) {
            e.problems().stream().filter(problem -> !problems.contains(problem)).forEach(problems::add);
        }
    }

    private void compile(String name, Policy policy, Arch arch) {
        try {
            Program program = PolicyCompiler.compile(policy, arch);
            instructions
                    .computeIfAbsent(name, role -> new LinkedHashMap<>())
                    .put(arch.kernelName(), program.instructions().size());
        } catch (ProgramTooLargeException e) {
            problems.add(file + ": " + arch.kernelName() + ": " + e.getMessage());
        }
    }
}
