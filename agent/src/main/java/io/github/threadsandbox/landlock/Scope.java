package io.github.threadsandbox.landlock;

/** What does not leave a Landlock domain: {@code LANDLOCK_SCOPE_*} of linux/landlock.h, from ABI 6 on. */
public enum Scope {
    /** No connection to an abstract unix socket that was made outside. */
    ABSTRACT_UNIX_SOCKET(0, 0),
    /** No signal to another process outside. */
    SIGNAL(1, 1 << 1);

    /** Linux 6.12. */
    static final int SINCE = 6;

    private final int bit;
    private final int fix;

    /**
     * A scope.
     *
     * @param fix the erratum without whose fix it must not be used, as the kernel's bit, or 0. Erratum 2 of the kernel's
     *     landlock.rst: signals to threads of the same process were denied as well, and the JDK wakes threads by signals
     */
    Scope(int bit, int fix) {
        this.bit = bit;
        this.fix = fix;
    }

    long mask() {
        return 1L << bit;
    }

    boolean isSafe(int errata) {
        return (errata & fix) == fix;
    }
}
