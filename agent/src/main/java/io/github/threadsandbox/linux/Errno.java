package io.github.threadsandbox.linux;

/**
 * An errno of Linux, by name and number (asm-generic/errno-base.h and errno.h; the same on every {@link Arch}).
 *
 * @param name the kernel's name, {@code EPERM}
 * @param number its number, 1 to 4095
 */
public record Errno(String name, int number) {
    /** Rejects a number that {@code SECCOMP_RET_ERRNO} cannot carry. */
    public Errno {
        if (number < 1 || number > 4095) {
            throw new IllegalArgumentException(name + " = " + number + " is no errno: 1 to 4095");
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
