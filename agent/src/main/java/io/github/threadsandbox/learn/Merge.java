package io.github.threadsandbox.learn;

import io.github.threadsandbox.json.OddCharacters;
import io.github.threadsandbox.landlock.FileUse;
import io.github.threadsandbox.landlock.PortUse;
import io.github.threadsandbox.landlock.RoleBounds;
import io.github.threadsandbox.linux.Arch;
import io.github.threadsandbox.policy.Action;
import io.github.threadsandbox.policy.Floor;
import io.github.threadsandbox.policy.Groups;
import io.github.threadsandbox.policy.PolicyBuilder;
import io.github.threadsandbox.policy.RoleRules;
import io.github.threadsandbox.policy.Rule;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A role map that is there, and what was seen since: its own text stays as it is, what is new is put behind it, and behind that, as
 * comments, what was never used and what is not proposed. These comments are made anew each time.
 */
public final class Merge {
    private static final String BEGIN = "# --- learn: about the roles above, made anew each time ---\n";
    private static final String END = "# --- end of learn ---\n";

    private final OldMap old;
    private final Needs.Context context;
    private final SortedMap<String, Needs> additions = new TreeMap<>();
    private final SortedMap<String, List<Observation>> byRole = new TreeMap<>();
    private final SortedSet<String> watched = new TreeSet<>();
    private final List<Observation> others = new ArrayList<>();
    private final Proposals proposals;

    private Merge(Observations observations, Needs.Context context, OldMap old) {
        this.old = old;
        this.context = context;
        SortedSet<Traits> strangers = new TreeSet<>();
        for (Traits thread : observations.threads()) {
            Optional<String> role = old.roleOf(thread, "");
            if (role.isEmpty()) {
                strangers.add(thread);
            }
        }
        for (Observation seen : observations.all()) {
            Set<String> roles = new TreeSet<>();
            boolean unknown = false;
            for (Traits worker : seen.workers()) {
                Optional<String> role = old.roleOf(worker, seen.role());
                role.ifPresent(roles::add);
                if (role.isEmpty()) {
                    unknown = true;
                } else if (old.rules().containsKey(seen.role())) {
                    // Under the map itself only what it denies was seen, and nothing of what it allows.
                    strangers.remove(worker);
                } else {
                    watched.add(role.get());
                }
            }
            if (unknown) {
                others.add(seen);
            }
            roles.forEach(role ->
                    byRole.computeIfAbsent(role, key -> new ArrayList<>()).add(seen));
        }
        byRole.forEach((role, seen) -> additions.put(role, Needs.of(old.start(role), seen, context)));
        proposals = Proposals.of(
                strangers, observations.together(), others, context, old.rules().keySet());
    }

    /**
     * Merges.
     *
     * @param observations what was seen
     * @param surroundings what paths mean
     * @param arch whose constants rules hold
     * @param old the role map that is there
     * @return the same for the same observations and the same map
     */
    public static Merge of(Observations observations, Surroundings surroundings, Arch arch, OldMap old) {
        return new Merge(observations, new Needs.Context(arch, surroundings.with(observations), new Guards(arch)), old);
    }

    /**
     * The merged map.
     *
     * @return the text of a file
     */
    public String text() {
        StringBuilder text = new StringBuilder(withoutComments(old.text()));
        if (text.length() > 0 && text.charAt(text.length() - 1) != '\n') {
            text.append('\n');
        }
        boolean adds = additions.values().stream().anyMatch(needs -> !needs.isEmpty())
                || !proposals.entries().isEmpty();
        if (adds) {
            text.append("\n# Added by learn, for what was seen and not allowed.\n")
                    .append(RoleMapText.added(additions, proposals));
        }
        List<String> comments = comments();
        if (!comments.isEmpty()) {
            text.append(BEGIN);
            comments.forEach(comment ->
                    text.append("# ").append(OddCharacters.replaced(comment)).append('\n'));
            text.append(END);
        }
        return text.toString();
    }

