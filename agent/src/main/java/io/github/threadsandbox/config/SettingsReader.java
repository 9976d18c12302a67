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
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads a role map file, checks it whole, and makes {@link Settings} of it. */
public final class SettingsReader {
    private static final String ROOT = "thread-sandbox";
    private static final List<String> KEYS = List.of(
            "mode",
            "observe",
            "on-observer-loss",
            "stack-within",
            "events",
            "on-error",
            "landlock",
            "base",
            "coverage",
            "reload",
            "groups",
            "role-defaults",
            "lanes",
            "preload",
            "roles",
            "threads");

    private final Arch arch;
    private final Report report;
    private final FileTexts texts;
    private final Optional<Settings> inForce;

    private SettingsReader(Arch arch, Report report, FileTexts texts, Optional<Settings> inForce) {
        this.inForce = inForce;
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
        return read(file, arch, FileTexts.onDisk(), Optional.empty());
    }

    /**
     * Reads a role map that is to follow another while the JVM runs.
     *
     * @param file the file
     * @param arch the architecture whose numbers and constants the policies hold
     * @param inForce what was read before, and is in force: parts of it cannot be changed any more
     * @return the settings
     * @throws ConfigProblems with everything that is wrong with the file, and what cannot be changed
     */
    public static Settings reread(Path file, Arch arch, Settings inForce) throws ConfigProblems {
        return read(Optional.of(file), arch, FileTexts.onDisk(), Optional.of(inForce));
    }

    static Settings read(Optional<Path> file, Arch arch, FileTexts texts, Optional<Settings> inForce)
            throws ConfigProblems {
        SettingsReader reader = new SettingsReader(arch, new Report(file), texts, inForce);
        try {
            ConfigObject root = file.isPresent()
                    ? reader.parse(file.get())
                    : ConfigFactory.empty().root();
            return reader.settings(root, file);
        } catch (ConfigProblems e) {
            throw e.of(texts.all());
        }
    }

    private ConfigObject parse(Path file) throws ConfigProblems {
        if (!Files.isRegularFile(file)) {
            report.problem(
                    file.toString(),
                    0,
                    (Files.exists(file) ? "is not a file" : "does not exist")
                            + ": correct the path (of -javaagent:…=FILE, -Dthread-sandbox.config=FILE or"
                            + " THREAD_SANDBOX_CONFIG), or put the role map there");
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
        Settings.Observation observation = observation(settings);
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
        Section reloadSection = settings.section("reload");
        reloadSection.onlyKeys(List.of("interval"), Map.of());
        Duration reload = reloadSection.duration("interval");

        ConfigObject roleDefaults = settings.object("role-defaults");
        for (String key : List.of(
                "on-violation", "floor", "context", "class-path", "mode", "kinds", "allow", "deny", "extends")) {
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
        List<String> preload =
                settings.texts("preload").stream().map(Section.Text::value).toList();
        inForce.ifPresent(old -> {
            Settled settled = new Settled(settings);
            settled.check("mode", old.mode(), mode);
            settled.check("on-error", old.onError(), onError);
            settled.check("landlock", old.landlock(), landlock);
            // Its rules may name groups of the file's.
            if (report.isSound(settings.path("groups"))) {
                settled.check("base", old.base(), basePolicy);
            }
            settled.check("observe", old.observation().on(), observation.on());
            settled.check("on-observer-loss", old.observation().abort(), observation.abort());
            settled.check("stack-within", old.observation().stackWithin(), observation.stackWithin());
            settled.check("events", old.observation().events(), observation.events());
            settled.check("coverage", old.coverage(), coverage);
            settled.check("reload", old.reload(), reload);
            settled.check("lanes", old.lanes(), laneBounds);
        });
        Set<String> audited = audited(mode, observation, roleReader, settings, rules.keySet());
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
                preload,
                roleReader.bounds(),
                landlock,
                reload,
                texts.all(),
                observation,
                audited,
                roleReader.apart(),
                roleReader.places());
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
            return Settings.Mode.AUDIT;
        }
        // HOCON reads the bare word off as a boolean.
        return word.filter(value -> value.equals("off") || value.equals("false"))
                        .isPresent()
                ? Settings.Mode.OFF
                : Settings.Mode.ENFORCE;
    }

    private Settings.Observation observation(Section settings) {
        boolean on = settings.word("observe", List.of("on", "off", "true", "false"))
                .filter(word -> word.equals("on") || word.equals("true"))
                .isPresent();
        boolean abort = settings.word("on-observer-loss", List.of("deny", "abort"))
                .filter(word -> word.equals("abort"))
                .isPresent();
        Section events = settings.section("events");
        events.onlyKeys(List.of("file"), Map.of());
        Optional<Path> file = Optional.empty();
        Optional<Section.Text> text =
                events.text("file").filter(name -> !name.value().isBlank());
        if (text.isPresent()) {
            try {
                file = Optional.of(Path.of(text.get().value()));
            } catch (InvalidPathException e) {
                report.problem(text.get().origin(), events.path("file"), "names no file: " + e.getMessage());
            }
            if (!on) {
                report.problem(
                        text.get().origin(),
                        events.path("file"),
                        "nothing is written without an observer: write observe = on, or take it out");
            }
        }
        return new Settings.Observation(on, settings.pause("stack-within"), abort, file);
    }

    /** Whose policies are not enforced; none of it is protection, and it is worth nothing without somebody who tells of it. */
    private Set<String> audited(
            Settings.Mode mode,
            Settings.Observation observation,
            RoleReader reader,
            Section settings,
            Set<String> roles) {
        Set<String> audited = mode == Settings.Mode.AUDIT ? roles : reader.audited();
        if (!audited.isEmpty() && !observation.on()) {
            report.problem(
                    settings.origin("observe"),
                    settings.path("observe"),
                    "a role is audited, which the observer does: write observe = on, or mode = enforce");
        }
        if (!audited.isEmpty()) {
            report.notice(
                    settings.origin(mode == Settings.Mode.AUDIT ? "mode" : "roles"),
                    settings.path(mode == Settings.Mode.AUDIT ? "mode" : "roles"),
                    "audit: nothing that these roles are denied is blocked, and nothing protects from them; it is only told: "
                            + String.join(", ", new TreeSet<>(audited)));
        }
        return audited;
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
            // Its comments are most of it, and the parser would carry each to the value that it stands before.
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            StringBuilder values = new StringBuilder();
            int begin = 0;
            for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', begin)) {
                String line = text.substring(begin, end + 1);
                if (!line.stripLeading().startsWith("#")) {
                    values.append(line);
                }
                begin = end + 1;
            }
            return ConfigFactory.parseString(values.toString()).getObject(ROOT);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read reference.conf from the agent's jar", e);
        }
    }
}
