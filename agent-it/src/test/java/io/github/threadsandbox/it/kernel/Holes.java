package io.github.threadsandbox.it.kernel;

import io.github.threadsandbox.bpf.PolicyCompiler;
import io.github.threadsandbox.config.Settings;
import io.github.threadsandbox.config.SettingsReader;
import io.github.threadsandbox.landlock.Abi;
import io.github.threadsandbox.landlock.Ruleset;
import io.github.threadsandbox.linux.Arch;
import io.github.threadsandbox.linux.SyscallTable;
import io.github.threadsandbox.paths.NamedPaths;
import io.github.threadsandbox.policy.Bound;
import io.github.threadsandbox.policy.Policy;
import io.github.threadsandbox.policy.PolicyBuilder;
import io.github.threadsandbox.seccomp.Landlock;
import io.github.threadsandbox.seccomp.LibC;
import io.github.threadsandbox.seccomp.NativeLibrary;
import io.github.threadsandbox.seccomp.Seccomp;
import io.github.threadsandbox.seccomp.SeccompException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Runs in a JVM of its own, without the agent: what leads past Landlock, as bare syscalls, on an unconfined thread and on one
 * under a role's Landlock domain and filter.
 */
public final class Holes {
    private static final long AT_FDCWD = -100;
    private static final int O_RDWR = 2;
    private static final int O_TRUNC = 0x200;
    private static final int AF_UNIX = 1;
    private static final int AF_INET = 2;
    private static final int SOCK_STREAM = 1;
    private static final int MSG_FASTOPEN = 0x20000000;
    private static final int IPPROTO_TCP = 6;
    private static final int TCP_ULP = 31;
    private static final int SOCK_RAW = 3;
    private static final int IPPROTO_ICMP = 1;
    private static final int AF_PACKET = 17;

    /** linux/mount.h. */
    private static final int MS_BIND = 4096;

    private static final int MNT_DETACH = 2;
    private static final int OPEN_TREE_CLONE = 1;

    /** linux/fcntl.h; execveat(2): only whether it could be run (Linux 6.14). */
    private static final int AT_EMPTY_PATH = 0x1000;

    private static final int AT_EXECVE_CHECK = 0x10000;

    /** linux/landlock.h of Linux 7.0. */
    private static final int LANDLOCK_RESTRICT_SELF_TSYNC = 1 << 3;

    private final LibC libC;
    private final SyscallTable table;
    private final Arch arch;
    private final Settings settings;
    private final Map<String, Map<String, Call>> calls = new LinkedHashMap<>();

    private interface Call {
        long make();
    }

    private Holes(Path roleMap) throws Exception {
        arch = Arch.of(System.getProperty("os.arch")).orElseThrow();
        libC = NativeLibrary.open(arch, Optional.empty());
        table = SyscallTable.of(arch);
        settings = SettingsReader.read(Optional.of(roleMap), arch);
    }

    /**
     * Prints {@code role/call=result without the role/result with it}.
     *
     * @param arguments a role map with the roles paths, ports, talker and emptier, and a file of one's own
     * @throws Exception if anything goes wrong but the calls
     */
    public static void main(String[] arguments) throws Exception {
        Holes holes = new Holes(Path.of(arguments[0]));
        holes.pastPaths(arguments[1]);
        holes.pastPorts();
        holes.pastScopes();
        for (Map.Entry<String, Map<String, Call>> role : holes.calls.entrySet()) {
            Map<String, Long> without = new LinkedHashMap<>();
            Map<String, Long> with = new LinkedHashMap<>();
            holes.run(role.getValue(), without, () -> {});
            holes.run(role.getValue(), with, () -> holes.confine(role.getKey()));
            without.forEach((call, result) ->
                    System.out.println(role.getKey() + "/" + call + "=" + result + "/" + with.get(call)));
        }
    }

    private interface Confine {
        void run() throws SeccompException;
    }

    private void run(Map<String, Call> made, Map<String, Long> results, Confine confine) throws InterruptedException {
        Thread thread = new Thread(() -> {
            try {
                confine.run();
            } catch (SeccompException e) {
                throw new IllegalStateException(e);
            }
            made.forEach((label, call) -> results.put(label, call.make()));
        });
        thread.start();
        thread.join();
    }

