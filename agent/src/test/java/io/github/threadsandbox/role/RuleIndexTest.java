package io.github.threadsandbox.role;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Against the plain loop over the rules. */
class RuleIndexTest {
    /** Few letters and short names: so that many begin alike, and many are equal. */
    private static final String[] PARTS = {"a", "b", "ab", ".", "*", "**", "?", "a.", "\u00e4"};

    private static final long SEED = 20260717;

    @Test
    void findsTheRuleThatThePlainLoopFinds() {
        Random random = new Random(SEED);
        int matched = 0;
        int covered = 0;
        for (int round = 0; round < 2_000; round++) {
            List<RoleRule> rules = new ArrayList<>();
            RuleIndex index = new RuleIndex();
            for (int i = random.nextInt(40); i >= 0; i--) {
                RoleRule rule = rule(random);
                OptionalInt covering = first(rules, earlier -> earlier.covers(rule));
                assertEquals(covering, index.covering(rule), () -> rule + " after " + rules);
                covered += covering.isPresent() ? 1 : 0;
                rules.add(rule);
                index.add(rule);
            }
            for (int i = 0; i < 40; i++) {
                ThreadTraits traits = traits(random);
                OptionalInt matching = first(rules, rule -> rule.matches(traits));
                assertEquals(matching, index.matching(traits), () -> traits + " by " + rules);
                matched += matching.isPresent() ? 1 : 0;
            }
        }
        // Often enough both ways to mean something.
        assertTrue(matched > 8_000 && matched < 72_000, matched + " matched");
        assertTrue(covered > 4_000 && covered < 36_000, covered + " covered");
    }

    @Test
    void decidesForARoleMapAsThePlainLoopDoes() {
        Random random = new Random(SEED);
        for (int round = 0; round < 1_000; round++) {
            List<RoleRule> rules =
                    IntStream.range(0, 20).mapToObj(i -> rule(random)).toList();
            RoleMap map = new RoleMap(rules);
            for (int i = 0; i < 20; i++) {
                ThreadTraits traits = traits(random);
                Optional<RoleRule> first =
                        rules.stream().filter(rule -> rule.matches(traits)).findFirst();
                assertEquals(first.map(RoleRule::role), map.roleOf(traits));
                assertEquals(first.filter(RoleRule::concernsTasks).map(RoleRule::role), map.roleOfTask(traits));
                assertEquals(
                        rules.stream()
                                .anyMatch(rule -> rule.name().isPresent()
                                        && rule.name().get().matches(traits.name())),
                        map.asksForName(traits.name()));
                assertEquals(
                        rules.stream()
                                .filter(RoleRule::concernsTasks)
                                .map(rule -> new RoleRule(
                                        Optional.empty(), Optional.empty(), rule.task(), rule.annotation(), "r"))
                                .anyMatch(rule -> rule.matches(traits)),
                        map.mayConcernTask(traits));
            }
        }
    }

    @Test
    void findsEveryTextThatAnotherBeginsWith() {
        Beginnings beginnings = new Beginnings();
        List<String> texts = List.of("", "a", "aa", "ab", "abc", "abd", "b", "abc", "abcd.e", "\u00e4");
        for (int i = 0; i < texts.size(); i++) {
            beginnings.add(texts.get(i), i);
        }
        for (String whole :
                List.of("", "a", "ab", "abc", "abcd", "abcd.e", "abcd.ef", "abe", "ac", "b", "c", "\u00e4b")) {
            BitSet expected = new BitSet();
            IntStream.range(0, texts.size())
                    .filter(i -> whole.startsWith(texts.get(i)))
                    .forEach(expected::set);
            BitSet found = new BitSet();
            beginnings.find(whole, found);
            assertEquals(expected, found, whole);
        }
    }

    @Test
    void looksAtFewOfManyRules() {
        RuleIndex index = new RuleIndex();
        for (int i = 0; i < 10_000; i++) {
            RoleRule rule =
                    switch (i % 4) {
                        case 0 -> rule("worker-" + i + "-*", null, null, null);
                        case 1 -> rule("pool-*", "com.acme.of" + i + ".**", null, null);
                        case 2 -> rule(null, null, "com.acme.task" + i + ".*Task", null);
                        default -> rule(null, null, "com.acme.**", "com.acme.Untrusted" + i);
                    };
            int looked = index.lookedAt(rule).cardinality();
            // Of Untrusted1123: Untrusted11, which it begins with as well, and the like.
            assertTrue(looked <= 4, looked + " for " + rule);
            assertEquals(OptionalInt.empty(), index.covering(rule));
            index.add(rule);
        }
        ThreadTraits traits = new ThreadTraits(
                "worker-4000-1",
                "com.acme.of5001.Worker",
                Optional.of("com.acme.task6002.ATask"),
                Set.of("com.acme.Untrusted7003"),
                List.of());
        assertEquals(OptionalInt.of(4000), index.matching(traits));
        assertTrue(index.lookedAt(traits).cardinality() <= 8, () -> "" + index.lookedAt(traits));
    }

    private static RoleRule rule(String name, String threadClass, String task, String annotation) {
        return new RoleRule(
                Optional.ofNullable(name).map(Glob::ofThreadName),
                Optional.ofNullable(threadClass).map(Glob::ofClassName),
                Optional.ofNullable(task).map(Glob::ofClassName),
                Optional.ofNullable(annotation).map(Glob::ofClassName),
                "role");
    }

    private static OptionalInt first(List<RoleRule> rules, Predicate<RoleRule> test) {
        return IntStream.range(0, rules.size())
                .filter(i -> test.test(rules.get(i)))
                .findFirst();
    }

    private static RoleRule rule(Random random) {
        return new RoleRule(
                pattern(random).map(Glob::ofThreadName),
                pattern(random).map(Glob::ofClassName),
                pattern(random).map(Glob::ofClassName),
                pattern(random).map(Glob::ofClassName),
                "role" + random.nextInt(5));
    }

    private static Optional<String> pattern(Random random) {
        return random.nextBoolean() ? Optional.empty() : Optional.of(text(random, PARTS.length));
    }

    private static ThreadTraits traits(Random random) {
        Set<String> annotations = new HashSet<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            annotations.add(name(random));
        }
        return new ThreadTraits(
                name(random),
                name(random),
                random.nextBoolean() ? Optional.empty() : Optional.of(name(random)),
                annotations,
                List.of());
    }

    private static String name(Random random) {
        return text(random, 4);
    }

    private static String text(Random random, int parts) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            text.append(PARTS[random.nextInt(parts)]);
        }
        return text.toString();
    }
}
