package io.github.threadsandbox.policy;

import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** The groups of syscalls that rules may name; each is a data file of this package, every line with its reason. */
public final class Groups {
    private static final SortedSet<String> NAMES = new TreeSet<>(List.of(
            "@jvm",
            "@jvm-threads",
            "@file-read",
            "@file-write",
            "@network-client",
            "@network-server",
            "@process",
            "@dangerous"));
    private static final Map<String, Group> READ = new ConcurrentHashMap<>();

    private Groups() {}

    /**
     * A group.
     *
     * @param name with its {@code @}
     * @param purpose one or two sentences
     * @param entries rules and nested groups, each with its reason
     */
    public record Group(String name, String purpose, List<Entry> entries) {
        /** Copies the entries. */
        public Group {
            entries = List.copyOf(entries);
        }
    }

    /**
     * One line of a group.
     *
     * @param rule a rule's text: a syscall, perhaps under conditions, or a nested group
     * @param reason why it is there
     * @param seen where the call was seen; empty but for the floor
     */
    public record Entry(String rule, String reason, String seen) {}

    /**
     * The groups' names.
     *
     * @return with their {@code @}, sorted
     */
    public static SortedSet<String> names() {
        return new TreeSet<>(NAMES);
    }

    /**
     * A group by name.
     *
     * @param name with its {@code @}
     * @return the group
     * @throws IllegalArgumentException if there is none
     */
    public static Group get(String name) {
        if (!NAMES.contains(name)) {
            throw new IllegalArgumentException("no group " + name);
        }
        return READ.computeIfAbsent(name, Groups::read);
    }

    private static Group read(String name) {
        RuleFile file = RuleFile.read("groups/" + name.substring(1) + ".txt");
        return new Group(
                name,
                file.heading(),
                file.lines().stream()
                        .map(line -> new Entry(line.text(), line.reason(), line.seen()))
                        .toList());
    }
}
