package io.github.threadsandbox.linux;

import java.util.Locale;
import java.util.Optional;

/** An architecture that the agent has a syscall table for. */
public enum Arch {
    /** {@code AUDIT_ARCH_X86_64}, linux/audit.h. */
    X86_64(0xC000003E, "amd64"),
    /** {@code AUDIT_ARCH_AARCH64}, linux/audit.h. */
    AARCH64(0xC00000B7, "aarch64"),
    /** {@code AUDIT_ARCH_RISCV64}, linux/audit.h. */
    RISCV64(0xC00000F3, "riscv64");

    private final int auditValue;
    private final String osArch;

    Arch(int auditValue, String osArch) {
        this.auditValue = auditValue;
        this.osArch = osArch;
    }

    /**
     * The value of {@code seccomp_data.arch} for a call made through this architecture's own entry.
     *
     * @return an {@code AUDIT_ARCH_} value of linux/audit.h
     */
    public int auditValue() {
        return auditValue;
    }

    /**
     * The name as the kernel and the syscall tables write it.
     *
     * @return {@code x86_64}, {@code aarch64} or {@code riscv64}
     */
    public String kernelName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Finds the architecture that a JVM names.
     *
     * @param osArch the system property {@code os.arch}, or a kernel name
     * @return the architecture, or nothing where the agent has no table
     */
    public static Optional<Arch> of(String osArch) {
        for (Arch arch : values()) {
            if (arch.osArch.equals(osArch) || arch.kernelName().equals(osArch)) {
                return Optional.of(arch);
            }
        }
        return Optional.empty();
    }
}
