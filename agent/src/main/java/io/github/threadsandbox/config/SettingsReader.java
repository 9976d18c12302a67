package io.github.threadsandbox.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import io.github.threadsandbox.landlock.PathSets;
import io.github.threadsandbox.linux.Arch;
import io.github.threadsandbox.linux.Nearest;
import io.github.threadsandbox.policy.Action;
import io.github.threadsandbox.policy.Groups;
import io.github.threadsandbox.policy.Policy;
import io.github.threadsandbox.policy.PolicyBuilder;
import io.github.threadsandbox.policy.RoleRules;
import io.github.threadsandbox.policy.Rule;
import io.github.threadsandbox.policy.RuleParser;
import io.github.threadsandbox.role.RoleMap;
import io.github.threadsandbox.role.RoleRule;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads a role map file, checks it whole, and makes {@link Settings} of it. */
public final class SettingsReader {
    private static final String ROOT = "thread-sandbox";
    private static final List<String> KEYS = List.of(
            "mode",
            "observe",
            "on-error",
            "landlock",
            "base",
            "coverage",
            "groups",
            "role-defaults",
            "lanes",
            "preload",
            "roles",
            "threads");

    private final Arch arch;
    private final Report report;
    private final FileTexts texts;

    private SettingsReader(Arch arch, Report report, FileTexts texts) {
        this.arch = arch;
        this.texts = texts;
        this.report = report;
    }

    /**
     * Reads a role map.
     *
     * @param file the file; nothing for the built-in map, which is {@code reference.conf} alone: the base filter
     * @param arch the architecture whose numbers and constants the policies hold
     * @return the settings
     * @throws ConfigProblems with everything that is wrong with the file
     */
    public static Settings read(Optional<Path> file, Arch arch) throws ConfigProblems {
        return read(file, arch, FileTexts.onDisk());
    }

    static Settings read(Optional<Path> file, Arch arch, FileTexts texts) throws ConfigProblems {
        SettingsReader reader = new SettingsReader(arch, new Report(file), texts);
        ConfigObject root = file.isPresent()
                ? reader.parse(file.get())
                : ConfigFactory.empty().root();
        return reader.settings(root, file);
    }

    private ConfigObject parse(Path file) throws ConfigProblems {
        if (!Files.isRegularFile(file)) {
            report.problem(
                    file.toString(),
                    0,
                    (Files.exists(file) ? "is not a file" : "does not exist")
                            + ": name the role map with -javaagent:…=FILE, -Dthread-sandbox.config=FILE or"
                            + " THREAD_SANDBOX_CONFIG");
            report.throwProblems();
        }
        RoleMapFiles files = new RoleMapFiles(report, texts);
        ConfigObject root = files.read(file);
        files.reportChanged();
        if (root.isEmpty()) {
            report.throwProblems();
            report.problem(file.toString(), 0, "says nothing: write " + ROOT + " { roles { … }, threads = [ … ] }");
        }
        try {
            return resolve(root);
        } catch (ConfigException e) {
            files.problem(file, e);
            report.throwProblems();
            throw e;
        }
    }

    /** With {@code ${class-path}} and its like standing for themselves, until it is known what they hold. */
    private ConfigObject resolve(ConfigObject parsed) {
        Map<String, Object> sets = new LinkedHashMap<>();
        PathSets.names().forEach(name -> sets.put(name, "${" + name + "}"));
        ConfigObject resolved = Substitutions.resolve(parsed.withFallback(ConfigFactory.parseMap(sets)), report);
        for (String name : sets.keySet()) {
            if (parsed.containsKey(name)) {
                report.problem(
                        parsed.get(name).origin(),
                        name,
                        "is the name of a set of paths ('sets' lists them): take another");
            }
            resolved = resolved.withoutKey(name);
        }
        return resolved;
    }

