package io.github.threadsandbox.fuzz;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import io.github.threadsandbox.landlock.PathSets;
import io.github.threadsandbox.linux.Arch;
import io.github.threadsandbox.linux.Errnos;
import io.github.threadsandbox.policy.Groups;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a role map says of one call, in the words of README: no policy, no clauses, no graph. */
final class NaivePolicy {
    private static final int ALLOW = 0x7fff0000;
    private static final int ERRNO = 0x00050000;
    private static final Map<String, Integer> EXPECTED = new HashMap<>();
    private static final List<String> NEVER = new ArrayList<>();

    static {
        for (String line : resource("errnos.txt")) {
            String[] words = line.split("#", 2)[0].strip().split(" +");
            for (int i = 1; i < words.length; i++) {
                EXPECTED.put(words[i], Errnos.of(words[0]).orElseThrow().number());
            }
        }
        for (String line : resource("never.txt")) {
            NEVER.add(line.split("#", 2)[0].strip());
        }
    }

    private final ConfigObject file;
    private final ConfigObject defaults;
    private final Arch arch;

    /** Reads the file with the configuration library alone. */
    NaivePolicy(Path path, Arch arch) {
        Map<String, String> sets = new HashMap<>();
        PathSets.names().forEach(set -> sets.put(set, set));
        Config config = ConfigFactory.parseFile(path.toFile())
                .withFallback(ConfigFactory.parseMap(sets))
                .resolve();
        ConfigObject reference = ConfigFactory.parseResources("reference.conf").getObject("thread-sandbox");
        this.file = object(config.root().get("thread-sandbox")).withFallback(reference);
        this.defaults = object(file.get("role-defaults"));
        this.arch = arch;
    }

