package io.github.threadsandbox.policy;

import io.github.threadsandbox.linux.Arch;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What no role may do, whatever it allows: {@code never.txt}, each line with its reason. */
public final class AlwaysDenied {
    private static final String UNLESS = " unless ";

    private AlwaysDenied() {}

    /**
     * What is always denied to a role.
     *
     * @param groups the groups that the role allows, nested ones included
     * @param arch the architecture
     * @return the denials, each with its reason
     */
    public static List<Grant> to(Set<String> groups, Arch arch) {
        RuleParser parser = new RuleParser(arch);
        List<Grant> denied = new ArrayList<>();
        for (RuleFile.Line line : RuleFile.read("never.txt").lines()) {
            int unless = line.text().indexOf(UNLESS);
            if (unless < 0 || !groups.contains(line.text().substring(unless + UNLESS.length()))) {
                Rule rule = Expansion.own(
                        parser, unless < 0 ? line.text() : line.text().substring(0, unless));
                denied.add(new Grant(
                        rule.target(), rule.conditions(), rule.text(), List.of("always denied"), line.reason()));
            }
        }
        return denied;
    }
}
