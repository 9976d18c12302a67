package io.github.threadsandbox.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import io.github.threadsandbox.landlock.RoleBounds;
import io.github.threadsandbox.linux.Arch;
import io.github.threadsandbox.linux.Errnos;
import io.github.threadsandbox.linux.Nearest;
import io.github.threadsandbox.policy.Action;
import io.github.threadsandbox.policy.Bound;
import io.github.threadsandbox.policy.Explanation;
import io.github.threadsandbox.policy.Floor;
import io.github.threadsandbox.policy.Groups;
import io.github.threadsandbox.policy.OnViolation;
import io.github.threadsandbox.policy.Overruled;
import io.github.threadsandbox.policy.Policy;
import io.github.threadsandbox.policy.PolicyBuilder;
import io.github.threadsandbox.policy.RoleRules;
import io.github.threadsandbox.policy.Rule;
import io.github.threadsandbox.policy.RuleException;
import io.github.threadsandbox.policy.RuleParser;
import io.github.threadsandbox.policy.RulePrinter;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads {@code roles}: rules, what a role builds on, and whether it keeps the floor. */
final class RoleReader {
    private static final List<String> KEYS = List.of(
            "allow",
            "deny",
            "extends",
            "on-violation",
            "floor",
            "context",
            "class-path",
            "mode",
            "kinds",
            "files",
            "tcp");
    private static final Map<String, String> LATER = Map.of(
            "udp",
            "this version does not hold UDP to ports: take the key out; a role has no UDP where it says tcp.connect or"
                    + " tcp.bind and not \"@udp\"");

    private final Section roles;
    private final ConfigObject roleDefaults;
    private final Arch arch;
    private final Groups groups;
    private final Set<String> unsureGroups;
    private final Report report;
    private final RuleParser parser;
    private final Map<String, RoleRules> read = new LinkedHashMap<>();
    private final Map<String, String> floors = new LinkedHashMap<>();
    private final Map<String, Integer> ownDenials = new LinkedHashMap<>();
    private final Map<String, String> contexts = new LinkedHashMap<>();
    private final Map<String, String> classPaths = new LinkedHashMap<>();
    private final Map<String, String> modes = new LinkedHashMap<>();
    private final Set<String> apart = new LinkedHashSet<>();
    private final Map<String, RoleBounds> said = new LinkedHashMap<>();
    private final Map<String, RoleBounds> bounds = new LinkedHashMap<>();
    private final Map<String, String> places = new HashMap<>();

    /** Roles of which something could not be read, so that what they lack may have been meant there. */
    private final Set<String> unsure = new HashSet<>();

    RoleReader(Section roles, ConfigObject roleDefaults, Arch arch, Groups groups, Set<String> unsureGroups) {
        this.roles = roles;
        this.roleDefaults = roleDefaults;
        this.arch = arch;
        this.groups = groups;
        this.unsureGroups = unsureGroups;
        this.report = roles.report();
        this.parser = new RuleParser(arch, groups);
    }

    Map<String, RoleRules> read(ConfigObject object) {
        for (String name : object.keySet()) {
            role(object, name, new LinkedHashSet<>());
        }
        for (Map.Entry<String, RoleRules> role : read.entrySet()) {
            Section section = section(object, role.getKey());
            checkFloor(section, role.getValue());
            checkOverruled(section, role.getValue());
        }
        return read;
    }

    /** The roles whose work on a lane uses the thread-locals of the thread that waits for it; after {@link #read}. */
    Set<String> sharing() {
        Set<String> sharing = new LinkedHashSet<>(contexts.keySet());
        sharing.removeIf(role -> !contexts.get(role).equals("share"));
        return sharing;
    }

    /** The roles whose policies are not enforced; after {@link #read}. */
    Set<String> audited() {
        Set<String> audited = new LinkedHashSet<>(modes.keySet());
        audited.removeIf(role -> !modes.get(role).equals("audit"));
        return audited;
    }

    /** The roles that hold the kinds of their threads apart; after {@link #read}. */
    Set<String> apart() {
        return apart;
    }

    /** What Landlock is to hold each role to; after {@link #read}. */
    Map<String, RoleBounds> bounds() {
        return bounds;
    }

    /** Where each role's paths stand; after {@link #read}. */
    Map<String, String> places() {
        return places;
    }

    /** Refuses paths and ports that a role cannot use; after {@link #read}. */
    void checkBounds(ConfigObject object, Map<String, Policy> policies) {
        policies.forEach((name, policy) -> BoundsCheck.check(section(object, name), bounds.get(name), policy));
    }

    static List<Rule> rules(Section section, String key, RuleParser parser) {
        List<Rule> rules = new ArrayList<>();
        for (Section.Text text : section.texts(key)) {
            try {
                rules.add(parser.parse(text.value(), section.report().place(text.origin())));
            } catch (RuleException e) {
                section.report().problem(text.origin(), text.path(), e.getMessage());
            }
        }
        return rules;
    }

