package io.github.threadsandbox.config;

import com.typesafe.config.ConfigOrigin;
import io.github.threadsandbox.linux.Arch;
import io.github.threadsandbox.policy.Floor;
import io.github.threadsandbox.policy.Grant;
import io.github.threadsandbox.policy.Groups;
import io.github.threadsandbox.policy.Rule;
import io.github.threadsandbox.policy.RulePrinter;
import java.util.List;
import java.util.stream.Collectors;

/** Refuses a rule that denies what is on the floor: says which calls, and why each is there. */
final class FloorCheck {
    /** So many calls are named; a rule that takes more takes a group. */
    private static final int NAMED = 3;

    private FloorCheck() {}

    /** A rule of the section's own {@code deny}. */
    static void ofDenial(Section section, Rule rule, Arch arch, Groups groups, String who, String fix) {
        section.texts("deny").stream()
                .filter(text -> text.value().strip().equals(rule.text()))
                .findFirst()
                .ifPresent(text -> check(section, text.origin(), text.path(), "", rule, arch, groups, who, fix));
    }

    /** A rule of a role that the section's role builds on. */
    static void ofInherited(Section section, Rule rule, Arch arch, Groups groups, String fix) {
        check(
                section,
                section.origin("extends"),
                section.path("extends"),
                ", denied there,",
                rule,
                arch,
                groups,
                "every Java thread",
                fix);
    }

    private static void check(
            Section section,
            ConfigOrigin origin,
            String path,
            String whence,
            Rule rule,
            Arch arch,
            Groups groups,
            String who,
            String fix) {
        List<Grant> taken = Floor.takenBy(rule, arch, groups);
        if (!taken.isEmpty()) {
            section.report()
                    .problem(
                            origin,
                            path,
                            "'" + rule.text() + "'" + whence + " takes away what HotSpot needs on " + who + ": "
                                    + named(taken, new RulePrinter(arch)) + ": " + fix);
        }
    }

    private static String named(List<Grant> taken, RulePrinter printer) {
        String first = taken.stream()
                .limit(NAMED)
                .map(grant -> printer.print(grant.syscall(), grant.conditions()) + " (" + grant.reason() + ")")
                .collect(Collectors.joining(", "));
        return taken.size() <= NAMED ? first : first + " and " + (taken.size() - NAMED) + " more";
    }
}
