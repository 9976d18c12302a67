package io.github.threadsandbox.config;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigValue;
import io.github.threadsandbox.linux.Nearest;
import io.github.threadsandbox.role.Glob;
import io.github.threadsandbox.role.RoleRule;
import io.github.threadsandbox.role.RuleIndex;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/** Reads {@code threads}: which thread takes which role. */
final class ThreadReader {
    private static final List<String> KEYS = List.of("name", "class", "task", "annotation", "role");

    private static final List<String> MATCHERS = List.of("name", "class", "task", "annotation");

    private final Section settings;
    private final Report report;
    private final Set<String> roles;

    /** As written, and as probably meant. */
    private final Set<String> used = new HashSet<>();

    ThreadReader(Section settings, Set<String> roles) {
        this.settings = settings;
        this.report = settings.report();
        this.roles = roles;
    }

    List<RoleRule> read() {
        List<RoleRule> rules = new ArrayList<>();
        List<ConfigOrigin> origins = new ArrayList<>();
        RuleIndex index = new RuleIndex();
        List<ConfigValue> entries = settings.list("threads");
        for (int i = 0; i < entries.size(); i++) {
            String path = settings.path("threads") + "[" + i + "]";
            if (!(entries.get(i) instanceof ConfigObject)) {
                report.problem(entries.get(i).origin(), path, "is not an object: write { name = …, role = … }");
                continue;
            }
            Section entry = new Section(
                    settings.object(entries.get(i), path), ConfigFactory.empty().root(), path, report);
            rule(entry).ifPresent(rule -> {
                index.covering(rule).ifPresent(earlier -> unreachable(entry, path, origins.get(earlier)));
                index.add(rule);
                rules.add(rule);
                origins.add(entry.origin());
            });
        }
        return rules;
    }

    private void unreachable(Section entry, String path, ConfigOrigin earlier) {
        report.problem(
                entry.origin(),
                path,
                "no thread reaches this entry: the one in line "
                        + earlier.lineNumber()
                        + (report.fileOf(earlier).equals(report.fileOf(entry.origin()))
                                ? ""
                                : " of " + report.fileOf(earlier).orElse("another file"))
                        + " comes first and matches all that this one does: move this one before it, or take it out");
    }

    /** The entry as a rule; nothing where something is wrong with it, so that no later entry is measured against it. */
    private Optional<RoleRule> rule(Section entry) {
        Set<String> meant = entry.onlyKeys(KEYS, Map.of());
        Optional<Glob> name = glob(entry, "name", Glob::ofThreadName);
        Optional<Glob> threadClass = glob(entry, "class", Glob::ofClassName);
        Optional<Glob> task = glob(entry, "task", Glob::ofClassName);
        Optional<Glob> annotation = glob(entry, "annotation", Glob::ofClassName);
        Optional<String> role = role(entry, meant);
        if (MATCHERS.stream().noneMatch(key -> entry.has(key) || meant.contains(key))) {
            report.problem(
                    entry.origin(),
                    entry.path("name"),
                    "the entry matches on nothing: add name, class, task or annotation");
        }
        long read = Stream.of(name, threadClass, task, annotation)
                .filter(Optional::isPresent)
                .count();
        boolean whole = read > 0 && read == MATCHERS.stream().filter(entry::has).count() && meant.isEmpty();
        return whole ? role.map(found -> new RoleRule(name, threadClass, task, annotation, found)) : Optional.empty();
    }

    private Optional<String> role(Section entry, Set<String> meant) {
        Optional<Section.Text> role = entry.text("role");
        if (role.isEmpty()) {
            if (!entry.has("role") && !meant.contains("role")) {
                report.problem(entry.origin(), entry.path("role"), "is missing: name one of the roles");
            }
            return Optional.empty();
        }
        String name = role.get().value();
        used.add(name);
        if (roles.contains(name)) {
            return Optional.of(name);
        }
        Nearest.to(name, roles).ifPresent(used::add);
        if (!report.isIncomplete()) {
            report.problem(
                    role.get().origin(),
                    entry.path("role"),
                    "unknown role '" + name + "': "
                            + Nearest.hint(
                                    name,
                                    roles,
                                    roles.isEmpty()
                                            ? "define it under roles"
                                            : "the roles are " + String.join(", ", new TreeSet<>(roles))));
        }
        return Optional.empty();
    }

    private static Optional<Glob> glob(Section entry, String key, Function<String, Glob> kind) {
        Optional<Section.Text> text = entry.text(key);
        if (text.isPresent() && text.get().value().isEmpty()) {
            entry.report().problem(text.get().origin(), entry.path(key), "is empty: write a name, with * for any part");
            return Optional.empty();
        }
        if (text.isPresent() && !key.equals("name")) {
            Optional<String> wrong = wrongClass(text.get().value());
            if (wrong.isPresent()) {
                entry.report()
                        .problem(
                                text.get().origin(),
                                entry.path(key),
                                "'" + text.get().value() + "' matches no class: " + wrong.get());
                return Optional.empty();
            }
        }
        return text.map(found -> kind.apply(found.value()));
    }

    /**
     * What no class's name has (JVMS 4.2.1; {@code Class.getName}): who writes it means something else, and their threads would go on
     * without the role. A hidden class's name ends in a slash and a number.
     */
    private static Optional<String> wrongClass(String pattern) {
        if (pattern.startsWith("@")) {
            return Optional.of("write it without the @");
        }
        if (hasSlash(pattern)) {
            return Optional.of("write dots for the slashes");
        }
        if (pattern.endsWith(".class")) {
            return Optional.of("write it without .class");
        }
        return pattern.startsWith(".") || pattern.endsWith(".") || pattern.contains("..")
                ? Optional.of("one of the parts between its dots is empty: write that part, or * for any")
                : Optional.empty();
    }

    /** Whether there is a slash before something else than the number of a hidden class. */
    private static boolean hasSlash(String pattern) {
        for (int i = pattern.indexOf('/'); i >= 0; i = pattern.indexOf('/', i + 1)) {
            String behind = pattern.substring(i + 1);
            if (!behind.startsWith("0x") && !behind.startsWith("*") && !behind.startsWith("?")) {
                return true;
            }
        }
        return false;
    }

    /** Roles that no entry gives to a thread: perhaps an annotation does. */
    void noticeUnused(Section section, Set<String> extended) {
        for (String role : roles) {
            if (!used.contains(role) && !extended.contains(role) && !report.isIncomplete()) {
                report.notice(
                        section.origin(role),
                        section.path(role),
                        "no entry of threads gives this role to a thread: only @SandboxedThread(\"" + role + "\") can");
            }
        }
    }
}
