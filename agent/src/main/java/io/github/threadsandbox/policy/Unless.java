package io.github.threadsandbox.policy;

import io.github.threadsandbox.linux.Arch;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A line of a data file: a rule, and perhaps {@code unless @group}, for roles that allow that group.
 *
 * @param grant the rule, with its reason
 * @param group the group, or empty
 */
record Unless(Grant grant, String group) {
    private static final String WORD = " unless ";

    /**
     * Reads a file.
     *
     * @param name of a resource of this package
     * @param why stands for the groups that led to a grant
     */
    static List<Unless> read(String name, String why, Arch arch) {
        RuleParser parser = new RuleParser(arch);
        List<Unless> all = new ArrayList<>();
        for (RuleFile.Line line : RuleFile.read(name).lines()) {
            int unless = line.text().indexOf(WORD);
            Rule rule =
                    Expansion.own(parser, unless < 0 ? line.text() : line.text().substring(0, unless));
            all.add(new Unless(
                    new Grant(rule.target(), rule.conditions(), List.of(why), line.reason()),
                    unless < 0 ? "" : line.text().substring(unless + WORD.length())));
        }
        return all;
    }

    /** Adds what applies to a role that allows these groups, nested ones included. */
    static void addTo(List<Grant> grants, List<Unless> lines, Set<String> groups) {
        for (Unless line : lines) {
            if (!groups.contains(line.group)) {
                grants.add(line.grant);
            }
        }
    }
}