    private Settings settings(ConfigObject root, Optional<Path> file) throws ConfigProblems {
        ConfigObject reference = reference();
        for (String key : root.keySet()) {
            if (!key.equals(ROOT)
                    && (!root.containsKey(ROOT)
                            || Nearest.to(key, List.of(ROOT)).isPresent())) {
                report.problem(
                        root.get(key).origin(),
                        key,
                        "unknown key: everything of this agent stands under '" + ROOT + "'");
            }
        }
        Section top = new Section(root, ConfigFactory.empty().root(), "", report);
        Section settings = new Section(top.object(root.get(ROOT), ROOT), reference, ROOT, report);
        settings.onlyKeys(KEYS, Map.of());
        Settings.Mode mode = mode(settings);
        settings.word("observe", List.of("on", "off", "true", "false"))
                .filter(word -> word.equals("on") || word.equals("true"))
                .ifPresent(word -> report.problem(
                        settings.origin("observe"),
                        settings.path("observe"),
                        "this version has no observer process: write observe = off"));
        Settings.OnError onError = settings.word("on-error", List.of("abort", "warn"))
                .map(word -> word.equals("warn") ? Settings.OnError.WARN : Settings.OnError.ABORT)
                .orElse(Settings.OnError.ABORT);

        ConfigObject groupObjects = settings.object("groups");
        Groups groups = Groups.own();
        Set<String> unsureGroups = Set.of();
        if (!groupObjects.isEmpty()) {
            GroupReader reader = new GroupReader(settings.section("groups"), arch);
            groups = reader.read(groupObjects);
            unsureGroups = reader.unsure();
        }
        PolicyBuilder builder = new PolicyBuilder(arch, groups);
        Settings.Landlock landlock = settings.word("landlock", List.of("required", "best-effort"))
                .map(word -> word.equals("required") ? Settings.Landlock.REQUIRED : Settings.Landlock.BEST_EFFORT)
                .orElse(Settings.Landlock.REQUIRED);

        Section base = settings.section("base");
        base.onlyKeys(List.of("deny"), Map.of());
        List<Rule> baseDeny = RoleReader.rules(base, "deny", new RuleParser(arch, groups));
        for (Rule rule : baseDeny) {
            FloorCheck.ofDenial(
                    base,
                    rule,
                    arch,
                    groups,
                    "every thread of the process",
                    "leave it out, and name the calls that are meant");
        }
        Policy basePolicy = builder.base(baseDeny);

        Settings.Coverage coverage = coverage(settings.section("coverage"));

        ConfigObject roleDefaults = settings.object("role-defaults");
        for (String key : List.of("on-violation", "floor", "context", "class-path", "allow", "deny", "extends")) {
            if (!roleDefaults.containsKey(key)) {
                roleDefaults = roleDefaults.withValue(key, ((ConfigObject) reference.get("role-defaults")).get(key));
            }
        }
        Section roles = settings.section("roles");
        ConfigObject roleObjects = settings.object("roles");
        RoleReader roleReader = new RoleReader(roles, roleDefaults, arch, groups, unsureGroups);
        Map<String, RoleRules> rules = roleReader.read(roleObjects);
        Map<String, Policy> policies = new LinkedHashMap<>();
        rules.forEach((name, role) -> policies.put(name, builder.role(role)));
        roleReader.checkBounds(roleObjects, policies);

        Section lanes = settings.section("lanes");
        lanes.onlyKeys(List.of("most", "idle"), Map.of());
        Settings.Lanes laneBounds =
                new Settings.Lanes(lanes.number("most", 1, 100_000).orElse(1), lanes.duration("idle"));

        ThreadReader threads = new ThreadReader(settings, rules.keySet());
        List<RoleRule> threadRules = threads.read();
        threads.noticeUnused(roles, extended(roles, roleObjects));
        if (!groupObjects.isEmpty()) {
            noticeUnusedGroups(settings.section("groups"), groups, baseDeny, rules.values());
        }
        noticeDeniedByBase(roles, policies, basePolicy);
        report.throwProblems();
        return new Settings(
                mode,
                onError,
                basePolicy,
                policies,
                new RoleMap(threadRules),
                report.notices(),
                file,
                laneBounds,
                roleReader.sharing(),
                rules,
                baseDeny,
                coverage,
                groups,
                settings.texts("preload").stream().map(Section.Text::value).toList(),
                roleReader.bounds(),
                landlock);
    }

    /** Groups of the file's that nothing names: perhaps a role was meant to. */
    private void noticeUnusedGroups(Section section, Groups groups, List<Rule> base, Collection<RoleRules> roles) {
        Set<String> used = new HashSet<>();
        base.forEach(rule -> used.add(rule.target()));
        for (RoleRules role : roles) {
            role.allow().forEach(rule -> used.add(rule.target()));
            role.deny().forEach(rule -> used.add(rule.target()));
        }
        for (String name : groups.names()) {
            groups.get(name).entries().forEach(entry -> used.add(entry.rule()));
        }
        for (String name : groups.names()) {
            if (!Groups.isOwn(name) && !used.contains(name)) {
                report.notice(
                        section.origin(name.substring(1)),
                        section.path(name.substring(1)),
                        "no rule names " + name + ": write it into a role's allow or deny, or take it out");
            }
        }
    }

    private static Set<String> extended(Section roles, ConfigObject roleObjects) {
        Set<String> extended = new HashSet<>();
        for (String name : roleObjects.keySet()) {
            roles.section(name).texts("extends").forEach(text -> extended.add(text.value()));
        }
        return extended;
    }

    private Settings.Mode mode(Section settings) {
        Optional<String> word = settings.word("mode", List.of("enforce", "off", "audit", "false"));
        if (word.isPresent() && word.get().equals("audit")) {
            report.problem(
                    settings.origin("mode"),
                    settings.path("mode"),
                    "this version cannot audit, which needs the observer process: write enforce or off");
        }
        // HOCON reads the bare word off as a boolean.
        return word.filter(value -> value.equals("off") || value.equals("false"))
                        .isPresent()
                ? Settings.Mode.OFF
                : Settings.Mode.ENFORCE;
    }

    private static Settings.Coverage coverage(Section section) {
        section.onlyKeys(List.of("interval", "on-mismatch"), Map.of());
        boolean abort = section.word("on-mismatch", List.of("report", "abort"))
                .filter(word -> word.equals("abort"))
                .isPresent();
        return new Settings.Coverage(section.duration("interval"), abort);
    }

    private void noticeDeniedByBase(Section roles, Map<String, Policy> policies, Policy base) {
        for (Policy policy : policies.values()) {
            List<String> denied = base.decisions().entrySet().stream()
                    .filter(decision -> !decision.getValue().otherwise().equals(Action.allow())
                            && policy.decision(decision.getKey()).otherwise().equals(Action.allow()))
                    .map(Map.Entry::getKey)
                    .toList();
            if (!denied.isEmpty()) {
                report.notice(
                        roles.origin(policy.name()),
                        roles.path(policy.name()),
                        "allows " + String.join(", ", denied) + ", which the base filter denies to every thread");
            }
        }
    }

    private static ConfigObject reference() {
        try (InputStream in = SettingsReader.class.getClassLoader().getResourceAsStream("reference.conf")) {
            if (in == null) {
                throw new IllegalStateException("bug: the agent's jar lacks reference.conf");
            }
            return ConfigFactory.parseReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .getObject(ROOT);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read reference.conf from the agent's jar", e);
        }
    }
}
