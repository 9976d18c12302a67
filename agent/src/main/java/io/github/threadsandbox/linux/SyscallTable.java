package io.github.threadsandbox.linux;

import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The syscalls of one architecture, name to number; the data files say where the numbers come from. */
public final class SyscallTable {
    private static final Map<Arch, SyscallTable> TABLES = Collections.synchronizedMap(new EnumMap<>(Arch.class));

    private final SortedMap<Integer, String> byNumber = new TreeMap<>();
    private final Map<String, Integer> byName = new HashMap<>();

    private SyscallTable(Arch arch) {
        for (String line : DataFile.lines("syscalls-" + arch.kernelName() + ".txt")) {
            int space = line.indexOf(' ');
            int number = Integer.parseInt(line.substring(0, space));
            String name = line.substring(space + 1);
            byNumber.put(number, name);
            byName.put(name, number);
        }
    }

    /**
     * The table of an architecture.
     *
     * @param arch the architecture
     * @return its table, read once
     */
    public static SyscallTable of(Arch arch) {
        return TABLES.computeIfAbsent(arch, SyscallTable::new);
    }

    /**
     * The names of every architecture: what a role map may write.
     *
     * @return the names, sorted
     */
    public static SortedSet<String> names() {
        SortedSet<String> names = new TreeSet<>();
        for (Arch arch : List.of(Arch.values())) {
            names.addAll(of(arch).byName.keySet());
        }
        return names;
    }

    /**
     * Whether any architecture has this call.
     *
     * @param name a syscall's name
     * @param first the architecture to ask first: the others' tables are read only if it lacks the call
     * @return whether the name is one
     */
    public static boolean isKnown(String name, Arch first) {
        return of(first).byName.containsKey(name) || names().contains(name);
    }

    /**
     * A syscall's number.
     *
     * @param name its name
     * @return its number, or nothing where this architecture lacks it
     */
    public OptionalInt number(String name) {
        Integer number = byName.get(name);
        return number == null ? OptionalInt.empty() : OptionalInt.of(number);
    }

    /**
     * A syscall's name.
     *
     * @param number its number
     * @return its name, or nothing for a number that this table does not know
     */
    public Optional<String> name(int number) {
        return Optional.ofNullable(byNumber.get(number));
    }

    /**
     * Every call of this architecture.
     *
     * @return by number
     */
    public SortedMap<Integer, String> byNumber() {
        return Collections.unmodifiableSortedMap(byNumber);
    }

    /**
     * Every name of this architecture.
     *
     * @return the names
     */
    public Set<String> ownNames() {
        return Collections.unmodifiableSet(byName.keySet());
    }
}