    private void confine(String role) throws SeccompException {
        Landlock landlock = new Landlock(libC, arch);
        // As on a kernel before Linux 6.2, which does not hold truncation.
        Abi abi = role.equals("emptier") ? new Abi(2, 0) : landlock.abi();
        Ruleset ruleset = Ruleset.of(settings.bounds().get(role), NamedPaths.find(List.of()), abi);
        Landlock.Loaded loaded = landlock.load(ruleset);
        Seccomp seccomp = new Seccomp(libC, arch);
        Policy policy = settings.roles().get(role);
        if (!abi.holdsTruncation()) {
            Set<Bound> bounds = EnumSet.of(Bound.TRUNCATION);
            bounds.addAll(settings.roleRules().get(role).bounds());
            policy = new PolicyBuilder(arch).role(settings.roleRules().get(role).with(bounds));
        }
        Seccomp.Loaded filter = seccomp.load(PolicyCompiler.compile(policy, arch));
        landlock.restrictThisThread(loaded);
        seccomp.installOnThisThread(filter);
    }

    private void pastPaths(String file) {
        long path = text(file);
        long readable = call("openat", AT_FDCWD, path, 0, 0, 0);
        long handle = libC.memory(ByteBuffer.allocate(160)
                .order(ByteOrder.nativeOrder())
                .putInt(0, 128)
                .array());
        long mount = libC.memory(new byte[8]);
        Map<String, Call> made = new LinkedHashMap<>();
        made.put("fchmodat", () -> call("fchmodat", AT_FDCWD, path, 0600, 0, 0));
        made.put("fchmod", () -> call("fchmod", readable, 0600, 0, 0, 0));
        made.put("fchownat", () -> call("fchownat", AT_FDCWD, path, -1, -1, 0));
        made.put("fchown", () -> call("fchown", readable, -1, -1, 0, 0));
        made.put("utimensat", () -> call("utimensat", AT_FDCWD, path, 0, 0, 0));
        made.put("setxattr", () -> call("setxattr", path, text("user.a"), text("1"), 1, 0));
        made.put("fsetxattr", () -> call("fsetxattr", readable, text("user.a"), text("1"), 1, 0));
        made.put("getxattr", () -> call("getxattr", path, text("user.a"), 0, 0, 0));
        made.put("removexattr", () -> call("removexattr", path, text("user.a"), 0, 0, 0));
        made.put("name_to_handle_at", () -> call("name_to_handle_at", AT_FDCWD, path, handle, mount, 0));
        made.put("memfd_create", () -> call("memfd_create", text("m"), 0, 0, 0, 0));
        made.put(
                "inotify_add_watch",
                () -> call("inotify_add_watch", call("inotify_init1", 0, 0, 0, 0, 0), path, 1, 0, 0));
        made.put("/proc/self/mem", () -> call("openat", AT_FDCWD, text("/proc/self/mem"), O_RDWR, 0, 0));
        made.put("unix socket", () -> call("socket", AF_UNIX, SOCK_STREAM, 0, 0, 0));
        made.put("io_uring_setup", () -> call("io_uring_setup", 8, libC.memory(new byte[120]), 0, 0, 0));
        made.put("landlock_create_ruleset", () -> call("landlock_create_ruleset", 0, 0, 1, 0, 0));
        pastFiles(made, file, readable);
        calls.put("paths", made);
        Map<String, Call> emptied = new LinkedHashMap<>();
        emptied.put("truncate", () -> call("truncate", path, 0, 0, 0, 0));
        emptied.put("open", () -> call("openat", AT_FDCWD, path, O_TRUNC, 0, 0));
        calls.put("emptier", emptied);
    }

    /** By handles, mounts, roots and programs; and by Landlock itself. All of it but the programs is for root alone. */
    private void pastFiles(Map<String, Call> made, String file, long readable) {
        long handle = libC.memory(ByteBuffer.allocate(160)
                .order(ByteOrder.nativeOrder())
                .putInt(0, 128)
                .array());
        call("name_to_handle_at", AT_FDCWD, text(file), handle, libC.memory(new byte[8]), 0);
        made.put("open_by_handle_at", () -> call("open_by_handle_at", readable, handle, 0, 0, 0));
        long folder = text(Path.of(file).getParent().toString());
        made.put("mount", () -> {
            long mounted = call("mount", folder, folder, 0, MS_BIND, 0);
            if (mounted == 0) {
                call("umount2", folder, MNT_DETACH, 0, 0, 0);
            }
            return mounted;
        });
        made.put("fsopen", () -> call("fsopen", text("tmpfs"), 0, 0, 0, 0));
        made.put("open_tree", () -> call("open_tree", AT_FDCWD, folder, OPEN_TREE_CLONE, 0, 0));
        made.put("chroot", () -> call("chroot", text("/"), 0, 0, 0, 0));
        long program = call("openat", AT_FDCWD, text("/bin/true"), 0, 0, 0);
        long none = libC.memory(new byte[8]);
        made.put("execveat", () -> call("execveat", program, text(""), none, none, AT_EMPTY_PATH | AT_EXECVE_CHECK));
        // struct landlock_ruleset_attr: TCP ports that one binds to, which no later probe does.
        long attributes = libC.memory(ByteBuffer.allocate(16)
                .order(ByteOrder.nativeOrder())
                .putLong(8, 1)
                .array());
        long ruleset = call("landlock_create_ruleset", attributes, 16, 0, 0, 0);
        made.put(
                "landlock_restrict_self with TSYNC",
                () -> call("landlock_restrict_self", -1, LANDLOCK_RESTRICT_SELF_TSYNC, 0, 0, 0));
        made.put("landlock_restrict_self", () -> call("landlock_restrict_self", ruleset, 0, 0, 0, 0));
    }