    private Section section(ConfigObject object, String name) {
        return new Section(roles.object(object.get(name), roles.path(name)), roleDefaults, roles.path(name), report);
    }

    private RoleRules role(ConfigObject object, String name, Set<String> path) {
        RoleRules known = read.get(name);
        if (known != null) {
            return known;
        }
        Section section = section(object, name);
        Set<String> meant = section.onlyKeys(KEYS, LATER);
        if (meant.contains("allow")
                || meant.contains("extends")
                || !(object.get(name) instanceof ConfigObject)
                || !section.areTexts("allow")
                || !section.areTexts("extends")) {
            unsure.add(name);
        }
        if (name.equals("base")) {
            report.problem(section.origin(), roles.path(name), "is the base filter's name: give the role another");
        }
        List<Rule> allow = new ArrayList<>();
        List<Rule> deny = new ArrayList<>();
        OnViolation onViolation = null;
        List<RoleBounds> parents = new ArrayList<>();
        path.add(name);
        for (Section.Text parent : section.texts("extends")) {
            RoleRules rules = parent(object, section, parent, path);
            if (rules == null || unsure.contains(parent.value())) {
                unsure.add(name);
            }
            if (rules != null) {
                allow.addAll(rules.withoutClassLoading().allow());
                deny.addAll(rules.deny());
                onViolation = rules.onViolation();
                floors.merge(name, floors.get(parent.value()), (a, b) -> a.equals("none") ? a : b);
                contexts.put(name, contexts.get(parent.value()));
                classPaths.merge(name, classPaths.get(parent.value()), (a, b) -> a.equals("deny") ? a : b);
                parents.add(said.get(parent.value()));
            }
        }
        path.remove(name);
        List<Rule> allowed = rules(section, "allow", parser);
        if (allowed.size() < section.texts("allow").size()
                || (!unsureGroups.isEmpty()
                        && allowed.stream().anyMatch(rule -> unsureGroups.contains(rule.target())))) {
            unsure.add(name);
        }
        allow.addAll(allowed);
        List<Rule> denied = rules(section, "deny", parser);
        ownDenials.put(name, denied.size());
        deny.addAll(denied);
        if (onViolation == null || section.has("on-violation")) {
            onViolation = onViolation(section);
        }
        if (!floors.containsKey(name) || section.has("floor")) {
            floors.put(name, section.word("floor", List.of("jvm", "none")).orElse("jvm"));
        }
        if (!contexts.containsKey(name) || section.has("context")) {
            contexts.put(
                    name, section.word("context", List.of("inherit", "share")).orElse("inherit"));
        }
        if (!classPaths.containsKey(name) || section.has("class-path")) {
            classPaths.put(
                    name, section.word("class-path", List.of("read", "deny")).orElse("deny"));
        }
        // Not inherited: who builds on a role that is tried out means its rules.
        modes.put(name, section.word("mode", List.of("enforce", "audit")).orElse("enforce"));
        kinds(name, section);
        said.put(name, BoundsReader.read(name, section, parents, places));
        RoleRules rules = bound(new RoleRules(name, allow, deny, onViolation));
        read.put(name, rules);
        return rules;
    }

    /** Adds what Landlock holds the role to: what it says, and the class path where it opens nothing else. */
    private RoleRules bound(RoleRules rules) {
        RoleBounds own = said.get(rules.name());
        Explanation explanation = new PolicyBuilder(arch, groups).explain(rules);
        boolean readsClassPath =
                classPaths.get(rules.name()).equals("read") && (own.saysFiles() || !explanation.opensFiles());
        RoleBounds all = readsClassPath ? own.withClassPath(explanation.groups().contains("@network-client")) : own;
        bounds.put(rules.name(), all.withProgramStart());
        Set<Bound> held = EnumSet.noneOf(Bound.class);
        if (all.holdsFiles()) {
            held.add(Bound.PATHS);
        }
        if (!all.ports().isEmpty()) {
            held.add(Bound.PORTS);
        }
        RoleRules bound = rules.with(held);
        return readsClassPath ? bound.withClassLoading() : bound;
    }

    private void kinds(String name, Section section) {
        if (section.word("kinds", List.of("alike", "apart"))
                .filter("apart"::equals)
                .isPresent()) {
            apart.add(name);
            if (!modes.get(name).equals("audit")) {
                report.problem(
                        section.origin("kinds"),
                        section.path("kinds"),
                        "is for 'learn' to look at a role that is audited: write mode = audit, or take it out");
            }
        }
    }