    /**
     * What a person should know beside the role map: everything that is looser than before, and what is not proposed.
     *
     * @return a line each
     */
    public List<String> remarks() {
        List<String> remarks = new ArrayList<>();
        additions.forEach((role, needs) -> {
            needs.allow().forEach((rule, tally) -> remarks.add(added(role, "allow", rule, tally)));
            needs.files()
                    .forEach((use, paths) -> paths.forEach(
                            (path, tally) -> remarks.add(added(role, "files." + use.key(), path, tally))));
            needs.ports()
                    .forEach((use, ports) -> ports.forEach(
                            (port, tally) -> remarks.add(added(role, "tcp." + use.key(), port.toString(), tally))));
            Proposals.remarkHeld(remarks, role, needs);
        });
        proposals.roles().forEach(role -> remarks.add("role " + role.name() + ": new"));
        remarks.addAll(proposals.remarks());
        return remarks;
    }

    private static String added(String role, String key, String value, Tally tally) {
        return "role " + role + ": looser than before: " + key + " += "
                + OddCharacters.replaced(value + ", " + tally.comment());
    }

    private static String withoutComments(String text) {
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END, Math.max(0, begin));
        return begin < 0 || end < 0 ? text : text.substring(0, begin) + text.substring(end + END.length());
    }

    private List<String> comments() {
        List<String> comments = new ArrayList<>();
        for (String role : new TreeSet<>(old.rules().keySet())) {
            if (watched.contains(role)) {
                unused(role).forEach(line -> comments.add("never used: " + role + ": " + line));
            } else if (!watched.isEmpty() && !byRole.containsKey(role)) {
                // Of roles that are enforced nothing is seen but what they are denied.
                comments.add("never seen asking for more than the floor: " + role);
            }
        }
        additions.forEach((role, needs) -> needs.held()
                .forEach((held, tally) -> comments.add(
                        "not allowed: " + role + ": " + (held.line().isEmpty() ? "" : held.line() + " ") + "("
                                + held.reason() + "), " + tally.comment())));
        return comments;
    }

    /** The lines of a role that nothing of what was seen needs. */
    private List<String> unused(String role) {
        List<String> unused = new ArrayList<>();
        RoleRules rules = old.rules().get(role);
        List<Observation> seen = byRole.get(role);
        for (Rule rule : rules.allow()) {
            boolean without = rule.target().equals(Floor.GROUP) || rule.target().equals(Groups.CLASS_LOADING);
            if (!without && seen.stream().noneMatch(one -> allows(rules, rule, one.call()))) {
                unused.add("allow " + rule.text() + " (" + old.place(rule) + ")");
            }
        }
        RoleBounds bounds = old.bounds().get(role);
        for (Map.Entry<FileUse, List<String>> files : bounds.files().entrySet()) {
            for (String path : files.getValue()) {
                if (!path.startsWith("${program-start}") && !isUsed(files.getKey(), path, seen)) {
                    unused.add("files." + files.getKey().key() + " " + path);
                }
            }
        }
        bounds.ports().forEach((use, ports) -> ports.stream()
                .filter(port -> seen.stream()
                        .noneMatch(one -> uses(use, one.call()) && one.call().port() == port))
                .forEach(port -> unused.add("tcp." + use.key() + " " + port)));
        return unused;
    }

    private boolean allows(RoleRules rules, Rule rule, Call call) {
        RoleRules alone = new RoleRules(rules.name(), List.of(rule), List.of(), rules.onViolation(), rules.bounds());
        return call.registers(context.arch())
                .map(registers -> new PolicyBuilder(context.arch(), old.groups())
                        .role(alone)
                        .decision(call.syscall())
                        .decide(registers)
                        .equals(Action.allow()))
                .orElse(false);
    }

    private boolean isUsed(FileUse use, String path, Collection<Observation> seen) {
        int end = path.startsWith("${") ? path.indexOf('}') : -1;
        List<String> folders = end < 0
                ? List.of(path)
                : context.surroundings().sets().getOrDefault(path.substring(2, end), List.of()).stream()
                        .map(folder -> folder + path.substring(end + 1))
                        .toList();
        return seen.stream()
                .flatMap(one -> PathUse.of(one.call(), context.surroundings()).stream())
                .filter(one -> one.use() == use || (use == FileUse.CREATE && one.use() == FileUse.WRITE))
                .anyMatch(one -> Surroundings.isBeneath(one.path(), folders));
    }

    private static boolean uses(PortUse use, Call call) {
        return call.syscall().equals(use == PortUse.BIND ? "bind" : "connect");
    }
}
