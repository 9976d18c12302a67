package io.github.threadsandbox.config;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigValue;
import io.github.threadsandbox.linux.Nearest;
import io.github.threadsandbox.role.Glob;
import io.github.threadsandbox.role.RoleRule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads {@code threads}: which thread takes which role. */
final class ThreadReader {
    private static final List<String> KEYS = List.of("name", "class", "task", "annotation", "role");

    private static final List<String> MATCHERS = List.of("name", "class", "task", "annotation");

    private final Section settings;
    private final Report report;
    private final Set<String> roles;

    ThreadReader(Section settings, Set<String> roles) {
        this.settings = settings;
        this.report = settings.report();
        this.roles = roles;
    }

    private record Placed(RoleRule rule, ConfigOrigin origin) {}

    List<RoleRule> read() {
        List<Placed> placed = new ArrayList<>();
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
                for (Placed earlier : placed) {
                    if (earlier.rule().covers(rule)) {
                        report.problem(
                                entry.origin(),
                                path,
                                "no thread reaches this entry: the one in line "
                                        + earlier.origin().lineNumber()
                                        + " comes first and matches all that this one does: move this one before it, or"
                                        + " take it out");
                        break;
                    }
                }
                placed.add(new Placed(rule, entry.origin()));
            });
        }
        return placed.stream().map(Placed::rule).toList();
    }

    private Optional<RoleRule> rule(Section entry) {
        entry.onlyKeys(KEYS, Map.of());
        Optional<Glob> name = glob(entry, "name", Glob::ofThreadName);
        Optional<Glob> threadClass = glob(entry, "class", Glob::ofClassName);
        Optional<Glob> task = glob(entry, "task", Glob::ofClassName);
        Optional<Glob> annotation = glob(entry, "annotation", Glob::ofClassName);
        Optional<Section.Text> role = entry.text("role");
        if (MATCHERS.stream().noneMatch(entry::has)) {
            report.problem(
                    entry.origin(),
                    entry.path("name"),
                    "the entry matches on nothing: add name, class, task or annotation");
            return Optional.empty();
        }
        if (role.isEmpty()) {
            report.problem(entry.origin(), entry.path("role"), "is missing: name one of the roles");
            return Optional.empty();
        }
        if (!roles.contains(role.get().value())) {
            report.problem(
                    role.get().origin(),
                    entry.path("role"),
                    "unknown role '" + role.get().value() + "': "
                            + Nearest.hint(
                                    role.get().value(),
                                    roles,
                                    roles.isEmpty()
                                            ? "define it under roles"
                                            : "the roles are " + String.join(", ", roles)));
            return Optional.empty();
        }
        return Optional.of(
                new RoleRule(name, threadClass, task, annotation, role.get().value()));
    }

    private static Optional<Glob> glob(Section entry, String key, Function<String, Glob> kind) {
        Optional<Section.Text> text = entry.text(key);
        if (text.isPresent() && text.get().value().isEmpty()) {
            entry.report().problem(text.get().origin(), entry.path(key), "is empty: write a name, with * for any part");
            return Optional.empty();
        }
        return text.map(found -> kind.apply(found.value()));
    }

    /** Roles that no entry gives to a thread: perhaps an annotation does. */
    void noticeUnused(Section section, List<RoleRule> rules, Set<String> extended) {
        Set<String> used = new HashSet<>(extended);
        rules.forEach(rule -> used.add(rule.role()));
        for (String role : roles) {
            if (!used.contains(role)) {
                report.notice(
                        section.origin(role),
                        section.path(role),
                        "no entry of threads gives this role to a thread: only @SandboxedThread(\"" + role + "\") can");
            }
        }
    }
}