    private RoleRules parent(ConfigObject object, Section section, Section.Text parent, Set<String> path) {
        ConfigValue found = object.get(parent.value());
        if (found == null) {
            if (!report.isIncomplete()) {
                report.problem(
                        parent.origin(),
                        section.path("extends"),
                        "unknown role '" + parent.value() + "': "
                                + Nearest.hint(parent.value(), object.keySet(), "define it under roles"));
            }
            return null;
        }
        if (path.contains(parent.value())) {
            report.problem(
                    parent.origin(),
                    section.path("extends"),
                    path.size() == 1
                            ? "the role builds on itself: take its name out"
                            : "the roles " + String.join(", ", path)
                                    + " build on each other in a circle: take one 'extends' out");
            return null;
        }
        return role(object, parent.value(), path);
    }

    private OnViolation onViolation(Section section) {
        Section.Text text = section.text("on-violation").orElse(null);
        if (text == null || text.value().equals("auto")) {
            return OnViolation.AUTO;
        }
        if (text.value().equals("kill-process")) {
            return OnViolation.always(Action.killProcess());
        }
        if (Errnos.of(text.value()).isEmpty()) {
            List<String> words = new ArrayList<>(List.of("auto", "kill-process"));
            words.addAll(Errnos.names());
            report.problem(
                    text.origin(),
                    section.path("on-violation"),
                    "'" + text.value() + "': "
                            + Nearest.hint(text.value(), words, "write auto, kill-process or an errno such as EACCES"));
            return OnViolation.AUTO;
        }
        return OnViolation.always(Action.errno(Errnos.of(text.value()).get()));
    }

    private void checkFloor(Section section, RoleRules rules) {
        if (floors.get(rules.name()).equals("none")) {
            return;
        }
        if (!unsure.contains(rules.name())
                && !report.isIncomplete()
                && !Floor.notAllowed(rules.allow(), arch, groups).isEmpty()) {
            report.problem(
                    section.origin("allow"),
                    section.path("allow"),
                    "the role lacks @jvm, which HotSpot needs on every Java thread (it would die or hang): add"
                            + " \"@jvm\", or write floor = none and answer for the JVM yourself");
        }
        int inherited = rules.deny().size() - ownDenials.get(rules.name());
        String none = ", or write floor = none and answer for the JVM yourself";
        for (Rule rule : rules.deny().subList(inherited, rules.deny().size())) {
            FloorCheck.ofDenial(section, rule, arch, groups, "every Java thread", "leave it out of deny" + none);
        }
        // A role whose floor is another's business has that role's refusal, and no more.
        if (section.has("floor")) {
            for (Rule rule : rules.deny().subList(0, inherited)) {
                FloorCheck.ofInherited(section, rule, arch, groups, "build on another role" + none);
            }
        }
    }

    /**
     * A rule of {@code allow} that {@code deny} leaves nothing of is a mistake; carving out of a group, or of what the role
     * builds on, is not.
     */
    private void checkOverruled(Section section, RoleRules rules) {
        for (Section.Text allowed : section.texts("allow")) {
            if (allowed.value().strip().equals(Groups.CLASS_LOADING)) {
                report.problem(
                        allowed.origin(),
                        allowed.path(),
                        "'" + Groups.CLASS_LOADING
                                + "' is what a role has without saying so, held to the class path: take it"
                                + " out, or add \"@file-read\" if the role is to read other files");
            }
        }
        for (Section.Text text : section.texts("allow")) {
            for (Overruled overruled : Overruled.among(rules, named(rules, text), arch, groups)) {
                String rule = "'" + overruled.allow().text() + "'";
                String what = overruled
                        .part()
                        .map(part -> "of " + rule + " the part '"
                                + new RulePrinter(arch).print(overruled.allow().target(), part) + "'")
                        .orElse(rule);
                report.problem(
                        text.origin(),
                        text.path(),
                        overruled.deny().isPresent()
                                ? what + " is taken away by '"
                                        + overruled.deny().get().text() + "' in deny ("
                                        + overruled.deny().get().place()
                                        + "), and deny beats allow: take one of the two out"
                                : what
                                        + " is denied to every role, whatever it allows ('explain' says why): take it out"
                                        + processHint(overruled.allow().target()));
            }
        }
    }

    /** The rule that was read from a text; none where it could not be parsed, which has been reported. */
    private List<Rule> named(RoleRules rules, Section.Text text) {
        for (Rule rule : rules.allow()) {
            if (rule.text().equals(text.value().strip()) && rule.place().equals(report.place(text.origin()))) {
                return List.of(rule);
            }
        }
        return List.of();
    }

    private static String processHint(String syscall) {
        return Set.of("fork", "vfork", "execve", "kill", "tkill").contains(syscall)
                ? ", or allow \"@process\" if the role is to start processes"
                : "";
    }
}
