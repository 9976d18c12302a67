package io.github.threadsandbox.policy;

import io.github.threadsandbox.linux.Errno;

/**
 * What the kernel does with a call. Ordered by the kernel's precedence: of two filters' actions the stricter wins.
 *
 * <p>{@code equals} and {@code hashCode} by hand: a record's own are linked when first called, and a JVM pays for that at
 * its start.
 */
public sealed interface Action {
    /**
     * The call runs ({@code SECCOMP_RET_ALLOW}).
     *
     * @return the action
     */
    static Action allow() {
        return new Allow();
    }

    /**
     * The process dies with SIGSYS ({@code SECCOMP_RET_KILL_PROCESS}).
     *
     * @return the action
     */
    static Action killProcess() {
        return new KillProcess();
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
        return new Ask();
    }

    /**
     * The 32-bit value that a filter returns (linux/seccomp.h).
     *
     * @return action and data
     */
    int returnValue();

    /** {@code SECCOMP_RET_ALLOW}. */
    record Allow() implements Action {
        @Override
        public int returnValue() {
            return 0x7fff0000;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Allow;
        }

        @Override
        public int hashCode() {
            return returnValue();
        }

        @Override
        public String toString() {
            return "allow";
        }
    }

    /**
     * {@code SECCOMP_RET_ERRNO}.
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

    /** {@code SECCOMP_RET_USER_NOTIF}; without a listener the call fails with ENOSYS. */
    record Ask() implements Action {
        @Override
        public int returnValue() {
            return 0x7fc00000;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Ask;
        }

        @Override
        public int hashCode() {
            return returnValue();
        }

        @Override
        public String toString() {
            return "ask";
        }
    }

    /** {@code SECCOMP_RET_KILL_PROCESS}. */
    record KillProcess() implements Action {
        @Override
        public int returnValue() {
            return 0x80000000;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof KillProcess;
        }

        @Override
        public int hashCode() {
            return returnValue();
        }

        @Override
        public String toString() {
            return "kill-process";
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
