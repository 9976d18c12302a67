package io.github.threadsandbox.seccomp;

import static io.github.threadsandbox.linux.OpenFlags.O_CLOEXEC;
import static io.github.threadsandbox.linux.OpenFlags.O_PATH;

import io.github.threadsandbox.landlock.Abi;
import io.github.threadsandbox.landlock.PortUse;
import io.github.threadsandbox.landlock.Ruleset;
import io.github.threadsandbox.linux.Arch;
import io.github.threadsandbox.linux.Errnos;
import io.github.threadsandbox.linux.SyscallTable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Makes Landlock rule sets and puts threads under them, irreversibly, and tries whether they hold. */
public final class Landlock {
    /** linux/landlock.h. */
    private static final int LANDLOCK_CREATE_RULESET_VERSION = 1;

    private static final int LANDLOCK_CREATE_RULESET_ERRATA = 1 << 1;
    private static final int LANDLOCK_RULE_PATH_BENEATH = 1;
    private static final int LANDLOCK_RULE_NET_PORT = 2;

    /** linux/prctl.h. */
    private static final int PR_SET_NO_NEW_PRIVS = 38;

    private static final int AT_FDCWD = -100;

    /** linux/socket.h, linux/net.h. */
    private static final int AF_INET = 2;

    private static final int SOCK_STREAM_CLOEXEC = 1 | O_CLOEXEC;
    private static final int SOCKADDR_LENGTH = 16;

    /** asm-generic/errno-base.h. */
    private static final int EACCES = 13;

    private static final int EINVAL = 22;

    /** openat(2): a part of a named set is not there, or not for this user; what else it says is the system's want of something. */
    private static final Set<String> NOT_THERE = Set.of("ENOENT", "ENOTDIR", "EACCES", "ELOOP");

    private final LibC libC;
    private final SyscallTable table;

    /** Memory outside the heap is kept for ever: the same path is copied once. */
    private final Map<String, Long> texts = new ConcurrentHashMap<>();

    /** The address that is tried, once it is there. */
    private long portZero;

    /**
     * For one architecture.
     *
     * @param libC the C library
     * @param arch this machine's architecture
     */
    public Landlock(LibC libC, Arch arch) {
        this.libC = libC;
        this.table = SyscallTable.of(arch);
    }

    /**
     * A path of the role map that is not there or cannot be used.
     *
     * @param key where the role map names it
     * @param path the path
     * @param fix what is wrong with it, and what to do
     */
    public record Missing(String key, String path, String fix) {}

    /**
     * A rule set in the kernel: an open file, kept, so that what it lets through is what the paths led to when it was made.
     *
     * @param ruleset what was made
     * @param file its descriptor
     * @param missing paths of the role map that are not there or cannot be used, each with its key and the fix
     */
    public record Loaded(Ruleset ruleset, int file, List<Missing> missing) {
        /** Copies the list. */
        public Loaded {
            missing = List.copyOf(missing);
        }

        // The descriptor is never closed, and stands for the rest. By hand: a record's own are linked when first
        // called.
        @Override
        public boolean equals(Object other) {
            return other instanceof Loaded that && file == that.file;
        }

        @Override
        public int hashCode() {
            return file;
        }

        /**
         * Whether files are held to paths.
         *
         * @return whether there are files that it does not let through
         */
        public boolean holdsFiles() {
            return ruleset.deniesRoot();
        }

        /**
         * Whether a file can be read under it.
         *
         * @param path absolute, without links
         * @return whether it can
         */
        public boolean reads(String path) {
            return ruleset.reads(path);
        }
    }

    /**
     * Asks the kernel what it knows.
     *
     * @return its ABI
     */
    public Abi abi() {
        long version = call("landlock_create_ruleset", 0, 0, LANDLOCK_CREATE_RULESET_VERSION, 0);
        if (version <= 0) {
            return Abi.NONE;
        }
        long errata = call("landlock_create_ruleset", 0, 0, LANDLOCK_CREATE_RULESET_ERRATA, 0);
        return new Abi((int) version, (int) Math.max(0, errata));
    }

