package io.github.threadsandbox.seccomp;

/** The kernel said no, or did not do what it said; the message names the call, the errno, and what to do. */
public final class SeccompException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean installed;

    /** The kernel said no: nothing is in force that was not before, save perhaps no_new_privs on the calling thread. */
    SeccompException(String message) {
        this(message, false);
    }

    SeccompException(String message, boolean installed) {
        super(message);
        this.installed = installed;
    }

    /**
     * Whether a filter may be in force all the same.
     *
     * @return true where the kernel said yes, and what was read back does not fit that
     */
    public boolean isInstalled() {
        return installed;
    }
}
