package io.github.threadsandbox.command;

import io.github.threadsandbox.config.ConfigProblems;
import io.github.threadsandbox.config.Settings;
import io.github.threadsandbox.config.SettingsReader;
import io.github.threadsandbox.learn.Merge;
import io.github.threadsandbox.learn.Observations;
import io.github.threadsandbox.learn.OldMap;
import io.github.threadsandbox.learn.PickedPorts;
import io.github.threadsandbox.learn.Proposals;
import io.github.threadsandbox.learn.RoleMapText;
import io.github.threadsandbox.learn.Surroundings;
import io.github.threadsandbox.linux.Arch;
import io.github.threadsandbox.paths.NamedPaths;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code learn --out FILE EVENTS…} or {@code learn --out FILE -- java …}: a role map for what was seen. */
@Command(
        name = "learn",
        mixinStandardHelpOptions = true,
        description =
                "Writes a role map from what a service was seen to do: it runs the command behind '--' in audit, which blocks nothing and"
                        + " protects from nothing, until it ends; or reads files of denials (events.file), of one instance or of many. What"
                        + " no role should have without a person's word is said, and written as a comment.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:written; with a command, its own exit code if SIGINT or SIGTERM ended it (130, 143)",
            "1:nothing is written, and it is said why; where the command failed, its own exit code",
            "2:the command was used wrongly"
        })