    /**
     * Why the kernel does not say what it knows.
     *
     * @return the errno of asking for its ABI, where that fails otherwise than where there is no Landlock: a container's
     *     seccomp profile denies it; else empty
     */
    public String refusal() {
        long version = call("landlock_create_ruleset", 0, 0, LANDLOCK_CREATE_RULESET_VERSION, 0);
        String errno = version < 0 ? Errnos.name((int) -version) : "";
        // Not in this kernel, and switched off in it: landlock_create_ruleset(2).
        return errno.equals("ENOSYS") || errno.equals("EOPNOTSUPP") ? "" : errno;
    }

    /**
     * Makes a rule set. To be called on a thread that may open the paths.
     *
     * @param ruleset what to deny, and what to let through
     * @return what can be put on threads
     * @throws SeccompException if the kernel refuses the set itself
     */
    public Loaded load(Ruleset ruleset) throws SeccompException {
        // Fields that an older kernel does not know are 0, which it accepts (landlock_create_ruleset(2):
        // copy_min_struct).
        ByteBuffer attributes = ByteBuffer.allocate(24).order(ByteOrder.nativeOrder());
        attributes.putLong(ruleset.files()).putLong(ruleset.ports()).putLong(ruleset.scopes());
        long file = call("landlock_create_ruleset", libC.memory(attributes.array()), 24, 0, 0);
        check("landlock_create_ruleset", file);
        List<Missing> missing = new ArrayList<>();
        for (Ruleset.PathRule rule : ruleset.paths()) {
            addPath((int) file, rule, missing);
        }
        for (Ruleset.PortRule rule : ruleset.portRules()) {
            long port = libC.memory(ByteBuffer.allocate(16)
                    .order(ByteOrder.nativeOrder())
                    .putLong(rule.rights())
                    .putLong(rule.port())
                    .array());
            check("landlock_add_rule(port " + rule.port() + ")", add((int) file, LANDLOCK_RULE_NET_PORT, port));
        }
        return new Loaded(ruleset, (int) file, missing);
    }

    private void addPath(int set, Ruleset.PathRule rule, List<Missing> missing) throws SeccompException {
        long path = call("openat", AT_FDCWD, text(rule.path()), O_PATH | O_CLOEXEC, 0);
        if (path < 0) {
            String errno = Errnos.name((int) -path);
            if (!rule.key().isEmpty()) {
                missing.add(new Missing(rule.key(), rule.path(), why(errno, Path.of(rule.path()))));
            } else if (!NOT_THERE.contains(errno)) {
                check("openat(" + rule.path() + ")", path);
            }
            return;
        }
        try {
            long result = add(set, LANDLOCK_RULE_PATH_BENEATH, beneath(rule.rights(), (int) path));
            // A file, which must not be given what only directories have.
            if (result == -EINVAL && rule.rightsOfFile() != rule.rights()) {
                result = rule.rightsOfFile() == 0
                        ? 0
                        : add(set, LANDLOCK_RULE_PATH_BENEATH, beneath(rule.rightsOfFile(), (int) path));
            }
            check("landlock_add_rule(" + rule.path() + ")", result);
        } finally {
            call("close", path, 0, 0, 0);
        }
    }

    private static String why(String errno, Path path) {
        return switch (errno) {
            case "ENOENT" ->
                (Files.isSymbolicLink(path) ? "is a link, and what it leads to " : "")
                        + "does not exist: Landlock holds to what is there when the JVM starts, so make it before, or take it out";
            case "ENOTDIR" -> "a part of the path is no directory: correct it";
            case "EACCES" -> "the service's user may not reach it: let it, or take it out";
            case "ELOOP" -> "the links go in a circle: correct them";
            default -> "cannot be opened (" + errno + "): correct it, or take it out";
        };
    }

    /** {@code struct landlock_path_beneath_attr}, which is packed. */
    private long beneath(long rights, int path) {
        return libC.memory(ByteBuffer.allocate(12)
                .order(ByteOrder.nativeOrder())
                .putLong(rights)
                .putInt(path)
                .array());
    }

    private long add(int set, int type, long attributes) {
        return call("landlock_add_rule", set, type, attributes, 0);
    }

