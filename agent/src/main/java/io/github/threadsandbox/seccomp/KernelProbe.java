package io.github.threadsandbox.seccomp;

import io.github.threadsandbox.linux.Arch;
import io.github.threadsandbox.linux.SyscallTable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * What this kernel offers, by asking it: features are backported and taken away, so versions say nothing.
 *
 * @param flags of seccomp(2), by name: whether the kernel knows it
 * @param actions of a filter, by name: whether the kernel has it
 * @param unknownFlags bits of the flags word, beyond those known to this agent, that the kernel accepts
 * @param noNewPrivs whether the calling thread has no_new_privs already
 * @param seccompMode the calling thread's: 0 none, 2 filters, or nothing where it cannot be asked
 * @param dumpable whether processes of the same user may look into this one (prctl(2), PR_SET_DUMPABLE)
 * @param filters on the calling thread already, such as a container's
 */
public record KernelProbe(
        Map<String, Boolean> flags,
        Map<String, Boolean> actions,
        int unknownFlags,
        boolean noNewPrivs,
        OptionalInt seccompMode,
        boolean dumpable,
        OptionalInt filters) {
    private static final int EFAULT = 14;
    private static final int SECCOMP_SET_MODE_FILTER = 1;
    private static final int SECCOMP_GET_ACTION_AVAIL = 2;
    private static final int NEW_LISTENER = 1 << 3;
    private static final int PR_GET_DUMPABLE = 3;
    private static final int PR_GET_SECCOMP = 21;
    private static final int PR_GET_NO_NEW_PRIVS = 39;

    /**
     * Asks the kernel.
     *
     * @param libC the C library
     * @param arch this machine's architecture
     * @return what it offers
     */
    public static KernelProbe of(LibC libC, Arch arch) {
        SyscallTable table = SyscallTable.of(arch);
        int seccomp = table.number("seccomp").orElseThrow();
        int prctl = table.number("prctl").orElseThrow();

        Map<String, Integer> known = new LinkedHashMap<>();
        known.put("TSYNC", 1);
        known.put("LOG", 1 << 1);
        known.put("SPEC_ALLOW", 1 << 2);
        known.put("NEW_LISTENER", NEW_LISTENER);
        known.put("TSYNC_ESRCH", 1 << 4);
        // Known only together with NEW_LISTENER (kernel/seccomp.c, seccomp_set_mode_filter).
        known.put("WAIT_KILLABLE_RECV", 1 << 5 | NEW_LISTENER);
        Map<String, Boolean> flags = new LinkedHashMap<>();
        known.forEach((name, bits) -> flags.put(name, knowsFlag(libC, seccomp, bits)));
        int unknown = 0;
        for (int bit = 6; bit < 32; bit++) {
            if (knowsFlag(libC, seccomp, 1 << bit)) {
                unknown |= 1 << bit;
            }
        }

        Map<String, Boolean> actions = new LinkedHashMap<>();
        Map.of("ALLOW", 0x7fff0000, "ERRNO", 0x00050000, "KILL_PROCESS", 0x80000000, "USER_NOTIF", 0x7fc00000)
                .entrySet()
                .stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(action -> actions.put(
                        action.getKey(),
                        libC.syscall(
                                        seccomp,
                                        SECCOMP_GET_ACTION_AVAIL,
                                        0,
                                        libC.memory(ByteBuffer.allocate(8)
                                                .order(ByteOrder.nativeOrder())
                                                .putInt(action.getValue())
                                                .array()),
                                        0,
                                        0)
                                == 0));
        long mode = libC.syscall(prctl, PR_GET_SECCOMP, 0, 0, 0, 0);
        return new KernelProbe(
                flags,
                actions,
                unknown,
                libC.syscall(prctl, PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1,
                mode >= 0 ? OptionalInt.of((int) mode) : OptionalInt.empty(),
                libC.syscall(prctl, PR_GET_DUMPABLE, 0, 0, 0, 0) == 1,
                Seccomp.filters());
    }

    /** Whether everything is there that confining needs. */
    public boolean canConfine() {
        return flags.get("TSYNC") && flags.get("TSYNC_ESRCH") && actions.get("ERRNO") && actions.get("KILL_PROCESS");
    }

    /** With no program, a known flag fails on the missing program (EFAULT) and an unknown one before that (EINVAL). */
    private static boolean knowsFlag(LibC libC, int seccomp, int bits) {
        return libC.syscall(seccomp, SECCOMP_SET_MODE_FILTER, Integer.toUnsignedLong(bits), 0, 0, 0) == -EFAULT;
    }
}
