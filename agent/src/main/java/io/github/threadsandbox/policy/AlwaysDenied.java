package io.github.threadsandbox.policy;

import io.github.threadsandbox.linux.Arch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What no role may do, whatever it allows: {@code never.txt}, each line with its reason. */
public final class AlwaysDenied {
    private static final String UNLESS = " unless ";

    private static final Map<Arch, List<Denial>> READ = new ConcurrentHashMap<>();

    private AlwaysDenied() {}

    /**
     * What is always denied to a role.
     *
     * @param groups the groups that the role allows, nested ones included
     * @param arch the architecture
     * @return the denials, each with its reason
     */
    public static List<Grant> to(Set<String> groups, Arch arch) {
        List<Grant> denied = new ArrayList<>();
        for (Denial denial : READ.computeIfAbsent(arch, AlwaysDenied::read)) {
            if (!groups.contains(denial.unless())) {
                denied.add(denial.grant());
            }
        }
        return denied;
    }

    /** One line; {@code unless} is a group, or empty. */
    private record Denial(Grant grant, String unless) {}

    private static List<Denial> read(Arch arch) {
        RuleParser parser = new RuleParser(arch);
        List<Denial> all = new ArrayList<>();
        for (RuleFile.Line line : RuleFile.read("never.txt").lines()) {
            int unless = line.text().indexOf(UNLESS);
            Rule rule =
                    Expansion.own(parser, unless < 0 ? line.text() : line.text().substring(0, unless));
            all.add(new Denial(
                    new Grant(rule.target(), rule.conditions(), List.of("always denied"), line.reason()),
                    unless < 0 ? "" : line.text().substring(unless + UNLESS.length())));
        }
        return all;
    }
}
