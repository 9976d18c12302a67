package io.github.threadsandbox.seccomp;

import io.github.threadsandbox.bpf.Program;
import io.github.threadsandbox.linux.Arch;
import io.github.threadsandbox.linux.Errnos;
import io.github.threadsandbox.linux.SyscallTable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;

/** Installs programs as seccomp filters, irreversibly, and reads back that the kernel did it. */
public final class Seccomp {
    /** linux/prctl.h. */
    private static final int PR_GET_SECCOMP = 21;

    private static final int PR_SET_NO_NEW_PRIVS = 38;
    private static final int PR_GET_NO_NEW_PRIVS = 39;

    /** linux/seccomp.h. */
    private static final int SECCOMP_MODE_FILTER = 2;

    private static final int SECCOMP_SET_MODE_FILTER = 1;
    private static final int SECCOMP_FILTER_FLAG_TSYNC = 1;
    private static final int SECCOMP_FILTER_FLAG_NEW_LISTENER = 1 << 3;
    private static final int SECCOMP_FILTER_FLAG_TSYNC_ESRCH = 1 << 4;
    private static final int SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV = 1 << 5;

    /** asm-generic/errno-base.h. */
    private static final int EINVAL = 22;

    private static final Path OWN_STATUS = Path.of("/proc/thread-self/status");

    private final LibC libC;
    private final int prctl;
    private final int seccomp;
    private final int gettid;
    private final int close;

    /**
     * For one architecture.
     *
     * @param libC the C library
     * @param arch this machine's architecture
     */
    public Seccomp(LibC libC, Arch arch) {
        this.libC = libC;
        SyscallTable table = SyscallTable.of(arch);
        this.prctl = table.number("prctl").orElseThrow();
        this.seccomp = table.number("seccomp").orElseThrow();
        this.close = table.number("close").orElseThrow();
        this.gettid = table.number("gettid").orElseThrow();
    }

    /** A program in memory outside the heap, as the kernel reads it: to install it allocates nothing. */
    public static final class Loaded {
        private final Program program;
        private final long address;

        private Loaded(Program program, long address) {
            this.program = program;
            this.address = address;
        }

        /**
         * The program.
         *
         * @return what was loaded
         */
        public Program program() {
            return program;
        }
    }

    /**
     * Copies a program to where the kernel can read it, as {@code struct sock_fprog} (linux/filter.h).
     *
     * @param program the program
     * @return what can be installed
     */
    public Loaded load(Program program) {
        byte[] instructions = program.bytes();
        ByteBuffer header = ByteBuffer.allocate(16).order(ByteOrder.nativeOrder());
        header.putShort(0, (short) program.instructions().size());
        header.putLong(8, libC.memory(instructions));
        return new Loaded(program, libC.memory(header.array()));
    }

    /**
     * Installs a program on every thread of the process, with TSYNC. Works only while no thread has a filter that the
     * calling thread has not (seccomp(2)).
     *
     * @param loaded the program
     * @throws SeccompException if the kernel refuses, or if it did not do what it said
     */
    public void installOnEveryThread(Loaded loaded) throws SeccompException {
        // TSYNC_ESRCH: without it, a thread that diverged is reported by its id, a positive number.
        install(loaded, SECCOMP_FILTER_FLAG_TSYNC | SECCOMP_FILTER_FLAG_TSYNC_ESRCH);
    }

    /**
     * Installs a program on the calling thread, and so on the threads that it starts from then on.
     *
     * @param loaded the program
     * @throws SeccompException if the kernel refuses, or if it did not do what it said
     */
    public void installOnThisThread(Loaded loaded) throws SeccompException {
        install(loaded, 0);
    }

    /**
     * Installs a program on the calling thread with a listener: whoever holds that is asked where the program says so. Nothing is
     * read back: what that takes may be held already. To be followed by {@link #checkThisThread}, when somebody listens.
     *
     * @param loaded the program
     * @return the listener's descriptor
     * @throws SeccompException if the kernel refuses; nothing is in force then
     */
    public int installWithListener(Loaded loaded) throws SeccompException {
        check("prctl(PR_SET_NO_NEW_PRIVS)", libC.syscall(prctl, PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), loaded);
        // The last flag is Linux 5.19's: without it, a signal makes the kernel ask anew.
        long listener = libC.syscall(
                seccomp,
                SECCOMP_SET_MODE_FILTER,
                SECCOMP_FILTER_FLAG_NEW_LISTENER | SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV,
                loaded.address,
                0,
                0);
        if (listener == -EINVAL) {
            listener = libC.syscall(
                    seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_NEW_LISTENER, loaded.address, 0, 0);
        }
        check("seccomp(SECCOMP_FILTER_FLAG_NEW_LISTENER)", Math.min(0, listener), loaded);
        return (int) listener;
    }

