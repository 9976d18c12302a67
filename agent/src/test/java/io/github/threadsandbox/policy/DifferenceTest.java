package io.github.threadsandbox.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.threadsandbox.linux.Arch;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What one policy allows and another does not. */
class DifferenceTest {
    @Test
    void aDecisionDiffersFromItselfInNothing() {
        Policy policy = role("openat(flags & O_ACCMODE == O_RDONLY)", "ioctl(request == FIONREAD)", "read");
        assertEquals(List.of(), Difference.between(policy, policy, Arch.X86_64));
    }

    @Test
    void conditionsWrittenOtherwiseAreNoDifference() {
        assertEquals(List.of(), between("mmap(prot < 4)", "mmap(prot & 0xfffffffffffffffc == 0)"));
        assertEquals(
                List.of(),
                between(
                        "socket(domain == AF_INET6 || domain == AF_INET)",
                        "socket(domain == AF_INET || domain == AF_INET6)"));
    }

    @Test
    void everyKindIsTold() {
        assertEquals(List.of(Difference.Kind.ALL), kinds(between("getppid", "read")));
        assertEquals(List.of(Difference.Kind.UNDER_CONDITIONS), kinds(between("ioctl(request == 1)", "read")));
        assertEquals(List.of(Difference.Kind.WITHOUT_CONDITIONS), kinds(between("ioctl", "ioctl(request == 1)")));
        assertEquals(List.of(Difference.Kind.SOME), kinds(between("ioctl(request == 1)", "ioctl(request == 2)")));
        assertEquals(List.of(), kinds(between("ioctl(request == 1)", "ioctl")));
    }

    /** Random decisions, against every call of a small world. */
    @Test
    void anExampleIsFoundWhereverThereIsOne() {
        Random random = new Random(5);
        int differ = 0;
        for (int round = 0; round < 2000; round++) {
            Decision allows = decision(random);
            Decision denies = decision(random);
            boolean differs = differs(allows, denies);
            boolean found = Witness.find(allows, denies)
                    .map(call -> {
                        assertEquals(Action.allow(), allows.decide(call));
                        assertFalse(denies.decide(call).equals(Action.allow()));
                        return true;
                    })
                    .orElse(false);
            assertEquals(differs, found, allows + " / " + denies);
            differ += differs ? 1 : 0;
        }
        assertTrue(differ > 500 && differ < 1900, "differ: " + differ);
    }

    private static boolean differs(Decision allows, Decision denies) {
        long[] call = new long[6];
        for (call[0] = 0; call[0] < 16; call[0]++) {
            for (call[1] = 0; call[1] < 16; call[1]++) {
                if (allows.decide(call).equals(Action.allow())
                        && !denies.decide(call).equals(Action.allow())) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Of two arguments of four bits. */
    static Decision decision(Random random) {
        List<Clause> clauses = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            List<Condition> conditions = new ArrayList<>();
            for (int argument = 0; argument < 2; argument++) {
                long mask = random.nextBoolean() ? 15 : 1 + random.nextInt(15);
                conditions.add(new Condition(
                        argument,
                        true,
                        mask,
                        List.of(Comparison.values()).get(random.nextInt(6)),
                        random.nextInt(16) & mask));
            }
            clauses.add(new Clause(conditions, random.nextBoolean() ? Action.allow() : Action.killProcess()));
        }
        return new Decision(clauses, random.nextBoolean() ? Action.allow() : Action.killProcess());
    }

    private static List<Difference> between(String allows, String denies) {
        return Difference.between(role(allows), role(denies), Arch.X86_64).stream()
                .filter(difference -> !difference.syscall().equals("read"))
                .toList();
    }

    private static List<Difference.Kind> kinds(List<Difference> differences) {
        return differences.stream().map(Difference::kind).toList();
    }

    private static Policy role(String... allow) {
        List<Rule> rules = new ArrayList<>();
        for (String rule : allow) {
            try {
                rules.add(new RuleParser(Arch.X86_64).parse(rule));
            } catch (RuleException e) {
                throw new IllegalArgumentException(rule, e);
            }
        }
        return new PolicyBuilder(Arch.X86_64).role(new RoleRules("r", rules, List.of(), OnViolation.AUTO));
    }
}
