package io.github.threadsandbox.command;

import io.github.threadsandbox.config.ConfigProblems;
import io.github.threadsandbox.config.Settings;
import io.github.threadsandbox.config.SettingsReader;
import io.github.threadsandbox.linux.Arch;
import io.github.threadsandbox.policy.Exposure;
import io.github.threadsandbox.policy.RoleRules;
import io.github.threadsandbox.report.Page;
import io.github.threadsandbox.report.Summary;
import io.github.threadsandbox.report.TextReport;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code report FILE… [--html]}: what was denied, from the lines of JSON that {@code events.file} has. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description = "Sums up what was denied, from the lines of JSON that events.file names, of one JVM or of many.")
final class ReportCommand implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "files of JSON lines")
    private List<Path> files;

    @Option(names = "--html", description = "one page that needs nothing but itself, instead of text")
    private boolean html;

    @Option(names = "--out", paramLabel = "FILE", description = "where the page goes, instead of the standard output")
    private Path to;

    @Option(names = "--roles", paramLabel = "ROLE-MAP", description = "says beside it what each role may")
    private Path roleMap;

    @Mixin
    private Output output;

    @Override
    public Integer call() {
        if (!html && (to != null || roleMap != null)) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), (to != null ? "--out" : "--roles") + " is for a page: add --html");
        }
        Summary summary = new Summary();
        Map<String, List<String>> may;
        try {
            if (!read(summary)) {
                return 1;
            }
            may = roleMap == null ? Map.of() : may();
        } catch (ConfigProblems e) {
            e.problems().forEach(spec.commandLine().getErr()::println);
            return 1;
        }
        return html ? page(summary, may) : text(summary);
    }

    private int text(Summary summary) {
        if (output.isJson()) {
            output.json(TextReport.rows(summary));
        } else if (summary.isEmpty()) {
            output.line("nothing was denied");
        } else {
            TextReport.lines(summary).forEach(output::line);
        }
        return 0;
    }

    private int page(Summary summary, Map<String, List<String>> may) {
        String source = files.stream().map(Path::toString).collect(Collectors.joining(", "));
        if (summary.isEmpty()) {
            spec.commandLine().getErr().println(source + ": nothing was denied: there is nothing to make a page of");
            return 1;
        }
        String page = Page.of(summary, source, may);
        if (to == null) {
            output.out().print(page);
            output.out().flush();
            return 0;
        }
        try {
            // A name may have half a character: a question mark says so.
            Files.write(to, page.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            spec.commandLine().getErr().println(to + " cannot be written: " + e);
            return 1;
        }
        return 0;
    }

    private boolean read(Summary summary) {
        for (Path file : files) {
            int number = 0;
            try (BufferedReader reader = Files.newBufferedReader(file)) {
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                    number++;
                    summary.line(line);
                }
            } catch (IllegalArgumentException e) {
                spec.commandLine().getErr().println(file + ":" + number + ": " + e.getMessage());
                return false;
            } catch (IOException e) {
                spec.commandLine().getErr().println(file + " cannot be read: " + e);
                return false;
            }
        }
        return true;
    }

    private Map<String, List<String>> may() throws ConfigProblems {
        Arch arch = ArchOption.own();
        Settings settings = SettingsReader.read(Optional.of(roleMap), arch);
        Map<String, List<String>> may = new LinkedHashMap<>();
        settings.roles().forEach((role, policy) -> {
            RoleRules rules = settings.roleRules().get(role);
            List<String> lines = new ArrayList<>();
            rules.allow().forEach(rule -> lines.add("allow " + rule));
            rules.deny().forEach(rule -> lines.add("deny " + rule));
            lines.addAll(settings.bounds().get(role).describe());
            lines.add(
                    String.format(Locale.ROOT, "exposure %.1f of 10", Exposure.of(policy.and(settings.base()), arch)));
            may.put(role, lines);
        });
        return may;
    }
}
