package io.github.threadsandbox.policy;

import io.github.threadsandbox.linux.Errno;

/**
 * What the kernel does with a call. Ordered by the kernel's precedence: of two filters' actions the stricter wins.
 */
public sealed interface Action {
    /**
     * The call runs ({@code SECCOMP_RET_ALLOW}).
     *
     * @return the action
     */
    static Action allow() {
        return Plain.ALLOW;
    }

    /**
     * The process dies with SIGSYS ({@code SECCOMP_RET_KILL_PROCESS}).
     *
     * @return the action
     */
    static Action killProcess() {
        return Plain.KILL_PROCESS;
    }

    /**
     * The call fails ({@code SECCOMP_RET_ERRNO}).
     *
     * @param errno with what
     * @return the action
     */
    static Action errno(Errno errno) {
        return new Fail(errno);
    }

    /**
     * Who holds the filter's listener is asked, while the caller waits ({@code SECCOMP_RET_USER_NOTIF}).
     *
     * @return the action
     */
    static Action ask() {
        return Plain.ASK;
    }

    /**
     * The 32-bit value that a filter returns (linux/seccomp.h).
     *
     * @return action and data
     */
    int returnValue();

    /** An action without data. */
    enum Plain implements Action {
        /** {@code SECCOMP_RET_ALLOW}. */
        ALLOW(0x7fff0000, "allow"),
        /** {@code SECCOMP_RET_USER_NOTIF}; without a listener the call fails with ENOSYS. */
        ASK(0x7fc00000, "ask"),
        /** {@code SECCOMP_RET_KILL_PROCESS}. */
        KILL_PROCESS(0x80000000, "kill-process");

        private final int returnValue;
        private final String word;

        Plain(int returnValue, String word) {
            this.returnValue = returnValue;
            this.word = word;
        }

        @Override
        public int returnValue() {
            return returnValue;
        }

        @Override
        public String toString() {
            return word;
        }
    }

    /**
     * {@code SECCOMP_RET_ERRNO}. {@code equals} and {@code hashCode} by hand: a record's own are linked when first called, and a
     * JVM pays for that at its start.
     *
     * @param errno what the call fails with
     */
    record Fail(Errno errno) implements Action {
        @Override
        public int returnValue() {
            return 0x00050000 | errno.number();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Fail that && returnValue() == that.returnValue();
        }

        @Override
        public int hashCode() {
            return returnValue();
        }

        @Override
        public String toString() {
            return errno.name();
        }
    }

    /**
     * The stricter of two actions, as the kernel decides between two filters; between equals the first.
     *
     * @param other the other action
     * @return this or the other
     */
    default Action stricter(Action other) {
        // The kernel compares the action part as a signed number: the lowest wins.
        return (other.returnValue() & 0xffff0000) < (returnValue() & 0xffff0000) ? other : this;
    }
}
