package io.github.threadsandbox.learn;

import io.github.threadsandbox.role.Glob;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Threads by what an entry of {@code threads} can tell them by. */
final class Grouping {
    private Grouping() {}

    /**
     * Threads that are told by the same entries.
     *
     * @param entries what tells them
     * @param threads those that were seen
     */
    record Group(SortedSet<Entry> entries, SortedSet<Traits> threads) {}

    /**
     * Groups threads; those that no entry could ask for are left out.
     *
     * @param threads the threads
     * @param together which of them do work together
     * @return the groups, by their first entries
     */
    static List<Group> of(Collection<Traits> threads, Together together) {
        SortedMap<Entry, SortedSet<Traits>> byEntry = new TreeMap<>();
        for (Traits thread : threads) {
            Entry.of(thread).ifPresent(entry -> byEntry.computeIfAbsent(entry, key -> new TreeSet<>())
                    .add(thread));
        }
        List<Group> groups = new ArrayList<>();
        for (Map.Entry<Entry, SortedSet<Traits>> one : byEntry.entrySet()) {
            Group all = new Group(new TreeSet<>(), new TreeSet<>());
            all.entries().add(one.getKey());
            all.threads().addAll(one.getValue());
            if (one.getKey().isAnnotation()) {
                // An entry for the thread comes before a task's annotation: so the task has one as well.
                one.getValue().stream()
                        .filter(thread -> Traits.isApplications(thread.task()))
                        .forEach(thread -> all.entries().add(new Entry(Entry.Kind.TASK, thread.task())));
            }
            int at = groups.size();
            for (int i = groups.size() - 1; i >= 0; i--) {
                Group group = groups.get(i);
                boolean same = group.entries().stream()
                        .anyMatch(other -> meanTheSame(one.getKey(), one.getValue(), other, byEntry.get(other))
                                || areOfOnePool(one.getKey(), one.getValue(), other, byEntry.get(other), together));
                if (same) {
                    all.entries().addAll(group.entries());
                    all.threads().addAll(group.threads());
                    groups.remove(i);
                    at = i;
                }
            }
            groups.add(at, all);
        }
        return groups;
    }

    /**
     * Whether threads that hand work to each other are named alike but for the last words: of one server, and who of them closes a
     * connection, say, is chance.
     */
    private static boolean areOfOnePool(
            Entry one, SortedSet<Traits> ofOne, Entry other, SortedSet<Traits> ofOther, Together together) {
        return one.kind() == Entry.Kind.NAME
                && other.kind() == Entry.Kind.NAME
                && !ThreadNames.commonWords(new TreeSet<>(List.of(one.roleName(), other.roleName())))
                        .isEmpty()
                && together.are(ofOne, ofOther);
    }

    /** Whether each of two patterns takes threads of the other: no order of the two would tell them apart. */
    private static boolean meanTheSame(Entry one, SortedSet<Traits> ofOne, Entry other, SortedSet<Traits> ofOther) {
        return one.isName() && other.isName() && takesAny(one, ofOther) && takesAny(other, ofOne);
    }

    private static boolean takesAny(Entry entry, SortedSet<Traits> threads) {
        Glob glob = Glob.ofThreadName(entry.pattern());
        return threads.stream().anyMatch(thread -> glob.matches(thread.name()));
    }

    /**
     * The entries in an order in which the first that matches is each thread's own: a pattern that takes another's threads as well
     * comes behind it.
     *
     * @param groups the groups
     * @return every entry once
     */
    static List<Entry> inOrder(List<Group> groups) {
        SortedMap<Entry, SortedSet<Traits>> byEntry = new TreeMap<>();
        groups.forEach(group -> group.entries().forEach(entry -> byEntry.put(entry, new TreeSet<>())));
        groups.forEach(group -> group.threads().forEach(thread -> Entry.of(thread)
                .filter(entry -> byEntry.containsKey(entry))
                .ifPresent(entry -> byEntry.get(entry).add(thread))));
        List<Entry> ordered = new ArrayList<>();
        for (Entry entry : byEntry.keySet()) {
            int at = ordered.size();
            for (int i = ordered.size() - 1; i >= 0; i--) {
                if (takesThreadsOf(ordered.get(i), byEntry.get(entry))) {
                    at = i;
                }
            }
            ordered.add(at, entry);
        }
        return ordered;
    }

    private static boolean takesThreadsOf(Entry entry, SortedSet<Traits> threads) {
        return entry.isName() && takesAny(entry, threads);
    }
}
