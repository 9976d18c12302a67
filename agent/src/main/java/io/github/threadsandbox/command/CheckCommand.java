package io.github.threadsandbox.command;

import io.github.threadsandbox.bpf.PolicyCompiler;
import io.github.threadsandbox.bpf.Program;
import io.github.threadsandbox.bpf.ProgramTooLargeException;
import io.github.threadsandbox.config.ConfigProblems;
import io.github.threadsandbox.config.Problem;
import io.github.threadsandbox.config.Settings;
import io.github.threadsandbox.config.SettingsReader;
import io.github.threadsandbox.linux.Arch;
import io.github.threadsandbox.policy.Policy;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

    private final Set<Problem> problems = new LinkedHashSet<>();
    private final Set<String> notices = new LinkedHashSet<>();
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
            answer.put("problems", problems.stream().map(CheckCommand::json).toList());
            answer.put("notices", List.copyOf(notices));
            answer.put("instructions", instructions);
            output.json(answer);
        } else {
            problems.forEach(problem -> output.line(problem.toString()));
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
            notices.addAll(settings.notices());
            compile("base", settings.base(), arch);
            new TreeMap<>(settings.roles()).forEach((name, policy) -> compile(name, policy, arch));
        } catch (ConfigProblems e) {
            List<Problem> told = List.copyOf(problems);
            for (Problem problem : e.problems()) {
                if (arch == Arch.X86_64) {
                    problems.add(problem);
                } else if (told.stream().noneMatch(problem::isAt)) {
                    problems.add(problem.of(arch.kernelName()));
                }
            }
            notices.addAll(e.notices());
        }
    }

    private void compile(String name, Policy policy, Arch arch) {
        try {
            Program program = PolicyCompiler.compile(policy, arch);
            instructions
                    .computeIfAbsent(name, role -> new LinkedHashMap<>())
                    .put(arch.kernelName(), program.instructions().size());
        } catch (ProgramTooLargeException e) {
            problems.add(new Problem(file.toString(), 0, "", arch.kernelName() + ": " + e.getMessage()));
        }
    }

    private static Map<String, Object> json(Problem problem) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("file", problem.file());
        answer.put("line", problem.line());
        answer.put("key", problem.key());
        answer.put("message", problem.message());
        return answer;
    }
}
