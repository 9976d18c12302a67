package io.github.threadsandbox.it.benchmark;

import io.github.threadsandbox.config.SettingsReader;
import io.github.threadsandbox.linux.Arch;
import io.github.threadsandbox.linux.SyscallTable;
import io.github.threadsandbox.policy.Action;
import io.github.threadsandbox.policy.Clause;
import io.github.threadsandbox.policy.Comparison;
import io.github.threadsandbox.policy.Condition;
import io.github.threadsandbox.policy.Decision;
import io.github.threadsandbox.policy.Policy;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;

/** Policies to compile: of the shipped role maps, by chance from a seed, and of every size. */
final class Policies {
    private static final int MOST_CLAUSES = 4;
    private static final int MOST_CONDITIONS = 5;

    private Policies() {}

    /** The roles of conf/, as libseccomp can say them; equal ones once. */
    static List<Policy> shipped(Path repository, Arch arch) throws Exception {
        Map<Map<String, Decision>, Policy> policies = new TreeMap<>(Comparator.comparing(Object::toString));
        for (Path file : roleMaps(repository)) {
            for (Policy role :
                    SettingsReader.read(Optional.of(file), arch).roles().values()) {
                Policy policy = LibSeccomp.sayable(role);
                policies.putIfAbsent(policy.decisions(), named(policy, file.getFileName() + " " + role.name()));
            }
        }
        return List.copyOf(policies.values());
    }

    /** The roles of conf/ as they are. */
    static List<Policy> whole(Path repository, Arch arch) throws Exception {
        List<Policy> policies = new ArrayList<>();
        for (Path file : roleMaps(repository)) {
            policies.addAll(SettingsReader.read(Optional.of(file), arch).roles().values());
        }
        return policies;
    }

    private static TreeSet<Path> roleMaps(Path repository) throws IOException {
        TreeSet<Path> files = new TreeSet<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(repository.resolve("conf"), "*.conf")) {
            all.forEach(files::add);
        }
        return files;
    }

    private static Policy named(Policy policy, String name) {
        return new Policy(name, policy.decisions(), policy.unlisted(), policy.unknown());
    }

    /** By chance: a third of the calls are checked by arguments, by up to four alternatives of up to five conditions. */
    static Policy random(long seed, Arch arch) {
        Random random = new Random(seed);
        List<String> names = names(arch, random);
        Map<String, Decision> decisions = new TreeMap<>();
        for (String name : names.subList(0, 1 + random.nextInt(200))) {
            List<Clause> clauses = new ArrayList<>();
            if (random.nextInt(3) == 0) {
                for (int i = random.nextInt(MOST_CLAUSES); i >= 0; i--) {
                    clauses.add(clause(random, 1 + random.nextInt(MOST_CONDITIONS)));
                }
            }
            decisions.put(name, decision(clauses));
        }
        return new Policy("random " + seed, decisions, LibSeccomp.EPERM, LibSeccomp.EPERM);
    }

    /** So many calls, each with one alternative of so many conditions; or as many as the architecture has. */
    static Policy sized(int calls, int conditions, Arch arch) {
        Random random = new Random(calls * 7L + conditions);
        List<String> names = names(arch, random);
        Map<String, Decision> decisions = new TreeMap<>();
        for (String name : names.subList(0, Math.min(calls, names.size()))) {
            decisions.put(name, decision(conditions == 0 ? List.of() : List.of(clause(random, conditions))));
        }
        return new Policy(
                decisions.size() + " calls, " + conditions + " conditions",
                decisions,
                LibSeccomp.EPERM,
                LibSeccomp.EPERM);
    }

    private static Decision decision(List<Clause> clauses) {
        return clauses.isEmpty() ? Decision.always(Action.allow()) : new Decision(clauses, LibSeccomp.EPERM);
    }

    private static List<String> names(Arch arch, Random random) {
        List<String> names = new ArrayList<>(SyscallTable.of(arch).byNumber().values());
        Collections.shuffle(names, random);
        return names;
    }

    private static Clause clause(Random random, int count) {
        List<Integer> arguments = new ArrayList<>(List.of(0, 1, 2, 3, 4, 5));
        Collections.shuffle(arguments, random);
        List<Condition> conditions = new ArrayList<>();
        for (int argument : arguments.subList(0, count)) {
            conditions.add(condition(random, argument));
        }
        return new Clause(conditions, Action.allow());
    }

    /** Such as role maps have: small numbers and flags of an int, flags under a mask, and now and then 64 bits. */
    private static Condition condition(Random random, int argument) {
        long small = random.nextInt(64);
        return switch (random.nextInt(6)) {
            case 0, 1 -> new Condition(argument, false, 0xFFFF_FFFFL, Comparison.EQUAL, small);
            case 2 -> new Condition(argument, false, 1L << random.nextInt(20), Comparison.EQUAL, 0);
            case 3 -> {
                long mask = random.nextInt(1 << 20) | 1;
                yield new Condition(argument, false, mask, Comparison.EQUAL, mask & random.nextInt(1 << 20));
            }
            case 4 -> new Condition(argument, true, -1, any(random), small);
            default -> new Condition(argument, true, -1, any(random), random.nextLong());
        };
    }

    private static Comparison any(Random random) {
        return Comparison.values()[random.nextInt(Comparison.values().length)];
    }
}