    private void pastPorts() {
        long server = call("socket", AF_INET, SOCK_STREAM, 0, 0, 0);
        byte[] address = new byte[16];
        ByteBuffer.wrap(address).order(ByteOrder.nativeOrder()).putShort((short) AF_INET);
        address[4] = 127;
        address[7] = 1;
        long any = libC.memory(address);
        call("bind", server, any, 16, 0, 0);
        call("listen", server, 5, 0, 0, 0);
        // Where the server listens, the kernel knows: the fast open goes to the same name.
        long name = libC.memory(address);
        call("getsockname", server, name, libC.memory(new byte[] {16, 0, 0, 0}), 0, 0);
        Map<String, Call> made = new LinkedHashMap<>();
        made.put("multipath TCP", () -> call("socket", AF_INET, SOCK_STREAM, 262, 0, 0));
        made.put("UDP", () -> call("socket", AF_INET, 2, 0, 0, 0));
        made.put("unix", () -> call("socket", AF_UNIX, SOCK_STREAM, 0, 0, 0));
        made.put("raw", () -> call("socket", AF_INET, SOCK_RAW, IPPROTO_ICMP, 0, 0));
        made.put("packet", () -> call("socket", AF_PACKET, SOCK_RAW, 0, 0, 0));
        made.put("netlink", () -> call("socket", 16, 3, 0, 0, 0));
        made.put("fast open", () -> {
            long client = call("socket", AF_INET, SOCK_STREAM, 0, 0, 0);
            // sendto has six arguments, and the address's length would be the sixth: sendmsg instead.
            long message = message(name);
            return call("sendmsg", client, message, MSG_FASTOPEN, 0, 0);
        });
        made.put("upper layer protocol", () -> {
            long client = call("socket", AF_INET, SOCK_STREAM, 0, 0, 0);
            return call("setsockopt", client, IPPROTO_TCP, TCP_ULP, text("none"), 4);
        });
        calls.put("ports", made);
    }

    /** {@code struct msghdr}: one byte to an address. */
    private long message(long name) {
        long data = libC.memory(new byte[8]);
        long vector = libC.memory(ByteBuffer.allocate(16)
                .order(ByteOrder.nativeOrder())
                .putLong(data)
                .putLong(1)
                .array());
        return libC.memory(ByteBuffer.allocate(56)
                .order(ByteOrder.nativeOrder())
                .putLong(0, name)
                .putInt(8, 16)
                .putLong(16, vector)
                .putLong(24, 1)
                .array());
    }

    private void pastScopes() {
        long server = call("socket", AF_UNIX, SOCK_STREAM, 0, 0, 0);
        byte[] name = ("..." + "thread-sandbox-" + ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII);
        ByteBuffer.wrap(name).order(ByteOrder.nativeOrder()).putShort((short) AF_UNIX);
        name[2] = 0;
        long address = libC.memory(name);
        call("bind", server, address, name.length, 0, 0);
        call("listen", server, 5, 0, 0, 0);
        long parent = ProcessHandle.current().parent().orElseThrow().pid();
        Map<String, Call> made = new LinkedHashMap<>();
        made.put("abstract", () -> {
            long client = call("socket", AF_UNIX, SOCK_STREAM, 0, 0, 0);
            return client < 0 ? -1000 + client : call("connect", client, address, name.length, 0, 0);
        });
        made.put("signal", () -> call("kill", parent, 0, 0, 0, 0));
        made.put(
                "own signal",
                () -> call(
                        "tgkill",
                        ProcessHandle.current().pid(),
                        ProcessHandle.current().pid(),
                        0,
                        0,
                        0));
        calls.put("talker", made);
    }

    private long text(String text) {
        return libC.memory((text + "\0").getBytes(StandardCharsets.UTF_8));
    }

    private long call(String name, long a, long b, long c, long d, long e) {
        return libC.syscall(table.number(name).orElseThrow(), a, b, c, d, e);
    }
}
