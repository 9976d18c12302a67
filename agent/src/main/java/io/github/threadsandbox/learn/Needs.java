package io.github.threadsandbox.learn;

import io.github.threadsandbox.landlock.FileUse;
import io.github.threadsandbox.landlock.PortUse;
import io.github.threadsandbox.linux.Arch;
import io.github.threadsandbox.policy.Action;
import io.github.threadsandbox.policy.Bound;
import io.github.threadsandbox.policy.Decision;
import io.github.threadsandbox.policy.Policy;
import io.github.threadsandbox.policy.PolicyBuilder;
import io.github.threadsandbox.policy.RoleRules;
import io.github.threadsandbox.policy.Rule;
import io.github.threadsandbox.policy.RuleException;
import io.github.threadsandbox.policy.RuleParser;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What threads need beside what their role has: groups where the calls that a group is for were seen, single calls otherwise; paths;
 * ports. What comes out is decided by the same policies that will be enforced: whatever was seen is allowed, or it is told why not.
 */
final class Needs {
    /** Ports that a person would still write down. */
    private static final int MOST_PORTS = 8;

    /** What threads do with files that they were handed, to write to them; some of it nobody is ever held at. */
    private static final Set<String> ON_FILES =
            Set.of("pwrite64", "pwritev", "fsync", "fdatasync", "ftruncate", "flock", "copy_file_range");

    private static final List<String> IN_ORDER =
            List.of("@file-read", "@file-write", "@network-client", "@udp", "@network-server");

    private final Start start;
    private final Context context;
    private final PolicyBuilder builder;
    private final Set<String> groups = new TreeSet<>();
    /** What is neither allowed yet nor refused, with the paths that must be added for it. */
    private final Map<Observation, List<PathUse>> open = new LinkedHashMap<>();

    private final Map<String, Tally> allow = new LinkedHashMap<>();
    private final Map<FileUse, PathRules> files = new EnumMap<>(FileUse.class);
    private final Map<PortUse, SortedMap<Integer, Tally>> ports = new EnumMap<>(PortUse.class);
    private final SortedMap<Held, Tally> held = new TreeMap<>();
    private final SocketUse sockets;
    private final Reachable reachable;

    /**
     * What it takes to work needs out.
     *
     * @param arch whose constants the rules hold
     * @param surroundings what paths mean
     * @param guards what is not proposed
     */
    record Context(Arch arch, Surroundings surroundings, Guards guards) {}

    private Needs(Start start, Collection<Observation> seen, Context context) {
        this.start = start;
        this.context = context;
        this.builder = new PolicyBuilder(context.arch(), start.groups());
        Set<String> has = builder.explain(start.rules()).groups();
        this.sockets = SocketUse.of(seen);
        this.reachable = new Reachable(
                start.bounds(), context.surroundings(), sockets.talks() || has.contains("@network-client"));
        seen.forEach(this::sort);
        generalise();
        open.forEach(this::chooseGroups);
        groups.removeAll(has);
        if (groups.contains("@file-write") || has.contains("@file-write")) {
            groups.remove("@file-read");
        }
        if (groups.contains("@network-server") || has.contains("@network-server")) {
            groups.remove("@network-client");
        }
        bindPorts();
        allowCalls();
    }

    static Needs of(Start start, Collection<Observation> seen, Context context) {
        return new Needs(start, seen, context);
    }

    /** Rules for {@code allow}, groups first. */
    Map<String, Tally> allow() {
        return allow;
    }

    /** Paths by key, as a role map has them; a key that is not there is not needed. */
    Map<FileUse, SortedMap<String, Tally>> files() {
        Map<FileUse, SortedMap<String, Tally>> paths = new EnumMap<>(FileUse.class);
        files.forEach((use, rules) -> {
            if (!rules.paths().isEmpty()) {
                paths.put(use, rules.paths());
            }
        });
        boolean opens = groups.contains("@file-read") || groups.contains("@file-write");
        if (opens
                && paths.isEmpty()
                && start.bounds().holdsFiles()
                && !start.bounds().saysFiles()) {
            // A role that opens files and says no path could open any.
            paths.put(FileUse.READ, new TreeMap<>());
        }
        return paths;
    }

    /** Ports by key; a key without ports is for a role that may use none. */
    Map<PortUse, SortedMap<Integer, Tally>> ports() {
        return ports;
    }

    /** What is not proposed. */
    SortedMap<Held, Tally> held() {
        return held;
    }

    /** Equal for roles that could be one. */
    String same() {
        StringBuilder same = new StringBuilder(allow.keySet().toString());
        files().forEach((use, paths) -> same.append(use).append(paths.keySet()));
        ports.forEach((use, numbers) -> same.append(use).append(numbers.keySet()));
        return same.toString();
    }

