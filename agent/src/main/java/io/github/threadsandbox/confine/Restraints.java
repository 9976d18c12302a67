package io.github.threadsandbox.confine;

import io.github.threadsandbox.seccomp.Landlock;
import io.github.threadsandbox.seccomp.Seccomp;
import io.github.threadsandbox.seccomp.SeccompException;
import java.util.List;

/** All that confines a thread of some roles: Landlock's domains and seccomp's filter. */
final class Restraints {
    private final List<Landlock.Loaded> domains;
    private final Landlock landlock;
    private final Seccomp.Loaded filter;
    private final Seccomp seccomp;

    /**
     * Restraints, not in force yet.
     *
     * @param domains one on top of the other: only what each of them lets through is let through
     */
    Restraints(List<Landlock.Loaded> domains, Landlock landlock, Seccomp.Loaded filter, Seccomp seccomp) {
        this.domains = List.copyOf(domains);
        this.landlock = landlock;
        this.filter = filter;
        this.seccomp = seccomp;
    }

    /**
     * Puts them on the calling thread, with a listener; then nothing may be done that the filter could ask about, until somebody
     * listens.
     *
     * @return the listener
     */
    int putOnWithListener() throws SeccompException {
        for (Landlock.Loaded domain : domains) {
            landlock.restrictThisThread(domain);
        }
        return seccomp.installWithListener(filter);
    }

    /** Puts them on the calling thread, and so on the threads that it starts; Landlock first, because the filter denies it. */
    void putOn() throws SeccompException {
        for (Landlock.Loaded domain : domains) {
            landlock.restrictThisThread(domain);
        }
        seccomp.installOnThisThread(filter);
    }
}
