package io.github.threadsandbox.config;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import io.github.threadsandbox.linux.Arch;
import io.github.threadsandbox.policy.Groups;
import io.github.threadsandbox.policy.Rule;
import io.github.threadsandbox.policy.RuleException;
import io.github.threadsandbox.policy.RuleParser;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads {@code groups}: the role map's own groups of rules, which roles, the base filter and each other may name. */
final class GroupReader {
    private static final List<String> KEYS = List.of("purpose", "rules");

    private final Section groups;
    private final Arch arch;
    private final Report report;

    /** What was read of each group, by its name with {@code @}. */
    private final Map<String, String> purposes = new LinkedHashMap<>();

    private final Map<String, List<Placed>> rules = new LinkedHashMap<>();
    private final Set<String> unsure = new HashSet<>();

    GroupReader(Section groups, Arch arch) {
        this.groups = groups;
        this.arch = arch;
        this.report = groups.report();
    }

    /** A rule and where it stands. */
    private record Placed(Rule rule, Section.Text text) {}

    Groups read(ConfigObject object) {
        Map<String, Section> sections = new LinkedHashMap<>();
        for (String name : object.keySet()) {
            Section section = new Section(
                    groups.object(object.get(name), groups.path(name)),
                    ConfigFactory.empty().root(),
                    groups.path(name),
                    report);
            if (Groups.isOwn("@" + name)) {
                report.problem(
                        section.origin(),
                        groups.path(name),
                        "@" + name + " is a group of the agent's: give yours another name; it may name @" + name
                                + " among its rules");
            } else if (!Pattern.matches("[a-z][a-z0-9]*(-[a-z0-9]+)*", name)) {
                report.problem(
                        section.origin(),
                        groups.path(name),
                        "is no name for a group: write lower-case letters, digits and single hyphens");
            } else {
                sections.put("@" + name, section);
                if (!(object.get(name) instanceof ConfigObject)) {
                    unsure.add("@" + name);
                }
            }
        }
        // All names first: groups may name each other.
        Groups names = Groups.with(sections.keySet().stream()
                .map(name -> new Groups.Group(name, "", List.of()))
                .toList());
        sections.forEach((name, section) -> read(name, section, new RuleParser(arch, names)));
        for (String name : rules.keySet()) {
            breakCircles(name, new LinkedHashSet<>(), new HashSet<>());
        }
        return Groups.with(rules.keySet().stream()
                .map(name -> new Groups.Group(
                        name,
                        purposes.get(name),
                        rules.get(name).stream()
                                .map(placed -> new Groups.Entry(
                                        placed.rule().text(), placed.rule().place(), ""))
                                .toList()))
                .toList());
    }

    /** Groups of which something could not be read, so that what they lack may have been meant there. */
    Set<String> unsure() {
        boolean grown = true;
        while (grown) {
            grown = false;
            for (Map.Entry<String, List<Placed>> group : rules.entrySet()) {
                grown |= group.getValue().stream()
                                .anyMatch(
                                        placed -> unsure.contains(placed.rule().target()))
                        && unsure.add(group.getKey());
            }
        }
        return unsure;
    }

    private void read(String name, Section section, RuleParser parser) {
        section.onlyKeys(KEYS, Map.of());
        List<Placed> placed = new ArrayList<>();
        List<Section.Text> texts = section.texts("rules");
        for (Section.Text text : texts) {
            try {
                placed.add(
                        new Placed(parser.parse(text.value(), section.report().place(text.origin())), text));
            } catch (RuleException e) {
                report.problem(text.origin(), text.path(), e.getMessage());
                unsure.add(name);
            }
        }
        if (!section.areTexts("rules")) {
            unsure.add(name);
        } else if (texts.isEmpty() && unsure.add(name)) {
            report.problem(section.origin(), section.path("rules"), "has none: write rules = [\"…\"]");
        }
        purposes.put(name, section.text("purpose").map(Section.Text::value).orElse(""));
        rules.put(name, placed);
    }

    private void breakCircles(String name, Set<String> path, Set<String> done) {
        path.add(name);
        for (Placed placed : List.copyOf(rules.get(name))) {
            String nested = placed.rule().target();
            if (path.contains(nested)) {
                report.problem(
                        placed.text().origin(),
                        placed.text().path(),
                        path.size() == 1
                                ? name + " names itself: take that out"
                                : "the groups " + String.join(", ", path)
                                        + " name each other in a circle: take one of the names out");
                rules.get(name).remove(placed);
                unsure.add(name);
            } else if (rules.containsKey(nested) && done.add(nested)) {
                breakCircles(nested, path, done);
            }
        }
        path.remove(name);
    }
}