final class LearnCommand implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    private boolean ran;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "the role map to write")
    private Path out;

    @Option(
            names = "--merge",
            paramLabel = "FILE",
            description = "a role map that is there: it is kept, and what is new is put behind it")
    private Path merge;

    @Option(names = "--force", description = "write over a file that is there")
    private boolean force;

    @Option(
            names = "--here",
            description = "the service ran on this machine: paths that are not there any more become their folders")
    private boolean here;

    @Mixin
    private ArchOption arch;

    @Option(
            names = "--events",
            paramLabel = "FILE",
            description =
                    "keeps what the command was seen to do as JSON lines, put behind what is there; without it they are gone"
                            + " once the role map is written")
    private Path keep;

    @Parameters(
            paramLabel = "EVENTS | -- COMMAND",
            arity = "0..*",
            description =
                    "files of JSON lines, as events.file has them; and behind '--' a command with a 'java' in it, which is run")
    private List<String> parameters = List.of();

    @Override
    public Integer call() {
        List<String> arguments = spec.commandLine().getParseResult().originalArgs();
        int dashes = arguments.indexOf("--");
        List<String> command = dashes < 0 ? List.of() : arguments.subList(dashes + 1, arguments.size());
        List<Path> events = new ArrayList<>(parameters.subList(0, parameters.size() - command.size()).stream()
                .map(Path::of)
                .toList());
        if (events.isEmpty() && command.isEmpty()) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "name files of JSON lines, or a command: learn --out FILE -- java …");
        }
        if (command.isEmpty() && keep != null) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--events is for a command: learn … -- java …");
        }
        if (!force && Files.exists(out)) {
            return wrong(out + " is there already: name another file, or say --force");
        }
        if (command.isEmpty()) {
            return fold(events);
        }
        if (!LearnRun.canTake(command)) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(),
                    "the command behind '--' names no 'java', behind which the agent could be put: call java itself, and not a"
                            + " script");
        }
        try {
            return runAndFold(command, events);
        } catch (IOException e) {
            return wrong("the command cannot be run: " + e.getMessage());
        }
    }

    private int runAndFold(List<String> command, List<Path> others) throws IOException {
        LearnRun run = new LearnRun();
        int code = 1;
        try {
            Path folder = Files.createTempDirectory("thread-sandbox-learn-");
            Path seen = keep == null ? folder.resolve("events.jsonl") : keep.toAbsolutePath();
            Path roleMap = Files.writeString(folder.resolve("audit.conf"), LearnRun.roleMap(seen, ArchOption.own()));
            Path jar = Path.of(System.getProperty("java.class.path")).toAbsolutePath();
            long before = LearnRun.size(seen);
            try {
                code = run.run(command, jar, roleMap);
            } catch (IOException e) {
                // There is no such command: nothing ran, and nothing is to be kept.
                Files.delete(roleMap);
                Files.delete(folder);
                throw e;
            }
            Files.delete(roleMap);
            int folded = foldRun(code, seen, before, others);
            if (keep == null && (folded == 0 || !Files.exists(seen))) {
                Files.deleteIfExists(seen);
                Files.delete(folder);
            } else if (keep != null) {
                Files.delete(folder);
            }
            code = folded != 0 && LearnRun.endedWell(code) ? folded : code;
        } finally {
            run.done(code);
        }
        return code;
    }

    private int foldRun(int code, Path seen, long before, List<Path> others) throws IOException {
        if (!LearnRun.endedWell(code)) {
            return wrong("nothing was written: the command ended with exit code " + code
                    + ", and may not have done all its work" + kept(seen));
        }
        boolean whole = LearnRun.isWhole(seen, before);
        if (LearnRun.size(seen) == before) {
            if (before == 0) {
                Files.deleteIfExists(seen);
            }
            return wrong(
                    "nothing was written: nothing was seen: the command started no thread that a role could be for (main is none)");
        }
        if (!whole) {
            return wrong(
                    "nothing was written: what was seen is not whole, because the observer did not say that it had ended"
                            + kept(seen));
        }
        here = true;
        ran = true;
        others.add(seen);
        return fold(others);
    }

    private static String kept(Path seen) {
        return Files.exists(seen) ? " ('learn --out FILE " + seen + "' takes what was seen until then)" : "";
    }

    private int fold(List<Path> events) {
        Arch arch = this.arch.arch();
        Observations observations = new Observations();
        for (Path file : events) {
            try {
                read(observations, file);
            } catch (IOException e) {
                return wrong(file + ": cannot be read: " + e);
            } catch (IllegalArgumentException e) {
                return wrong(e.getMessage());
            }
        }
        if (observations.isEmpty()) {
            return wrong("nothing was seen in " + events
                    + ": is it the file of events.file, and did the service do its work?");
        }
        observations.remarks().forEach(this::say);
        Predicate<String> isThere = here ? path -> Files.exists(Path.of(path)) : path -> true;
        Surroundings surroundings = new Surroundings(sets(), "", isThere, here ? pickedPorts() : PickedPorts.DEFAULT);
        if (merge != null) {
            try {
                Merge merged = Merge.of(observations, surroundings, arch, old(arch));
                return write(merged.text(), merged.remarks());
            } catch (IOException e) {
                return wrong(merge + ": cannot be read: " + e);
            } catch (ConfigProblems e) {
                e.problems().forEach(problem -> say(problem.toString()));
                return 1;
            }
        }
        Proposals proposals = Proposals.of(observations, surroundings, arch);
        return write(RoleMapText.of(proposals), proposals.remarks());
    }

    /** This machine's; but its class path is this command's, and not the service's. */
    private static Map<String, List<String>> sets() {
        Map<String, List<String>> sets = new LinkedHashMap<>(NamedPaths.find(List.of()));
        sets.remove("class-path");
        return sets;
    }

    private static PickedPorts pickedPorts() {
        try {
            return PickedPorts.of(Files.readString(Path.of("/proc/sys/net/ipv4/ip_local_port_range")));
        } catch (IOException e) {
            return PickedPorts.DEFAULT;
        }
    }

    private OldMap old(Arch arch) throws IOException, ConfigProblems {
        Settings settings = SettingsReader.read(Optional.of(merge), arch);
        return new OldMap(
                merge.getFileName().toString(),
                Files.readString(merge),
                settings.roleMap(),
                settings.roleRules(),
                settings.bounds(),
                settings.groups());
    }

    private void read(Observations observations, Path file) throws IOException {
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            int number = 1;
            String line = reader.readLine();
            while (line != null) {
                String next = reader.readLine();
                try {
                    observations.line(line);
                } catch (IllegalArgumentException e) {
                    if (next != null) {
                        throw new IllegalArgumentException(file + ":" + number + ": " + e.getMessage(), e);
                    }
                    say("notice: " + file + ":" + number + ": the last line is torn, and left out: " + e.getMessage());
                }
                line = next;
                number++;
            }
        }
        observations.endOfFile();
    }

    /** Writes the file whole or not at all, and only if an agent would start with it. */
    private int write(String text, List<String> remarks) {
        try {
            Path folder = out.toAbsolutePath().getParent();
            Path temporary = Files.createTempFile(folder, out.getFileName().toString(), ".new");
            try {
                Files.write(temporary, text.getBytes(StandardCharsets.UTF_8));
                for (Arch arch : Arch.values()) {
                    SettingsReader.read(Optional.of(temporary), arch);
                }
                Files.move(temporary, out, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            return wrong(out + ": cannot be written: " + e);
        } catch (ConfigProblems e) {
            e.problems().forEach(problem -> say(problem.toString()));
            return wrong(
                    "nothing was written: what was learned is no role map (a bug of learn, unless --merge names a file that changed)");
        }
        remarks.forEach(this::say);
        // The standard output of a command that was run is its own.
        (ran ? spec.commandLine().getErr() : spec.commandLine().getOut())
                .println("wrote " + out + ": read it, 'check' and 'explain' it, then enforce it");
        return 0;
    }

    private int wrong(String message) {
        say(message);
        return 1;
    }

    private void say(String message) {
        spec.commandLine().getErr().println(message);
    }
}