    /**
     * Puts the calling thread under a rule set, and so the threads that it starts from then on.
     *
     * @param loaded the rule set
     * @throws SeccompException if the kernel refuses, or if it did not do what it said
     */
    public void restrictThisThread(Loaded loaded) throws SeccompException {
        check("prctl(PR_SET_NO_NEW_PRIVS)", call("prctl", PR_SET_NO_NEW_PRIVS, 1, 0, 0));
        // No flags: LANDLOCK_RESTRICT_SELF_TSYNC would replace what other threads are under, stricter or not.
        check("landlock_restrict_self", call("landlock_restrict_self", loaded.file(), 0, 0, 0));
        tryOut(loaded.ruleset());
    }

    /** The kernel says of no thread what it is under: what must be denied is tried. */
    private void tryOut(Ruleset ruleset) throws SeccompException {
        if (ruleset.deniesRoot()) {
            long root = openRoot();
            if (root >= 0) {
                call("close", root, 0, 0, 0);
                throw held("opened '/'");
            }
        }
        for (PortUse use : PortUse.values()) {
            if (ruleset.deniesPortZero(use)) {
                tryPortZero(use);
            }
        }
    }

    /**
     * Opens the root directory, as a domain denies where no rule lets it.
     *
     * @return a descriptor, or an errno, negated
     */
    public long openRoot() {
        return call("openat", AT_FDCWD, text("/"), O_CLOEXEC, 0);
    }

    /** Port 0 of the loopback address: no connection can come of it, and denied it is before anything else is looked at. */
    private void tryPortZero(PortUse use) throws SeccompException {
        long socket = call("socket", AF_INET, SOCK_STREAM_CLOEXEC, 0, 0);
        if (socket < 0) {
            // The base filter lets nobody make one.
            return;
        }
        try {
            String call = use == PortUse.BIND ? "bind" : "connect";
            long result = call(call, socket, portZero(), SOCKADDR_LENGTH, 0);
            if (result != -EACCES) {
                throw held(use.key() + " to port 0 gave " + (result < 0 ? Errnos.name((int) -result) : "success"));
            }
        } finally {
            call("close", socket, 0, 0, 0);
        }
    }

    /** A {@code struct sockaddr_in}: ip(7). */
    private synchronized long portZero() {
        if (portZero == 0) {
            byte[] address = new byte[SOCKADDR_LENGTH];
            ByteBuffer.wrap(address).order(ByteOrder.nativeOrder()).putShort((short) AF_INET);
            address[4] = 127;
            address[7] = 1;
            portZero = libC.memory(address);
        }
        return portZero;
    }

    private static SeccompException held(String what) {
        return new SeccompException("a thread under Landlock " + what + ", which its rules deny:"
                + " this kernel, or what emulates it, cannot be trusted to confine");
    }

    private long text(String path) {
        return texts.computeIfAbsent(path, key -> libC.memory((key + "\0").getBytes(StandardCharsets.UTF_8)));
    }

    private long call(String name, long a, long b, long c, long d) {
        return libC.syscall(table.number(name).orElseThrow(), a, b, c, d, 0);
    }

    private static void check(String call, long result) throws SeccompException {
        if (result >= 0) {
            return;
        }
        String errno = Errnos.name((int) -result);
        String fix =
                switch (errno) {
                    case "E2BIG" ->
                        !call.equals("landlock_restrict_self")
                                ? "this kernel does not do what its Landlock ABI says"
                                : "a thread can be under 16 Landlock domains at most, those that the JVM was started under"
                                        + " included: let fewer roles with paths or ports meet on one thread";
                    case "EPERM" -> "no_new_privs is not in force, or a seccomp profile of the container denies it";
                    case "ENOSYS" -> "the container's seccomp profile denies it: let it allow the landlock calls";
                    case "ENOMEM", "ENFILE" -> "the system is short of memory or of open files";
                    case "EMFILE" -> "this process has as many files open as it may: raise its limit (ulimit -n)";
                    case "EINVAL", "ENOMSG", "EOPNOTSUPP", "EAFNOSUPPORT" ->
                        "this kernel does not do what its Landlock ABI says";
                    case "EBADF", "EBADFD" ->
                        "something in this process has closed the agent's descriptor of the rule set";
                    default -> "see landlock(7)";
                };
        throw new SeccompException(call + ": " + errno + ": " + fix);
    }
}
