package io.github.threadsandbox.landlock;

import java.util.ArrayList;
import java.util.List;

/**
 * What this kernel's Landlock knows.
 *
 * @param version of its interface; 0 where there is no Landlock
 * @param errata the kernel's bits of errata that it has fixed
 */
public record Abi(int version, int errata) {
    /** The newest that the agent knows: what came later (11, Linux 7.3) adds nothing that a role map can say. */
    public static final Abi NEWEST = new Abi(10, -1);

    /** No Landlock. */
    public static final Abi NONE = new Abi(0, 0);

    /** The release that brought each version, from 1 on (landlock(7)). */
    private static final List<String> LINUX =
            List.of("5.13", "5.19", "6.2", "6.7", "6.10", "6.12", "6.15", "7.0", "7.1", "7.2");

    /**
     * Whether there is Landlock.
     *
     * @return whether files can be held to paths
     */
    public boolean isThere() {
        return version > 0;
    }

    /** The rights on files that it can deny. */
    long files() {
        long mask = 0;
        for (FileRight right : FileRight.values()) {
            mask |= right.since() <= version ? FileRight.mask(right) : 0;
        }
        return mask;
    }

    /** The scopes that it has. */
    long scopes() {
        long mask = 0;
        for (Scope scope : Scope.values()) {
            mask |= version >= Scope.SINCE && scope.isSafe(errata) ? scope.mask() : 0;
        }
        return mask;
    }

    /**
     * Whether truncating by path can be denied.
     *
     * @return from version 3 on
     */
    public boolean holdsTruncation() {
        return version >= FileRight.TRUNCATE.since();
    }

    /**
     * Whether it can hold TCP to ports.
     *
     * @return from version 4 on
     */
    public boolean holdsPorts() {
        return version >= PortUse.SINCE;
    }

    /**
     * What it holds and what it does not, for people.
     *
     * @return lines
     */
    public List<String> describe() {
        List<String> lines = new ArrayList<>();
        lines.add(what(1, "files.read, files.write, files.create, files.execute"));
        lines.add(what(
                FileRight.REFER.since(), "moving and linking between directories of files.create (before: never)"));
        lines.add(what(FileRight.TRUNCATE.since(), "truncating by path (before: closed by seccomp)"));
        lines.add(what(PortUse.SINCE, "tcp.connect, tcp.bind"));
        lines.add(what(FileRight.IOCTL_DEV.since(), "ioctl on devices"));
        lines.add(what(Scope.SINCE, "abstract unix sockets stay inside"));
        lines.add(
                version < Scope.SINCE || Scope.SIGNAL.isSafe(errata)
                        ? what(Scope.SINCE, "signals stay inside")
                        : "not held: signals stay inside (this kernel lacks the fix of Landlock's erratum 2)");
        lines.add(what(FileRight.RESOLVE_UNIX.since(), "unix sockets by path (before: closed by seccomp)"));
        return lines;
    }

    private String what(int since, String held) {
        return (since <= version ? "held: " : "not held: ") + held + (since <= version ? "" : ", " + since(since));
    }

    /** For messages: {@code from ABI 4, Linux 6.7 on}. */
    static String since(int version) {
        return "from ABI " + version + ", Linux " + LINUX.get(version - 1) + " on";
    }
}
