package io.github.threadsandbox.it.benchmark;

import io.github.threadsandbox.bpf.Program;
import io.github.threadsandbox.linux.Arch;
import io.github.threadsandbox.linux.Errnos;
import io.github.threadsandbox.linux.SyscallTable;
import io.github.threadsandbox.policy.Action;
import io.github.threadsandbox.policy.Clause;
import io.github.threadsandbox.policy.Comparison;
import io.github.threadsandbox.policy.Condition;
import io.github.threadsandbox.policy.Decision;
import io.github.threadsandbox.policy.Policy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Compiles policies with libseccomp, as far as its rules can say them: alternatives that allow, everything else EPERM. */
final class LibSeccomp {
    static final Action EPERM = Action.errno(Errnos.of("EPERM").orElseThrow());

    private static final int MOST_SECONDS = 20;

    private final Path binary;
    private final Path folder;
    private final Arch arch;

    LibSeccomp(Path repository, Path folder, Arch arch) throws Exception {
        this.binary = Native.compile(repository, folder, "filters.c", "-lseccomp");
        this.folder = folder;
        this.arch = arch;
    }

    Path binary() {
        return binary;
    }

    /** What libseccomp can say of a policy: no denial before an alternative, one comparison of each argument, masks in equalities. */
    static Policy sayable(Policy policy) {
        Map<String, Decision> decisions = new TreeMap<>();
        policy.decisions().forEach((name, decision) -> {
            if (decision.otherwise().equals(Action.allow())) {
                decisions.put(name, Decision.always(Action.allow()));
                return;
            }
            List<Clause> allowing = decision.clauses().stream()
                    .filter(clause -> clause.action().equals(Action.allow()) && isSayable(clause))
                    .toList();
            if (!allowing.isEmpty()) {
                decisions.put(name, new Decision(allowing, EPERM));
            }
        });
        return new Policy(policy.name(), decisions, EPERM, EPERM);
    }

    private static boolean isSayable(Clause clause) {
        return clause.conditions().stream()
                        .allMatch(condition -> condition.comparison() == Comparison.EQUAL
                                || (condition.wide() && condition.mask() == -1))
                && clause.conditions().stream()
                                .map(Condition::argument)
                                .distinct()
                                .count()
                        == clause.conditions().size();
    }

    /**
     * Compiles.
     *
     * @param optimize SCMP_FLTATR_CTL_OPTIMIZE: 1, rules by priority; 2, a tree (0 is unused, seccomp.h says)
     * @return the program; nothing where it would be larger than the kernel takes, or takes longer than 20 seconds
     */
    Optional<Program> compile(Policy policy, int optimize) throws Exception {
        Path rules = Files.write(folder.resolve("rules"), rules(policy));
        Path exported = folder.resolve("exported");
        Files.deleteIfExists(exported);
        Process process = new ProcessBuilder(
                        binary.toString(), "export", rules.toString(), exported.toString(), Integer.toString(optimize))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("said").toFile())
                .start();
        if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            return Optional.empty();
        }
        long length = Files.exists(exported) ? Files.size(exported) / 8 : 0;
        String said = Files.readString(folder.resolve("said"));
        if (!said.isEmpty()) {
            throw new IllegalStateException(policy.name() + ": " + said);
        }
        if (process.exitValue() != 0 || length == 0 || length > Program.MAX_INSTRUCTIONS) {
            return Optional.empty();
        }
        return Optional.of(Program.of("libseccomp " + optimize, arch, Files.readAllBytes(exported)));
    }

    private List<String> rules(Policy policy) {
        List<String> lines = new ArrayList<>();
        SyscallTable table = SyscallTable.of(arch);
        policy.decisions().forEach((name, decision) -> {
            if (table.number(name).isEmpty()) {
                return;
            }
            int number = table.number(name).getAsInt();
            if (decision.clauses().isEmpty()) {
                lines.add(Integer.toString(number));
            }
            for (Clause clause : decision.clauses()) {
                StringBuilder line = new StringBuilder().append(number);
                clause.conditions().forEach(condition -> line.append(' ').append(comparison(condition)));
                lines.add(line.toString());
            }
        });
        return lines;
    }

    /** {@code ARG:OP:DATUM_A:DATUM_B}, by enum scmp_compare of seccomp.h. */
    private static String comparison(Condition condition) {
        String value = Long.toUnsignedString(condition.value());
        int operator =
                switch (condition.comparison()) {
                    case NOT_EQUAL -> 1;
                    case LESS -> 2;
                    case LESS_OR_EQUAL -> 3;
                    case EQUAL -> condition.mask() == -1 ? 4 : 7;
                    case GREATER_OR_EQUAL -> 5;
                    case GREATER -> 6;
                };
        return condition.argument() + ":" + operator + ":"
                + (operator == 7 ? Long.toUnsignedString(condition.mask()) + ":" + value : value + ":0");
    }
}
