package io.github.threadsandbox.policy;

import io.github.threadsandbox.linux.Arch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What Landlock holds a role to, and what seccomp closes for its sake: calls that Landlock does not look at, or that lead past
 * it ({@code closed/}, each with its reason).
 */
public enum Bound {
    /** Files are held to paths. */
    PATHS("files", "paths.txt"),
    /** TCP is held to ports. */
    PORTS("tcp", "ports.txt"),
    /** Truncating by path, which Landlock holds from ABI 3 on only. */
    TRUNCATION("files", "truncation.txt");

    private static final String UNLESS = " unless ";
    private static final Map<Bound, Map<Arch, List<Closing>>> READ = new ConcurrentHashMap<>();

    private final String key;
    private final String file;

    Bound(String key, String file) {
        this.key = key;
        this.file = file;
    }

    /** One line; {@code unless} is a group, or empty. */
    private record Closing(Grant grant, String unless) {}

    /**
     * What is closed to a role of these bounds.
     *
     * @param bounds the role's
     * @param groups the groups that it allows, nested ones included
     * @param arch the architecture
     * @return the closings, each with its reason
     */
    static List<Grant> closedBy(Set<Bound> bounds, Set<String> groups, Arch arch) {
        List<Grant> closed = new ArrayList<>();
        for (Bound bound : bounds) {
            List<Closing> closings = READ.computeIfAbsent(bound, key -> new ConcurrentHashMap<>())
                    .computeIfAbsent(arch, bound::read);
            closings.stream()
                    .filter(closing -> !groups.contains(closing.unless()))
                    .forEach(closing -> closed.add(closing.grant()));
        }
        return closed;
    }

    private List<Closing> read(Arch arch) {
        RuleParser parser = new RuleParser(arch);
        List<Closing> all = new ArrayList<>();
        for (RuleFile.Line line : RuleFile.read("closed/" + file).lines()) {
            int unless = line.text().indexOf(UNLESS);
            Rule rule =
                    Expansion.own(parser, unless < 0 ? line.text() : line.text().substring(0, unless));
            all.add(new Closing(
                    new Grant(rule.target(), rule.conditions(), List.of("closed for " + key), line.reason()),
                    unless < 0 ? "" : line.text().substring(unless + UNLESS.length())));
        }
        return all;
    }
}
