package io.github.threadsandbox.observe;

import io.github.threadsandbox.linux.Arch;
import io.github.threadsandbox.linux.SyscallTable;
import io.github.threadsandbox.seccomp.LibC;
import io.github.threadsandbox.seccomp.NativeMemory;
import java.nio.charset.StandardCharsets;

/** What kind of socket a descriptor is, of whichever process: the attribute {@code system.sockprotoname} (linux/net/socket.c). */
final class SocketKind {
    /** {@code /proc/4194304/fd/2147483647} is the longest path, {@code UNIX-STREAM} the longest name that is of interest. */
    private static final int ROOM = 64;

    private final LibC libC;
    private final long getxattr;
    private final long attribute;
    private final NativeMemory path;
    private final NativeMemory name;

    SocketKind(LibC libC, Arch arch) {
        this.libC = libC;
        this.getxattr = SyscallTable.of(arch).number("getxattr").orElseThrow();
        this.attribute = libC.memory("system.sockprotoname\0".getBytes(StandardCharsets.US_ASCII));
        this.path = libC.reserve(ROOM);
        this.name = libC.reserve(ROOM);
    }

    /** Whether Landlock looks at its ports; true as well where the kernel does not say. */
    boolean mayBeTcp(int tid, int descriptor) {
        byte[] text = ("/proc/" + tid + "/fd/" + descriptor + "\0").getBytes(StandardCharsets.US_ASCII);
        path.bytes().clear().put(text);
        long length = libC.syscall(getxattr, path.address(), attribute, name.address(), ROOM, 0);
        if (length < 0) {
            return true;
        }
        byte[] found = new byte[(int) length];
        name.bytes().clear().get(found);
        return new String(found, StandardCharsets.US_ASCII).contains("TCP");
    }
}