    boolean isEmpty() {
        return allow.isEmpty() && files().isEmpty() && ports.isEmpty();
    }

    private void sort(Observation seen) {
        Call call = seen.call();
        List<PathUse> all = PathUse.of(call, context.surroundings());
        List<PathUse> uses =
                all.stream().filter(use -> !reachable.has(use, seen)).toList();
        boolean allowed = allows(builder.role(start.rules()), call);
        boolean reaches =
                sockets.port(call).map(use -> reachable.has(use, call.port())).orElse(true);
        if (allowed && uses.isEmpty() && reaches) {
            return;
        }
        if (uses.isEmpty() || !allowed) {
            Optional<Guards.Guard> guard = context.guards().of(call);
            if (guard.isPresent()) {
                String offer = guard.get().offer().isEmpty()
                        ? singleRule(call)
                        : guard.get().offer();
                hold(
                        offer.isEmpty() ? "" : "allow += " + Hocon.quoted(offer),
                        guard.get().reason(),
                        seen);
                return;
            }
        }
        List<PathUse> good = new ArrayList<>();
        for (PathUse use : uses) {
            Optional<String> reason = context.guards().ofPath(use.use(), use.path());
            if (!use.isWhole()) {
                hold("", "its path is relative, and where it begins is not known: " + Hocon.quoted(use.path()), seen);
            } else if (reason.isPresent()) {
                hold(fileLine(use.use(), use.path()), reason.get(), seen);
            } else {
                good.add(use);
            }
        }
        if (good.size() < uses.size()) {
            return;
        }
        good.forEach(use -> files.computeIfAbsent(use.use(), key -> new PathRules(key, context.surroundings()))
                .add(use, seen));
        open.put(seen, allowed ? good : all);
    }

    private void chooseGroups(Observation seen, List<PathUse> uses) {
        Call call = seen.call();
        for (PathUse use : uses) {
            groups.add(use.use() == FileUse.READ ? "@file-read" : "@file-write");
        }
        if (ON_FILES.contains(call.syscall())) {
            groups.add("@file-write");
        }
        if (sockets.isClients(call)) {
            groups.add("@network-client");
        }
        if (sockets.isServers(call)) {
            groups.add("@network-server");
        }
    }

    /** New roles that talk are held to the ports that were seen; others are where they are held already. */
    private void bindPorts() {
        boolean fresh = (groups.contains("@network-client") || groups.contains("@network-server"))
                && !builder.role(start.rules()).decision("connect").mayAllow();
        Map<PortUse, ?> held = start.bounds().ports();
        if (fresh || held.containsKey(PortUse.CONNECT)) {
            ports.put(PortUse.CONNECT, new TreeMap<>());
        }
        if ((fresh && groups.contains("@network-server")) || held.containsKey(PortUse.BIND)) {
            ports.put(PortUse.BIND, new TreeMap<>());
        }
        for (Observation seen : open.keySet()) {
            Optional<PortUse> use = sockets.port(seen.call()).filter(ports::containsKey);
            if (use.isPresent()
                    && !start.bounds()
                            .ports()
                            .getOrDefault(use.get(), new TreeSet<>())
                            .contains(seen.call().port())) {
                Tally tally = ports.get(use.get()).computeIfAbsent(seen.call().port(), key -> new Tally());
                tally.add(seen, seen.call().address());
                if (use.get() == PortUse.CONNECT
                        && context.surroundings().picked().has(seen.call().port())) {
                    tally.note(context.surroundings().picked().note());
                }
            }
        }
        for (PortUse use : List.of(PortUse.CONNECT, PortUse.BIND)) {
            SortedMap<Integer, Tally> numbers = ports.getOrDefault(use, new TreeMap<>());
            if (numbers.size() > MOST_PORTS) {
                Tally all = new Tally();
                numbers.values().forEach(all::add);
                this.held.merge(
                        new Held(
                                "tcp." + use.key() + " = " + numbers.keySet(),
                                numbers.size()
                                        + " different ports, which may be others next time: the role is held to none"),
                        all,
                        Needs::sum);
                ports.remove(use);
            }
        }
        for (PortUse use : PortUse.values()) {
            if (ports.containsKey(use) && ports.get(use).isEmpty() && held.containsKey(use)) {
                ports.remove(use);
            }
        }
        boolean isHeld = !ports.isEmpty() || !held.isEmpty();
        if (isHeld
                && sockets.datagrams()
                && !builder.explain(start.rules()).groups().contains("@udp")) {
            groups.add("@udp");
        }
    }

