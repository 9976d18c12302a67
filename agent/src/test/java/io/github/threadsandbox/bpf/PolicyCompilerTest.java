package io.github.threadsandbox.bpf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.threadsandbox.linux.Arch;
import io.github.threadsandbox.linux.Errnos;
import io.github.threadsandbox.linux.SyscallTable;
import io.github.threadsandbox.policy.Action;
import io.github.threadsandbox.policy.Clause;
import io.github.threadsandbox.policy.Comparison;
import io.github.threadsandbox.policy.Condition;
import io.github.threadsandbox.policy.Decision;
import io.github.threadsandbox.policy.OnViolation;
import io.github.threadsandbox.policy.Policy;
import io.github.threadsandbox.policy.PolicyBuilder;
import io.github.threadsandbox.policy.RoleRules;
import io.github.threadsandbox.policy.RuleParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PolicyCompilerTest {
    private static final Action EPERM = Action.errno(Errnos.of("EPERM").orElseThrow());
    private static final Action ENOSYS = Action.errno(Errnos.of("ENOSYS").orElseThrow());
    private static final int X32 = 0x4000_0000;

    @ParameterizedTest
    @EnumSource
    void decidesEveryNumberOfEveryGroupAsThePolicyDoes(Arch arch) throws Exception {
        RuleParser parser = new RuleParser(arch);
        for (List<String> allow : List.of(
                List.of("@jvm"),
                List.of("@jvm", "@file-read"),
                List.of("@jvm", "@network-server", "@file-write", "ioctl(request == FIOCLEX)"),
                List.of("@jvm", "@process", "@network-client", "@jvm-threads"))) {
            RoleRules rules = new RoleRules("role", parse(parser, allow), List.of(), OnViolation.AUTO);
            assertDecidesAsPolicy(new PolicyBuilder(arch).role(rules), arch, 4000);
        }
        assertDecidesAsPolicy(new PolicyBuilder(arch).base(parse(parser, List.of("@dangerous"))), arch, 4000);
    }

    @ParameterizedTest
    @EnumSource
    void decidesTwoStackedPoliciesAsTheKernelDoes(Arch arch) throws Exception {
        RuleParser parser = new RuleParser(arch);
        PolicyBuilder builder = new PolicyBuilder(arch);
        Policy one = builder.role(
                new RoleRules("one", parse(parser, List.of("@jvm", "@file-read")), List.of(), OnViolation.AUTO));
        Policy two = builder.role(new RoleRules(
                "two",
                parse(parser, List.of("@jvm", "@file-write", "@network-client")),
                parse(parser, List.of("openat(flags & O_DIRECTORY != 0)")),
                OnViolation.always(Action.killProcess())));
        Policy both = one.and(two);
        Program program = PolicyCompiler.compile(both, arch);
        for (Map.Entry<Integer, String> call : SyscallTable.of(arch).byNumber().entrySet()) {
            Decision together = both.decision(call.getValue());
            for (long[] arguments : Edges.of(together, 3000, 7)) {
                Action expected = one.decision(call.getValue())
                        .decide(arguments)
                        .stricter(two.decision(call.getValue()).decide(arguments));
                assertEquals(
                        expected.returnValue(),
                        BpfMachine.run(program, arch.auditValue(), call.getKey(), arguments)
                                .value(),
                        call.getValue());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void decidesSeededRandomPoliciesAsThePolicyDoes(Arch arch) {
        for (int seed = 0; seed < 60; seed++) {
            assertDecidesAsPolicy(randomPolicy(new Random(seed), arch), arch, 200);
        }
    }

    @ParameterizedTest
    @EnumSource
    void decidesForEverySizeOfTheTable(Arch arch) {
        List<String> names = List.copyOf(SyscallTable.of(arch).byNumber().values());
        for (int size = 1; size <= names.size(); size++) {
            Map<String, Decision> decisions = new TreeMap<>();
            for (int i = 0; i < size; i++) {
                decisions.put(names.get(i), Decision.always(i % 3 == 0 ? EPERM : Action.allow()));
            }
            Policy policy = new Policy("sweep", decisions, Action.killProcess(), ENOSYS);
            Program program = PolicyCompiler.compile(policy, arch);
            for (Map.Entry<Integer, String> call :
                    SyscallTable.of(arch).byNumber().entrySet()) {
                assertEquals(
                        policy.decision(call.getValue()).otherwise().returnValue(),
                        BpfMachine.run(program, arch.auditValue(), call.getKey())
                                .value(),
                        size + " " + call.getValue());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void killsCallsOfEveryOtherArchitecture(Arch arch) {
        Policy open = new Policy("open", Map.of(), Action.allow(), Action.allow());
        Program program = PolicyCompiler.compile(open, arch);
        List<Integer> others = new ArrayList<>(List.of(0, -1, 0x4000_0003, 0x4000_0028, arch.auditValue() ^ 1));
        for (Arch other : Arch.values()) {
            if (other != arch) {
                others.add(other.auditValue());
            }
        }
        for (int other : others) {
            for (int number = 0; number < 600; number++) {
                assertEquals(
                        Action.killProcess().returnValue(),
                        BpfMachine.run(program, other, number).value());
            }
        }
    }

    @Test
    void refusesX32WhateverThePolicy() {
        Policy open = new Policy("open", Map.of(), Action.allow(), Action.allow());
        Program program = PolicyCompiler.compile(open, Arch.X86_64);
        for (int number : new int[] {X32, X32 + 1, X32 + 59, X32 + 520, X32 + 547, Integer.MAX_VALUE, -1, X32 << 1}) {
            assertEquals(
                    ENOSYS.returnValue(),
                    BpfMachine.run(program, Arch.X86_64.auditValue(), number).value());
        }
        assertEquals(
                Action.allow().returnValue(),
                BpfMachine.run(program, Arch.X86_64.auditValue(), X32 - 1).value());
    }

    @Test
    void comparesAnIntByItsLowWordAlone() throws Exception {
        Policy policy = allowing("socket(domain == AF_UNIX)");
        Program program = PolicyCompiler.compile(policy, Arch.X86_64);
        assertEquals(Action.allow().returnValue(), socket(program, 1));
        assertEquals(Action.allow().returnValue(), socket(program, 0x1_0000_0001L));
        assertEquals(EPERM.returnValue(), socket(program, 0x1_0000_0002L));
    }

    @Test
    void looksAtBothWordsOfAWideArgument() throws Exception {
        Program program = PolicyCompiler.compile(allowing("mmap(length <= 0x100000)"), Arch.X86_64);
        int mmap = SyscallTable.of(Arch.X86_64).number("mmap").orElseThrow();
        int audit = Arch.X86_64.auditValue();
        assertEquals(
                Action.allow().returnValue(),
                BpfMachine.run(program, audit, mmap, 0, 0x100000).value());
        assertEquals(
                EPERM.returnValue(),
                BpfMachine.run(program, audit, mmap, 0, 0x100001).value());
        assertEquals(
                EPERM.returnValue(),
                BpfMachine.run(program, audit, mmap, 0, 0x1_0000_0000L).value());
    }

    @Test
    void searchesAmongManyEqualityTests() throws Exception {
        List<String> rules = new ArrayList<>();
        for (int request = 0; request < 64; request++) {
            rules.add("ioctl(request == " + (0x5000 + 3 * request) + ")");
        }
        Program program = PolicyCompiler.compile(allowing(rules.toArray(String[]::new)), Arch.X86_64);
        int ioctl = SyscallTable.of(Arch.X86_64).number("ioctl").orElseThrow();
        for (int request = 0x4ff0; request < 0x5000 + 3 * 70; request++) {
            boolean allowed = request >= 0x5000 && request < 0x5000 + 3 * 64 && request % 3 == 0x5000 % 3;
            BpfMachine.Run run = BpfMachine.run(program, Arch.X86_64.auditValue(), ioctl, 0, request);
            assertEquals(allowed ? Action.allow().returnValue() : EPERM.returnValue(), run.value());
            assertTrue(run.executed() < 20, "a search, not a chain: " + run.executed());
        }
    }

    @Test
    void testsNoValueThatIsDeniedAsAllElseIs() throws Exception {
        RuleParser parser = new RuleParser(Arch.X86_64);
        List<io.github.threadsandbox.policy.Rule> allow = parse(
                parser,
                List.of("ioctl(request == 7)", "ioctl(request == 8)", "ioctl(request == 9)", "ioctl(request == 70)"));
        List<io.github.threadsandbox.policy.Rule> deny =
                parse(parser, List.of("ioctl(request == 20)", "ioctl(request == 30)", "ioctl(request == 40)"));
        Policy with =
                new PolicyBuilder(Arch.X86_64).role(new RoleRules("some", allow, deny, OnViolation.always(EPERM)));
        Policy without =
                new PolicyBuilder(Arch.X86_64).role(new RoleRules("some", allow, List.of(), OnViolation.always(EPERM)));
        assertEquals(
                PolicyCompiler.compile(without, Arch.X86_64).instructions(),
                PolicyCompiler.compile(with, Arch.X86_64).instructions());
    }

    @Test
    void takesNeighbouringValuesForOneRange() throws Exception {
        String[] neighbours = alternatives("ioctl(request == %1$d)", 100);
        String[] apart = new String[100];
        for (int i = 0; i < apart.length; i++) {
            apart[i] = "ioctl(request == " + 3 * i + ")";
        }
        int few = PolicyCompiler.compile(allowing(neighbours), Arch.X86_64)
                .instructions()
                .size();
        int many = PolicyCompiler.compile(allowing(apart), Arch.X86_64)
                .instructions()
                .size();
        assertTrue(few < 20 && many > 100, few + " and " + many);
    }

    @Test
    void jumpsFartherThanAConditionalJumpReaches() throws Exception {
        List<String> rules = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            rules.add("ioctl(fd == " + 3 * i + ", request == " + (7 * i + 1) + ")");
        }
        Policy policy = allowing(rules.toArray(String[]::new));
        Program program = PolicyCompiler.compile(policy, Arch.X86_64);
        assertTrue(program.instructions().size() > 1000);
        int ioctl = SyscallTable.of(Arch.X86_64).number("ioctl").orElseThrow();
        for (int i = 0; i < 1510; i++) {
            for (int request : new int[] {7 * (i / 3) + 1, 7 * (i / 3), 1}) {
                assertEquals(
                        policy.decision("ioctl")
                                .decide(new long[] {i, request, 0, 0, 0, 0})
                                .returnValue(),
                        BpfMachine.run(program, Arch.X86_64.auditValue(), ioctl, i, request)
                                .value());
            }
        }
    }

    @Test
    void namesWhatMakesAProgramTooLarge() {
        assertTooLarge("1202 conditions for ioctl", alternatives("ioctl(fd == %1$d, request == %1$d)", 600));
        List<String> rules = new ArrayList<>();
        // No call so long that the compiler has much to think about; no two of them alike, or they would share their
        // checks.
        List<String> calls = List.of(
                "lseek flock socket shutdown dup2 dup3 listen ftruncate fchmod kill tkill tgkill setpgid getpriority"
                        .concat(" setpriority setreuid setregid setresuid setresgid fchown ioperm semget shmget msgget")
                        .concat(" fadvise64 readahead fallocate inotify_rm_watch sync_file_range timerfd_create")
                        .split(" ", -1));
        for (int i = 0; i < calls.size(); i++) {
            rules.addAll(List.of(alternatives(calls.get(i) + "(arg0 == %1$d, arg1 == " + (10 + i) + "%1$d)", 80)));
        }
        assertTooLarge("the arguments of ", rules.toArray(String[]::new));
    }

    private static String[] alternatives(String rule, int count) {
        String[] rules = new String[count];
        for (int i = 0; i < count; i++) {
            rules[i] = String.format(java.util.Locale.ROOT, rule, i);
        }
        return rules;
    }

    private static void assertTooLarge(String expected, String... rules) {
        String message = assertThrows(
                        ProgramTooLargeException.class, () -> PolicyCompiler.compile(allowing(rules), Arch.X86_64))
                .getMessage();
        assertTrue(message.contains("4096") && message.contains(expected), message);
    }

    private static Policy allowing(String... rules) throws Exception {
        RoleRules role = new RoleRules(
                "some", parse(new RuleParser(Arch.X86_64), List.of(rules)), List.of(), OnViolation.always(EPERM));
        return new PolicyBuilder(Arch.X86_64).role(role);
    }

    private static int socket(Program program, long domain) {
        int socket = SyscallTable.of(program.arch()).number("socket").orElseThrow();
        return BpfMachine.run(program, program.arch().auditValue(), socket, domain)
                .value();
    }

    private static List<io.github.threadsandbox.policy.Rule> parse(RuleParser parser, List<String> texts)
            throws Exception {
        List<io.github.threadsandbox.policy.Rule> rules = new ArrayList<>();
        for (String text : texts) {
            rules.add(parser.parse(text));
        }
        return rules;
    }

    /** Every number that could matter, every edge of every argument, and what the kernel can remember by number. */
    private static void assertDecidesAsPolicy(Policy policy, Arch arch, int combinations) {
        Program program = PolicyCompiler.compile(policy, arch);
        SyscallTable table = SyscallTable.of(arch);
        int highest = table.byNumber().lastKey();
        for (int number = 0; number <= highest + 3; number++) {
            if (table.name(number).isEmpty()) {
                BpfMachine.Run run = BpfMachine.run(program, arch.auditValue(), number);
                assertEquals(policy.unknown().returnValue(), run.value(), "number " + number);
                assertFalse(run.loadedArgument());
                continue;
            }
            String name = table.name(number).get();
            Decision decision = policy.decision(name);
            for (long[] arguments : Edges.of(decision, combinations, number)) {
                BpfMachine.Run run = BpfMachine.run(program, arch.auditValue(), number, arguments);
                assertEquals(
                        decision.decide(arguments).returnValue(),
                        run.value(),
                        () -> name + java.util.Arrays.toString(arguments) + " " + decision);
                assertTrue(!run.loadedArgument() || !decision.clauses().isEmpty(), name);
            }
        }
        int beyond = arch == Arch.X86_64 ? X32 - 1 : Integer.MAX_VALUE;
        assertEquals(
                policy.unknown().returnValue(),
                BpfMachine.run(program, arch.auditValue(), beyond).value());
    }

    private static Policy randomPolicy(Random random, Arch arch) {
        List<String> names = List.copyOf(SyscallTable.of(arch).byNumber().values());
        Map<String, Decision> decisions = new TreeMap<>();
        Action[] actions = {Action.allow(), EPERM, ENOSYS, Action.killProcess()};
        for (int i = random.nextInt(120); i >= 0; i--) {
            List<Clause> clauses = new ArrayList<>();
            for (int c = random.nextInt(6); c > 0; c--) {
                List<Condition> conditions = new ArrayList<>();
                for (int n = random.nextInt(3); n >= 0; n--) {
                    conditions.add(randomCondition(random));
                }
                clauses.add(new Clause(conditions, actions[random.nextInt(actions.length)]));
            }
            decisions.put(
                    names.get(random.nextInt(names.size())),
                    new Decision(clauses, actions[random.nextInt(actions.length)]));
        }
        return new Policy("random", decisions, actions[random.nextInt(2)], ENOSYS);
    }

    private static Condition randomCondition(Random random) {
        boolean wide = random.nextBoolean();
        long[] values = {0, 1, 2, 3, 4, 0xff, 0x8000_0000L, 0xffff_ffffL, 0x1_0000_0000L, -1L, Long.MIN_VALUE};
        long mask = random.nextInt(3) > 0 ? -1 : values[random.nextInt(values.length)];
        long value = values[random.nextInt(values.length)];
        if (!wide) {
            value &= 0xffff_ffffL;
        }
        Comparison[] comparisons = Comparison.values();
        return new Condition(random.nextInt(2), wide, mask, comparisons[random.nextInt(comparisons.length)], value);
    }
}
