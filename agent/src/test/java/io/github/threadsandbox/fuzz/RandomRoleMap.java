package io.github.threadsandbox.fuzz;

import io.github.threadsandbox.linux.Arch;
import io.github.threadsandbox.policy.Groups;
import io.github.threadsandbox.policy.RandomRules;
import io.github.threadsandbox.policy.RuleException;
import io.github.threadsandbox.policy.RuleParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.StringJoiner;

/** Writes role maps as the grammar has them: most of them right, or nearly. */
final class RandomRoleMap {
    private final Random random;
    private final RandomRules rules;
    private final RuleParser parser;

    /** Calls that many rules are about, so that they meet: in alternatives, in deny and allow, in groups. */
    private final List<String> favourites;

    RandomRoleMap(Random random, Arch arch) {
        this.random = random;
        this.rules = new RandomRules(random, arch);
        this.parser = new RuleParser(arch);
        this.favourites = List.of("socket", "ioctl", "mmap", "openat", "clone", "prctl", "lseek", "fchmod");
    }

    String write() {
        List<String> groups = names("g", random.nextInt(4));
        List<String> roles = names("r", 1 + random.nextInt(4));
        StringBuilder text = new StringBuilder("thread-sandbox {\n");
        if (random.nextInt(4) == 0) {
            text.append("  base { deny = [\"@dangerous\", ")
                    .append(list(rules(groups, 2)))
                    .append("] }\n");
        }
        if (!groups.isEmpty()) {
            text.append("  groups {\n");
            for (int i = 0; i < groups.size(); i++) {
                // Mostly those behind it, so that circles are rare.
                List<String> others = random.nextInt(8) == 0 ? groups : groups.subList(i + 1, groups.size());
                text.append("    ")
                        .append(groups.get(i))
                        .append(" { rules = [")
                        .append(list(rules(others, 3)))
                        .append("] }\n");
            }
            text.append("  }\n");
        }
        text.append("  roles {\n");
        for (int i = 0; i < roles.size(); i++) {
            text.append("    ").append(roles.get(i)).append(" {");
            if (i > 0 && random.nextInt(3) == 0) {
                text.append(" extends = [")
                        .append(list(List.of(pick(roles.subList(0, i)))))
                        .append("],");
            }
            List<String> allow = new ArrayList<>(rules(groups, 8));
            boolean floor = random.nextInt(3) > 0;
            if (floor) {
                allow.add("@jvm");
            }
            text.append("\n      allow = [").append(list(allow)).append("]\n");
            if (random.nextBoolean()) {
                text.append("      deny = [").append(list(rules(groups, 4))).append("]\n");
            }
            if (!floor || random.nextInt(3) > 0) {
                text.append("      floor = none\n");
            }
            if (random.nextInt(4) == 0) {
                text.append("      on-violation = ")
                        .append(pick(List.of("auto", "EACCES", "kill-process", "ENOSYS")))
                        .append('\n');
            }
            text.append("    }\n");
        }
        text.append("  }\n  threads = [\n");
        for (String role : roles) {
            text.append("    { name = \"")
                    .append(role)
                    .append("-*\", role = ")
                    .append(role)
                    .append(" }\n");
        }
        return text.append("  ]\n}\n").toString();
    }

    private List<String> names(String prefix, int count) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            names.add(prefix + i);
        }
        return names;
    }

    private List<String> rules(List<String> groups, int most) {
        List<String> found = new ArrayList<>();
        for (int i = random.nextInt(most); i >= 0; i--) {
            int kind = random.nextInt(10);
            found.add(
                    kind == 0
                            ? pick(List.copyOf(Groups.own().names()))
                            : kind < 3 && !groups.isEmpty() ? "@" + pick(groups) : rule(kind < 7));
        }
        return found;
    }

    /** A rule that is one, but for one in fifty. */
    private String rule(boolean favourite) {
        while (true) {
            String rule = favourite ? rules.rule(pick(favourites)) : rules.rule();
            try {
                parser.parse(rule);
                return rule;
            } catch (RuleException e) {
                if (random.nextInt(50) == 0) {
                    return rule;
                }
            }
        }
    }

    private static String list(List<String> rules) {
        StringJoiner joiner = new StringJoiner(", ");
        rules.forEach(rule -> joiner.add("\"" + rule + "\""));
        return joiner.toString();
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
