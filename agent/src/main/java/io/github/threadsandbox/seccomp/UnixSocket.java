package io.github.threadsandbox.seccomp;

import io.github.threadsandbox.linux.Arch;
import io.github.threadsandbox.linux.Errnos;
import io.github.threadsandbox.linux.SyscallTable;
import java.nio.ByteBuffer;

/**
 * One end of a pair of connected unix sockets that keep messages apart (SOCK_SEQPACKET, unix(7)): sends and takes messages, each
 * with a descriptor if need be (SCM_RIGHTS). Never waits. For one thread at a time.
 */
public final class UnixSocket {
    /** The longest message. */
    public static final int MOST = 1 << 16;

    /** linux/socket.h, linux/net.h; the same on every architecture of the agent. */
    private static final int AF_UNIX = 1;

    private static final int SOCK_SEQPACKET = 5;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int SOL_SOCKET = 1;
    private static final int SCM_RIGHTS = 1;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int MSG_CMSG_CLOEXEC = 0x40000000;

    /** struct msghdr, struct iovec, and a struct cmsghdr with one int: socket.h, on 64 bits. */
    private static final int HEADER = 56;

    private static final int VECTOR = 16;
    private static final int CONTROL = 24;
    private static final int CONTROL_LENGTH = 20;

    private final LibC libC;
    private final int sendmsg;
    private final int recvmsg;
    private final int descriptor;
    private final NativeMemory memory;
    private int received = -1;

    /**
     * An end that is open.
     *
     * @param libC the C library
     * @param arch this machine's architecture
     * @param descriptor the socket
     */
    public UnixSocket(LibC libC, Arch arch, int descriptor) {
        SyscallTable table = SyscallTable.of(arch);
        this.libC = libC;
        this.sendmsg = table.number("sendmsg").orElseThrow();
        this.recvmsg = table.number("recvmsg").orElseThrow();
        this.descriptor = descriptor;
        this.memory = libC.reserve(HEADER + VECTOR + CONTROL + MOST);
    }

    /**
     * Makes a pair.
     *
     * @param libC the C library
     * @param arch this machine's architecture
     * @return both descriptors, closed on exec
     * @throws SeccompException if the kernel makes none
     */
    public static int[] pair(LibC libC, Arch arch) throws SeccompException {
        NativeMemory two = libC.reserve(8);
        long result = libC.syscall(
                SyscallTable.of(arch).number("socketpair").orElseThrow(),
                AF_UNIX,
                SOCK_SEQPACKET | SOCK_CLOEXEC,
                0,
                two.address(),
                0);
        if (result < 0) {
            throw new SeccompException("socketpair: " + Errnos.name((int) -result));
        }
        return new int[] {two.bytes().getInt(0), two.bytes().getInt(4)};
    }

    /**
     * Sends a message.
     *
     * @param message at most {@link #MOST} bytes
     * @param passed a descriptor that goes with it, or -1
     * @return 0, or an errno, negated: EAGAIN where the other end has not taken what was sent before
     */
    public int send(byte[] message, int passed) {
        ByteBuffer bytes = header(message.length, passed >= 0);
        bytes.put(HEADER + VECTOR + CONTROL, message);
        if (passed >= 0) {
            int control = HEADER + VECTOR;
            bytes.putLong(control, CONTROL_LENGTH);
            bytes.putInt(control + 8, SOL_SOCKET);
            bytes.putInt(control + 12, SCM_RIGHTS);
            bytes.putInt(control + 16, passed);
        }
        long result = libC.syscall(sendmsg, descriptor, memory.address(), MSG_DONTWAIT | MSG_NOSIGNAL, 0, 0);
        return result < 0 ? (int) result : 0;
    }

    /**
     * Takes a message.
     *
     * @return the message; null where there is none now; empty where the other end is closed
     * @throws SeccompException if the socket fails
     */
    public byte[] receive() throws SeccompException {
        ByteBuffer bytes = header(MOST, true);
        bytes.putLong(HEADER + VECTOR, 0);
        long result = receiveNow();
        if (result < 0 && Errnos.name((int) -result).equals("ECONNRESET")) {
            // The other end was closed before it took all that it was sent: said once (unix_release_sock,
            // net/unix/af_unix.c), and before what that end had sent (__skb_try_recv_datagram, net/core/datagram.c).
            result = receiveNow();
        }
        if (result < 0) {
            String errno = Errnos.name((int) -result);
            if (errno.equals("EAGAIN") || errno.equals("EINTR")) {
                return null;
            }
            if (errno.equals("ECONNRESET")) {
                received = -1;
                return new byte[0];
            }
            throw new SeccompException("recvmsg: " + errno);
        }
        int control = HEADER + VECTOR;
        boolean passed = bytes.getLong(40) >= CONTROL_LENGTH && bytes.getInt(control + 12) == SCM_RIGHTS;
        received = passed ? bytes.getInt(control + 16) : -1;
        byte[] message = new byte[(int) result];
        bytes.get(HEADER + VECTOR + CONTROL, message);
        return message;
    }

    private long receiveNow() {
        return libC.syscall(recvmsg, descriptor, memory.address(), MSG_DONTWAIT | MSG_CMSG_CLOEXEC, 0, 0);
    }

    /**
     * What came with the last message.
     *
     * @return a descriptor, or -1
     */
    public int received() {
        return received;
    }

    private ByteBuffer header(int length, boolean control) {
        ByteBuffer bytes = memory.bytes();
        long address = memory.address();
        bytes.putLong(0, 0).putLong(8, 0);
        bytes.putLong(16, address + HEADER).putLong(24, 1);
        bytes.putLong(32, control ? address + HEADER + VECTOR : 0).putLong(40, control ? CONTROL : 0);
        bytes.putInt(48, 0);
        bytes.putLong(HEADER, address + HEADER + VECTOR + CONTROL).putLong(HEADER + 8, length);
        return bytes;
    }
}
