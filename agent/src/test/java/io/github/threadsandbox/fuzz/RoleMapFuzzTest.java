package io.github.threadsandbox.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.threadsandbox.bpf.BpfMachine;
import io.github.threadsandbox.bpf.PolicyCompiler;
import io.github.threadsandbox.bpf.Program;
import io.github.threadsandbox.bpf.ProgramTooLargeException;
import io.github.threadsandbox.config.ConfigProblems;
import io.github.threadsandbox.config.Problem;
import io.github.threadsandbox.config.Settings;
import io.github.threadsandbox.config.SettingsReader;
import io.github.threadsandbox.linux.Arch;
import io.github.threadsandbox.linux.SyscallTable;
import io.github.threadsandbox.policy.Clause;
import io.github.threadsandbox.policy.Condition;
import io.github.threadsandbox.policy.Policy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Role maps of all kinds of wrong and right: each is taken or refused, without a crash or a hang; what is refused is refused
 * with a place; what is taken compiles, and the program decides as {@link NaivePolicy} reads the file.
 *
 * <p>So many seeds by default; for longer, {@code mvn -pl agent test -Dtest=RoleMapFuzzTest -Dfuzz.seconds=3600}, from another
 * seed with {@code -Dfuzz.seed=}.
 */
class RoleMapFuzzTest {
    private static final Path REPOSITORY = Path.of("..");
    private static final int SEEDS = 800;
    private static final int CALLS = 40;

    /** Without a line: about a file as a whole. */
    private static final List<String> WHOLE =
            List.of("says nothing", "does not exist", "is not a file", "cannot be read");

    @TempDir
    private Path folder;

    private final List<String> samples = new ArrayList<>();
    private volatile long seed;
    private int taken;
    private int refused;
    private int calls;

    @Test
    void takesOrRefusesEveryRoleMapWithAPlaceAndDecidesAsItReads() throws Exception {
        try (Stream<Path> files = Files.list(REPOSITORY.resolve("conf"))) {
            for (Path file : files.sorted().toList()) {
                samples.add(Files.readString(file));
            }
        }
        String readme = Files.readString(REPOSITORY.resolve("README.md"));
        String begin = "```hocon\n";
        for (int at = readme.indexOf(begin); at >= 0; at = readme.indexOf(begin, at + 1)) {
            samples.add(readme.substring(at + begin.length(), readme.indexOf("```\n", at + begin.length())));
        }
        long seconds = Long.getLong("fuzz.seconds", 0);
        long first = Long.getLong("fuzz.seed", 1);
        FutureTask<Void> task = new FutureTask<>(() -> {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
            for (long next = first; seconds > 0 ? System.nanoTime() < end : next < first + SEEDS; next++) {
                seed = next;
                one(next);
            }
            return null;
        });
        Thread thread = new Thread(task, "fuzz");
        thread.setDaemon(true);
        thread.start();
        try {
            task.get(seconds + 300, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            AssertionError hang = new AssertionError("seed " + seed + " does not come to an end");
            hang.setStackTrace(thread.getStackTrace());
            throw hang;
        } catch (ExecutionException e) {
            throw new AssertionError("seed " + seed + ", whose role map is\n" + text(seed), e.getCause());
        }
        System.out.println("role maps taken " + taken + ", refused " + refused + "; calls compared " + calls);
        assertTrue(taken * 10 > refused, "taken " + taken + ", refused " + refused);
        assertTrue(calls > 10 * taken, "calls " + calls);
    }

    private String text(long number) {
        Random random = new Random(number);
        Arch arch = arch(random);
        String text = random.nextInt(3) == 0
                ? samples.get(random.nextInt(samples.size()))
                : new RandomRoleMap(random, arch).write();
        return random.nextInt(3) == 0 ? text : random.nextInt(2) == 0 ? new Mutations(random).spoil(text) : text;
    }

    private static Arch arch(Random random) {
        List<Arch> all = List.of(Arch.values());
        return all.get(random.nextInt(all.size()));
    }

    private void one(long number) throws Exception {
        Arch arch = arch(new Random(number));
        Path file = folder.resolve("roles.conf");
        Files.write(file, text(number).getBytes(StandardCharsets.UTF_8));
        Settings settings;
        try {
            settings = SettingsReader.read(Optional.of(file), arch);
        } catch (ConfigProblems e) {
            refused++;
            assertTrue(!e.problems().isEmpty());
            for (Problem problem : e.problems()) {
                assertTrue(
                        problem.line() > 0 || WHOLE.stream().anyMatch(problem.message()::contains),
                        () -> "without a line: " + problem);
            }
            return;
        }
        taken++;
        NaivePolicy naive = new NaivePolicy(file, arch);
        Random random = new Random(number);
        compare(settings.base(), arch, random, naive::base);
        for (Map.Entry<String, Policy> role : settings.roles().entrySet()) {
            compare(
                    role.getValue(),
                    arch,
                    random,
                    (syscall, arguments) -> naive.role(role.getKey(), syscall, arguments));
        }
    }

    /** What should be returned. */
    private interface Oracle {
        int of(String syscall, long[] arguments);
    }

    private void compare(Policy policy, Arch arch, Random random, Oracle oracle) {
        Program program;
        try {
            program = PolicyCompiler.compile(policy, arch);
        } catch (ProgramTooLargeException e) {
            assertTrue(e.getMessage().contains("'" + policy.name() + "'"), e.getMessage());
            return;
        }
        List<String> known = List.copyOf(SyscallTable.of(arch).byNumber().values());
        List<String> conditional = policy.decisions().entrySet().stream()
                .filter(decision -> !decision.getValue().clauses().isEmpty())
                .map(Map.Entry::getKey)
                .filter(name -> SyscallTable.of(arch).number(name).isPresent())
                .toList();
        for (int i = 0; i < CALLS; i++) {
            String syscall = conditional.isEmpty() || i % 4 == 0
                    ? known.get(random.nextInt(known.size()))
                    : conditional.get(random.nextInt(conditional.size()));
            long[] arguments = arguments(policy.decision(syscall).clauses(), random);
            assertEquals(
                    Integer.toHexString(oracle.of(syscall, arguments)),
                    Integer.toHexString(BpfMachine.run(
                                    program,
                                    arch.auditValue(),
                                    SyscallTable.of(arch).number(syscall).orElseThrow(),
                                    arguments)
                            .value()),
                    () -> policy.name() + " on " + arch + ": " + syscall + java.util.Arrays.toString(arguments));
            calls++;
        }
    }

    /** Near what the conditions of one clause ask for, so that some hold and some do not. */
    private static long[] arguments(List<Clause> clauses, Random random) {
        long[] arguments = random.longs(6).toArray();
        for (int i = 0; i < 6; i++) {
            arguments[i] = random.nextBoolean() ? 0 : arguments[i] >>> random.nextInt(64);
        }
        if (!clauses.isEmpty()) {
            for (Condition condition :
                    clauses.get(random.nextInt(clauses.size())).conditions()) {
                long rest = random.nextBoolean() ? 0 : random.nextLong() & ~condition.mask();
                arguments[condition.argument()] =
                        (condition.value() | rest) + random.nextInt(5) / 2 - (random.nextInt(5) / 4);
            }
        }
        return arguments;
    }
}