    private static List<String> resource(String name) {
        try (InputStream in = Groups.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#") && !line.isBlank())
                    .toList();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** What the base filter returns. */
    int base(String syscall, long[] arguments) {
        return speaks(texts(object(file.get("base")), "deny"), syscall, arguments, new HashSet<>())
                ? denial(syscall, "auto")
                : ALLOW;
    }

    /** What a role's filter returns. */
    int role(String name, String syscall, long[] arguments) {
        String onViolation = onViolation(name);
        Set<String> groups = new HashSet<>();
        boolean allowed = speaks(rules(name, "allow"), syscall, arguments, groups);
        boolean denied = speaks(rules(name, "deny"), syscall, arguments, new HashSet<>());
        for (String never : NEVER) {
            String[] unless = never.split(" unless ", 2);
            denied |= (unless.length < 2 || !groups.contains(unless[1]))
                    && NaiveRule.speaksOf(unless[0], syscall, arguments, arch);
        }
        boolean readsClassPath = readsClassPath(name);
        if (readsClassPath) {
            allowed |= speaks(List.of(Groups.CLASS_LOADING), syscall, arguments, new HashSet<>());
        }
        boolean named = speaks(withoutAgentsGroups(rules(name, "allow")), syscall, arguments, new HashSet<>());
        boolean closed =
                (readsClassPath || says(name, "files")) && isClosed("closed/paths.txt", syscall, arguments, groups);
        closed |= says(name, "tcp") && isClosed("closed/ports.txt", syscall, arguments, groups);
        return allowed && !denied && (named || !closed) ? ALLOW : denial(syscall, onViolation);
    }

    /** What a role reads without saying so: the class path, if it says paths or opens nothing by its own rules. */
    private boolean readsClassPath(String role) {
        return classPath(role).equals("read")
                && (says(role, "files")
                        || Set.of("open", "openat", "creat").stream()
                                .noneMatch(call -> names(rules(role, "allow"), call)));
    }

    private String classPath(String role) {
        List<String> parents = own(role, "extends");
        if (role(role).containsKey("class-path") || parents.isEmpty()) {
            return own(role, "class-path").get(0);
        }
        return parents.stream().anyMatch(parent -> classPath(parent).equals("deny")) ? "deny" : "read";
    }

    private boolean says(String role, String key) {
        return !object(role(role).get(key)).isEmpty()
                || own(role, "extends").stream().anyMatch(parent -> says(parent, key));
    }

    private boolean isClosed(String list, String syscall, long[] arguments, Set<String> groups) {
        for (String line : resource(list)) {
            String[] unless = line.split("#", 2)[0].strip().split(" unless ", 2);
            if ((unless.length < 2 || !groups.contains(unless[1]))
                    && NaiveRule.speaksOf(unless[0], syscall, arguments, arch)) {
                return true;
            }
        }
        return false;
    }

    /** Whether any of the rules names a call, under whatever conditions. */
    private boolean names(List<String> rules, String call) {
        for (String rule : rules) {
            String text = rule.strip();
            if (text.startsWith("@")
                    ? !text.equals(Groups.CLASS_LOADING) && names(group(text), call)
                    : text.split("\\(", 2)[0].strip().equals(call)) {
                return true;
            }
        }
        return false;
    }

    /** The rules that the file itself has, groups of its own included. */
    private List<String> withoutAgentsGroups(List<String> rules) {
        List<String> named = new ArrayList<>();
        for (String rule : rules) {
            String text = rule.strip();
            if (!text.startsWith("@")) {
                named.add(text);
            } else if (!Groups.isOwn(text)) {
                named.addAll(withoutAgentsGroups(group(text)));
            }
        }
        return named;
    }

    private static int denial(String syscall, String onViolation) {
        if (syscall.equals("clone3") || onViolation.equals("auto")) {
            return ERRNO | EXPECTED.getOrDefault(syscall, 1);
        }
        return onViolation.equals("kill-process")
                ? 0x80000000
                : ERRNO | Errnos.of(onViolation).orElseThrow().number();
    }

    private ConfigObject role(String name) {
        return object(object(file.get("roles")).get(name));
    }

    private List<String> rules(String role, String key) {
        List<String> rules = new ArrayList<>();
        for (String parent : own(role, "extends")) {
            rules.addAll(rules(parent, key));
        }
        rules.addAll(own(role, key));
        return rules;
    }

    private List<String> own(String role, String key) {
        ConfigObject object = role(role);
        return texts(object.containsKey(key) ? object : defaults, key);
    }

    private String onViolation(String role) {
        List<String> parents = own(role, "extends");
        return role(role).containsKey("on-violation") || parents.isEmpty()
                ? own(role, "on-violation").get(0)
                : onViolation(parents.get(parents.size() - 1));
    }

    /** Whether any of the rules speaks of the call; collects the groups on the way. */
    private boolean speaks(List<String> rules, String syscall, long[] arguments, Set<String> groups) {
        boolean any = false;
        for (String rule : rules) {
            String text = rule.strip();
            if (text.startsWith("@")) {
                groups.add(text);
                any |= speaks(group(text), syscall, arguments, groups);
            } else {
                any |= NaiveRule.speaksOf(text, syscall, arguments, arch);
            }
        }
        return any;
    }

    private List<String> group(String name) {
        ConfigValue own = object(file.get("groups")).get(name.substring(1));
        return own != null
                ? texts(object(own), "rules")
                : resource("groups/" + name.substring(1) + ".txt").stream()
                        .map(line -> line.split("#", 2)[0].strip())
                        .toList();
    }

    private static ConfigObject object(ConfigValue value) {
        return value instanceof ConfigObject object
                ? object
                : ConfigFactory.empty().root();
    }

    private static List<String> texts(ConfigObject object, String key) {
        ConfigValue value = object.get(key);
        return value == null
                ? List.of()
                : value instanceof ConfigList list
                        ? list.stream()
                                .map(item -> String.valueOf(item.unwrapped()))
                                .toList()
                        : List.of(String.valueOf(value.unwrapped()));
    }
}