    /**
     * Reads back that a filter is in force on the calling thread.
     *
     * @param before the filters before it was installed
     * @throws SeccompException if none is
     */
    public void checkThisThread(OptionalInt before) throws SeccompException {
        readBack(before);
    }

    /**
     * Closes a descriptor.
     *
     * @param descriptor of this process
     */
    public void close(int descriptor) {
        libC.syscall(close, descriptor, 0, 0, 0, 0);
    }

    /** Does what can wait until after the start, on a thread of the agent's. */
    public void prepare() {
        libC.prepare();
    }

    /**
     * The kernel's id of the calling thread.
     *
     * @return gettid(2)
     */
    public int gettid() {
        return (int) libC.syscall(gettid);
    }

    /**
     * The filters on the calling thread.
     *
     * @return {@code Seccomp_filters} of /proc/thread-self/status (proc(5), Linux 5.9), or nothing where it cannot be read
     */
    public static OptionalInt filters() {
        try {
            for (String line : new String(Files.readAllBytes(OWN_STATUS), StandardCharsets.US_ASCII).split("\n", -1)) {
                if (line.startsWith("Seccomp_filters:")) {
                    return OptionalInt.of(Integer.parseInt(
                            line.substring(line.indexOf(':') + 1).strip()));
                }
            }
        } catch (IOException e) {
            return OptionalInt.empty();
        }
        return OptionalInt.empty();
    }

    private void install(Loaded loaded, int flags) throws SeccompException {
        OptionalInt before = filters();
        check("prctl(PR_SET_NO_NEW_PRIVS)", libC.syscall(prctl, PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), loaded);
        long noNewPrivs = libC.syscall(prctl, PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0);
        check("prctl(PR_GET_NO_NEW_PRIVS)", Math.min(0, noNewPrivs), loaded);
        if (noNewPrivs != 1) {
            throw new SeccompException("no_new_privs is not set though prctl(PR_SET_NO_NEW_PRIVS) succeeded:"
                    + " this kernel, or what emulates it, cannot be trusted to confine");
        }
        check(
                "seccomp(SECCOMP_SET_MODE_FILTER)",
                libC.syscall(seccomp, SECCOMP_SET_MODE_FILTER, flags, loaded.address, 0, 0),
                loaded);
        readBack(before);
    }

    private void readBack(OptionalInt before) throws SeccompException {
        long mode = libC.syscall(prctl, PR_GET_SECCOMP, 0, 0, 0, 0);
        // A filter may deny prctl(PR_GET_SECCOMP) to its own thread: then it is there.
        if (mode >= 0 && mode != SECCOMP_MODE_FILTER) {
            throw new SeccompException(
                    "seccomp mode is " + mode + ", not 2, though seccomp(SECCOMP_SET_MODE_FILTER)"
                            + " succeeded: this kernel, or what emulates it, cannot be trusted to confine",
                    true);
        }
        OptionalInt after = before.isPresent() ? filters() : OptionalInt.empty();
        if (after.isPresent() && after.getAsInt() != before.getAsInt() + 1) {
            throw new SeccompException(
                    "the thread has " + after.getAsInt() + " filters after installing one on top of "
                            + before.getAsInt() + ": this kernel, or what emulates it, cannot be trusted to confine",
                    true);
        }
    }

    private static void check(String call, long result, Loaded loaded) throws SeccompException {
        if (result == 0) {
            return;
        }
        String errno = result < 0 ? Errnos.name((int) -result) : "thread " + result;
        String fix =
                switch (errno) {
                    case "EINVAL" ->
                        call.startsWith("prctl")
                                ? "this kernel lacks no_new_privs (Linux 3.5)"
                                : "this kernel lacks seccomp filters, or TSYNC_ESRCH (Linux 5.7): 'doctor' says which";
                    case "ENOSYS" -> "this kernel, or the container's own seccomp profile, lacks the call";
                    case "EACCES" -> "no_new_privs is not in force on this thread";
                    case "EPERM" -> "the container's seccomp profile denies it: let it allow seccomp and prctl";
                    case "ESRCH" ->
                        "another thread already has a filter that this one has not: let nothing else install"
                                + " seccomp filters in this process, or let it do so for all threads";
                    case "EFAULT" -> "bug: the kernel cannot read the agent's program; please report it";
                    case "EBUSY" ->
                        "somebody listens to this process's filters already (a container runtime, perhaps), and the"
                                + " kernel has one listener for a thread";
                    case "ENOMEM" -> "the filters on this thread are too many or too long, or memory is short";
                    default -> "see seccomp(2)";
                };
        throw new SeccompException(call + " for '" + loaded.program.name() + "': " + errno + ": " + fix);
    }
}
