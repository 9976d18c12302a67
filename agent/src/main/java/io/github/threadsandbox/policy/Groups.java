package io.github.threadsandbox.policy;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The groups of syscalls that rules may name: the agent's own, each a data file of this package, every line with its reason,
 * and those of the role map.
 */
public final class Groups {
    /** What loading classes takes; roles have it without saying so, held to the class path by Landlock. */
    public static final String CLASS_LOADING = "@class-loading";

    /** What no service needs: the built-in base filter denies it. */
    static final String DANGEROUS = "@dangerous";

    private static final SortedSet<String> OWN = new TreeSet<>(List.of(
            "@jvm",
            "@jvm-threads",
            CLASS_LOADING,
            "@file-read",
            "@file-write",
            "@network-client",
            "@network-server",
            "@udp",
            "@process",
            DANGEROUS));
    private static final Map<String, Group> READ = new ConcurrentHashMap<>();
    private static final Groups OWN_ALONE = new Groups(Map.of());

    private final Map<String, Group> more;
    private final SortedSet<String> names = new TreeSet<>(OWN);

    private Groups(Map<String, Group> more) {
        this.more = Map.copyOf(more);
        names.addAll(more.keySet());
    }

    /**
     * A group.
     *
     * @param name with its {@code @}
     * @param purpose one or two sentences; empty where a role map gives none
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
     * @param reason why it is there, or where a role map has it
     * @param seen where the call was seen; empty but for the floor
     */
    public record Entry(String rule, String reason, String seen) {}

    /**
     * The agent's own groups.
     *
     * @return the groups
     */
    public static Groups own() {
        return OWN_ALONE;
    }

    /**
     * The agent's own groups and a role map's.
     *
     * @param more the role map's, whose names are none of the agent's; they do not name each other in a circle
     * @return the groups
     */
    public static Groups with(List<Group> more) {
        Map<String, Group> byName = new HashMap<>();
        for (Group group : more) {
            if (OWN.contains(group.name()) || byName.put(group.name(), group) != null) {
                throw new IllegalArgumentException(group.name() + " is there twice");
            }
        }
        return new Groups(byName);
    }

    /**
     * The groups' names.
     *
     * @return with their {@code @}, sorted
     */
    public SortedSet<String> names() {
        return Collections.unmodifiableSortedSet(names);
    }

    /**
     * Whether a group is the agent's own.
     *
     * @param name with its {@code @}
     * @return whether it is none of a role map's
     */
    public static boolean isOwn(String name) {
        return OWN.contains(name);
    }

    /**
     * A group by name.
     *
     * @param name with its {@code @}
     * @return the group
     * @throws IllegalArgumentException if there is none
     */
    public Group get(String name) {
        Group group = more.get(name);
        if (group != null) {
            return group;
        }
        if (!OWN.contains(name)) {
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
