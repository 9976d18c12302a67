package io.github.threadsandbox.learn;

import io.github.threadsandbox.json.OddCharacters;
import io.github.threadsandbox.linux.Arch;
import io.github.threadsandbox.role.RoleMap;
import io.github.threadsandbox.role.ThreadTraits;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Roles for the threads that were seen, and what a person should know of them. */
public final class Proposals {
    private final List<Role> roles = new ArrayList<>();
    private final List<Entry> entries = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();

    /**
     * A role.
     *
     * @param name its name
     * @param entries what tells its threads
     * @param threads those that were seen
     * @param needs what they need
     */
    record Role(String name, SortedSet<Entry> entries, SortedSet<Traits> threads, Needs needs) {}

    private Proposals() {}

    /**
     * Proposes roles.
     *
     * @param observations what was seen
     * @param surroundings what paths mean
     * @param arch whose constants rules hold
     * @return the same for the same observations
     */
    public static Proposals of(Observations observations, Surroundings surroundings, Arch arch) {
        return of(
                observations.threads(),
                observations.together(),
                observations.all(),
                new Needs.Context(arch, surroundings.with(observations), new Guards(arch)),
                Set.of());
    }

    static Proposals of(
            Collection<Traits> threads,
            Together together,
            Collection<Observation> seen,
            Needs.Context context,
            Set<String> taken) {
        Proposals proposals = new Proposals();
        proposals.remarkNobody(seen);
        List<Grouping.Group> groups = Grouping.of(threads, together);
        Map<String, Grouping.Group> merged = new TreeMap<>();
        for (Grouping.Group group : groups) {
            // A role that the program names is that one, and comes first: no other takes its name.
            String same = group.entries().first().isAnnotation()
                    ? "\0" + group.entries().first().pattern()
                    : Needs.of(Start.floor(), ofGroup(seen, group), context).same();
            Grouping.Group one =
                    merged.computeIfAbsent(same, key -> new Grouping.Group(new TreeSet<>(), new TreeSet<>()));
            one.entries().addAll(group.entries());
            one.threads().addAll(group.threads());
        }
        Set<String> names = new TreeSet<>(taken);
        for (Grouping.Group group : merged.values()) {
            Needs needs = Needs.of(Start.floor(), ofGroup(seen, group), context);
            String name = unique(name(group.entries(), needs), names);
            names.add(name);
            proposals.roles.add(new Role(name, group.entries(), group.threads(), needs));
        }
        proposals.roles.sort((one, other) -> one.name().compareTo(other.name()));
        proposals.entries.addAll(Grouping.inOrder(groups).stream()
                .filter(entry -> !entry.isAnnotation())
                .toList());
        proposals.remarkOthersThreads();
        proposals.remarkCommonNames();
        proposals.roles.forEach(role -> remarkHeld(proposals.remarks, role.name(), role.needs()));
        return proposals;
    }

    private static List<Observation> ofGroup(Collection<Observation> seen, Grouping.Group group) {
        return seen.stream()
                .filter(one -> one.workers().stream()
                        .anyMatch(worker -> group.threads().contains(worker)))
                .toList();
    }

    List<Role> roles() {
        return roles;
    }

    /** The entries of {@code threads}, in order. */
    List<Entry> entries() {
        return entries;
    }

    String roleOf(Entry entry) {
        return roles.stream()
                .filter(role -> role.entries().contains(entry))
                .map(Role::name)
                .findFirst()
                .orElseThrow();
    }

    /**
     * What a person should know beside the role map.
     *
     * @return a line each
     */
    public List<String> remarks() {
        return List.copyOf(remarks);
    }

    private void remarkNobody(Collection<Observation> seen) {
        long nobody = seen.stream()
                .filter(one -> one.workers().stream()
                        .allMatch(worker -> Entry.of(worker).isEmpty() && !worker.isJdks()))
                .mapToLong(Observation::count)
                .sum();
        if (nobody > 0) {
            remarks.add(
                    nobody
                            + " calls are of threads that have no name and no class of the application's (of processes that"
                            + " they started, or the machine was too busy to say whose: then learn again): no entry of 'threads' could tell them, and nothing was learned from these");
        }
    }

    /** The first entry that matches decides: were it another's, the thread would have another role than was learned for it. */
    private void remarkOthersThreads() {
        RoleMap map = new RoleMap(
                entries.stream().map(entry -> entry.rule(roleOf(entry))).toList());
        for (Role role : roles) {
            for (Traits thread : role.threads()) {
                Optional<String> found = map.roleOf(traits(thread));
                if (!found.equals(Optional.of(role.name()))) {
                    remarks.add("thread '" + OddCharacters.replaced(thread.toString()) + "' takes role "
                            + found.orElse("of nobody") + ", but what it did was learned for " + role.name()
                            + ": name the threads so that a pattern can tell them apart");
                }
            }
        }
    }

    private void remarkCommonNames() {
        for (Entry entry : entries) {
            if (entry.kind() == Entry.Kind.COMMON_NAME) {
                remarks.add(
                        "role " + roleOf(entry) + " is for threads named '" + OddCharacters.replaced(entry.pattern())
                                + "', which is what anybody's are: name the application's, and learn again");
            }
        }
    }

    static ThreadTraits traits(Traits thread) {
        return new ThreadTraits(
                thread.name(),
                thread.threadClass(),
                thread.task().isEmpty() ? Optional.empty() : Optional.of(thread.task()),
                Set.of(),
                thread.annotated().stream().toList());
    }

    static void remarkHeld(List<String> remarks, String role, Needs needs) {
        needs.held()
                .forEach((held, tally) -> remarks.add("role " + role + ": not proposed: "
                        + OddCharacters.replaced((held.line().isEmpty() ? "" : held.line() + ", ") + tally.comment())
                        + ": "
                        + held.reason()));
    }

    private static String name(SortedSet<Entry> entries, Needs needs) {
        if (entries.first().isAnnotation()) {
            return entries.first().roleName();
        }
        SortedSet<String> names = new TreeSet<>();
        entries.forEach(entry -> names.add(entry.roleName()));
        if (names.size() == 1) {
            return names.first();
        }
        if (needs.isEmpty()) {
            return "jvm-only";
        }
        String common = ThreadNames.commonWords(names);
        if (!common.isEmpty()) {
            return common;
        }
        return names.size() == 2 ? String.join("-and-", names) : names.first() + "-and-others";
    }

    private static String unique(String name, Set<String> taken) {
        String unique = name;
        for (int i = 2; taken.contains(unique); i++) {
            unique = name + "-" + i;
        }
        return unique;
    }
}
