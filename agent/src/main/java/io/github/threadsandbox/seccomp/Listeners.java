package io.github.threadsandbox.seccomp;

import io.github.threadsandbox.linux.Arch;
import io.github.threadsandbox.linux.Errnos;
import io.github.threadsandbox.linux.SyscallTable;
import java.nio.ByteBuffer;

/** Listeners of filters, from the side of whoever answers: seccomp_unotify(2). For one thread. */
public final class Listeners {
    /** linux/seccomp.h; asm-generic/ioctl.h makes the numbers, on every architecture of the agent. */
    private static final long SECCOMP_IOCTL_NOTIF_RECV = 0xc0502100L;

    /** The answer. */
    private static final long SECCOMP_IOCTL_NOTIF_SEND = 0xc0182101L;

    /** Whether the call still waits. */
    private static final long SECCOMP_IOCTL_NOTIF_ID_VALID = 0x40082102L;

    private static final int SECCOMP_USER_NOTIF_FLAG_CONTINUE = 1;
    private static final int NOTIFICATION = 80;

    private final LibC libC;
    private final int ioctl;
    private final NativeMemory memory;

    /**
     * For one architecture.
     *
     * @param libC the C library
     * @param arch this machine's architecture
     */
    public Listeners(LibC libC, Arch arch) {
        this.libC = libC;
        this.ioctl = SyscallTable.of(arch).number("ioctl").orElseThrow();
        this.memory = libC.reserve(NOTIFICATION + 24);
    }

    /** A call that waits for an answer: {@code struct seccomp_notif}. */
    public static final class Asked {
        private final long id;
        private final int tid;
        private final int number;
        private final long[] arguments;

        private Asked(long id, int tid, int number, long[] arguments) {
            this.id = id;
            this.tid = tid;
            this.number = number;
            this.arguments = arguments;
        }

        /**
         * The kernel's id of this call.
         *
         * @return to be answered
         */
        public long id() {
            return id;
        }

        /**
         * Whose call it is.
         *
         * @return the thread's id
         */
        public int tid() {
            return tid;
        }

        /**
         * The call's number.
         *
         * @return on this architecture
         */
        public int number() {
            return number;
        }

        /**
         * The registers.
         *
         * @return six
         */
        public long[] arguments() {
            return arguments.clone();
        }
    }

    /**
     * Takes the next call. To be called where poll(2) says that there is one.
     *
     * @param listener the descriptor
     * @return the call, or null where its thread is gone
     * @throws IllegalStateException if the kernel gives none: nobody may believe then that threads are answered
     */
    public Asked take(int listener) {
        ByteBuffer bytes = memory.bytes();
        // The kernel wants zeros.
        for (int i = 0; i < NOTIFICATION; i += 8) {
            bytes.putLong(i, 0);
        }
        long result = libC.syscall(ioctl, listener, SECCOMP_IOCTL_NOTIF_RECV, memory.address(), 0, 0);
        if (result < 0) {
            check("SECCOMP_IOCTL_NOTIF_RECV", result);
            return null;
        }
        long[] arguments = new long[6];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = bytes.getLong(32 + 8 * i);
        }
        return new Asked(bytes.getLong(0), bytes.getInt(8), bytes.getInt(16), arguments);
    }

    /**
     * Whether a call still waits: what was read of its thread's memory before was that thread's.
     *
     * @param listener the descriptor
     * @param id the call
     * @return whether it waits
     */
    public boolean waits(int listener, long id) {
        memory.bytes().putLong(NOTIFICATION, id);
        return libC.syscall(ioctl, listener, SECCOMP_IOCTL_NOTIF_ID_VALID, memory.address() + NOTIFICATION, 0, 0) == 0;
    }

    /**
     * Lets a call fail.
     *
     * @param listener the descriptor
     * @param id the call
     * @param errno with what
     * @throws IllegalStateException if the kernel does not take that
     */
    public void fail(int listener, long id, int errno) {
        answer(listener, id, -errno, 0);
    }

    /**
     * Lets a call through, to what is in its registers and its thread's memory by then: a decision that nothing may rest on.
     *
     * @param listener the descriptor
     * @param id the call
     * @throws IllegalStateException if the kernel does not take that
     */
    public void letThrough(int listener, long id) {
        answer(listener, id, 0, SECCOMP_USER_NOTIF_FLAG_CONTINUE);
    }

    private void answer(int listener, long id, int error, int flags) {
        ByteBuffer bytes = memory.bytes();
        bytes.putLong(NOTIFICATION, id).putLong(NOTIFICATION + 8, 0);
        bytes.putInt(NOTIFICATION + 16, error).putInt(NOTIFICATION + 20, flags);
        // ENOENT: the thread was interrupted or killed meanwhile, and the call is no more.
        check(
                "SECCOMP_IOCTL_NOTIF_SEND",
                libC.syscall(ioctl, listener, SECCOMP_IOCTL_NOTIF_SEND, memory.address() + NOTIFICATION, 0, 0));
    }

    /** Whoever goes on after another errno than of a thread that is gone, or of a signal, would hold threads for ever. */
    private static void check(String call, long result) {
        if (result < 0) {
            String errno = Errnos.name((int) -result);
            if (!errno.equals("ENOENT") && !errno.equals("EINTR")) {
                throw new IllegalStateException("ioctl(" + call + "): " + errno);
            }
        }
    }
}