    private void generalise() {
        PathRules made = files.get(FileUse.CREATE);
        Set<String> folders = new TreeSet<>();
        if (made != null) {
            made.generalise(List.of());
            folders.addAll(made.paths().keySet());
            folders.removeAll(made.refused().keySet());
        }
        files.forEach((use, rules) -> {
            if (use != FileUse.CREATE) {
                rules.generalise(folders);
                if (use == FileUse.WRITE) {
                    // Who makes files there changes them as well.
                    folders.forEach(folder -> rules.paths().remove(folder));
                }
            }
        });
        files.forEach((use, rules) -> rules.refused().forEach((path, reason) -> {
            Tally tally = rules.take(path);
            held.merge(new Held(fileLine(use, path), reason), tally, Needs::sum);
        }));
        // What is refused now is no reason for a group.
        open.entrySet().removeIf(one -> one.getValue().stream().anyMatch(use -> isRefused(one.getKey(), use)));
    }

    private boolean isRefused(Observation seen, PathUse use) {
        return !reachable.has(use, seen) && !files.get(use.use()).covers(use.path());
    }

    private static Tally sum(Tally one, Tally other) {
        one.add(other);
        return one;
    }

    private String fileLine(FileUse use, String path) {
        return "allow += " + Hocon.quoted(use == FileUse.READ ? "@file-read" : "@file-write") + ", files." + use.key()
                + " += " + Hocon.path(path);
    }

    private void hold(String line, String reason, Observation seen) {
        held.computeIfAbsent(new Held(line, reason), key -> new Tally()).add(seen, word(seen.call()));
    }

    /** A call for people: with what it is about. */
    private static String word(Call call) {
        String about = !call.path().isEmpty()
                ? " " + call.path()
                : !call.address().isEmpty() ? " " + call.address() + (call.port() > 0 ? ":" + call.port() : "") : "";
        return call.syscall() + about;
    }

    private void allowCalls() {
        List<String> chosen = IN_ORDER.stream().filter(groups::contains).toList();
        List<Rule> rules = new ArrayList<>(start.rules().allow());
        for (String group : chosen) {
            allow.put(group, new Tally());
            rules.add(Rule.of(group));
        }
        RoleRules withGroups = bounded(rules);
        Policy policy = builder.role(withGroups);
        Map<String, List<Observation>> single = new TreeMap<>();
        for (Observation seen : open.keySet()) {
            if (allows(policy, seen.call())) {
                chosen.stream()
                        .filter(group -> allows(builder.role(bounded(List.of(Rule.of(group)))), seen.call()))
                        .findFirst()
                        .ifPresent(
                                group -> allow.get(group).add(seen, seen.call().syscall()));
            } else {
                single.computeIfAbsent(seen.call().syscall(), key -> new ArrayList<>())
                        .add(seen);
            }
        }
        SortedMap<String, Tally> found = new TreeMap<>();
        for (List<Observation> calls : single.values()) {
            List<String> texts = new CallRules(context.arch())
                    .of(calls.stream().map(Observation::call).toList());
            for (int i = 0; i < calls.size(); i++) {
                allowSingle(found, rules, texts.get(i), calls.get(i));
            }
        }
        allow.putAll(found);
    }

    private void allowSingle(SortedMap<String, Tally> found, List<Rule> rules, String text, Observation seen) {
        for (String rule : List.of(text, seen.call().syscall())) {
            if (allowsWith(rules, rule, seen.call())) {
                found.computeIfAbsent(rule, key -> new Tally()).add(seen, word(seen.call()));
                return;
            }
        }
        boolean denied =
                builder.explain(start.rules()).denied().containsKey(seen.call().syscall());
        hold("", denied ? "the role's own 'deny' takes it away" : "no role may", seen);
    }

    /** The rule that allows one call; empty where none does. */
    private String singleRule(Call call) {
        String rule = new CallRules(context.arch()).of(List.of(call)).get(0);
        return allowsWith(start.rules().allow(), rule, call) ? rule : "";
    }

    private boolean allowsWith(List<Rule> rules, String text, Call call) {
        try {
            List<Rule> more = new ArrayList<>(rules);
            more.add(new RuleParser(context.arch(), start.groups()).parse(text));
            return allows(builder.role(bounded(more)), call);
        } catch (RuleException e) {
            // A call that is newer than the tables, or a word that means nothing: no rule names it.
            return false;
        }
    }

    private RoleRules bounded(List<Rule> rules) {
        Set<Bound> bounds = EnumSet.noneOf(Bound.class);
        bounds.addAll(start.rules().bounds());
        if (!ports.isEmpty()) {
            bounds.add(Bound.PORTS);
        }
        return new RoleRules(
                "learned", rules, start.rules().deny(), start.rules().onViolation(), bounds);
    }

    private boolean allows(Policy policy, Call call) {
        Decision decision = policy.decision(call.syscall());
        return call.registers(context.arch())
                .map(registers -> decision.decide(registers).equals(Action.allow()))
                .orElse(decision.equals(Decision.always(Action.allow())));
    }
}
