package io.github.threadsandbox.confine;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What happens where a thread cannot be confined: it is refused or, by the operator's choice, let run with a warning. */
final class Refusals {
    private static final Logger LOG = LoggerFactory.getLogger("thread-sandbox");

    private final boolean warnOnly;
    private final Set<String> said = ConcurrentHashMap.newKeySet();

    Refusals(boolean warnOnly) {
        this.warnOnly = warnOnly;
    }

    /**
     * Returns if the thread may run all the same.
     *
     * @throws IllegalStateException otherwise: a JDK class, for the application's eyes
     */
    void refuse(Thread thread, String role, String why) {
        refuse(thread.getName(), role, why);
    }

    /** The same for a thread that has not been made yet. */
    void refuse(String thread, String role, String why) {
        if (!warnOnly) {
            refuseAlways(thread, role, why);
        } else if (first(role, why)) {
            LOG.warn("{}runs unconfined (on-error = warn): {}", message(thread, role), why);
        }
    }

    /**
     * Where to let the thread run would be a way out for whoever starts it, by its own choice and not by the operator's.
     *
     * @throws IllegalStateException always
     */
    void refuseAlways(String thread, String role, String why) {
        String message = message(thread, role);
        if (first(role, why)) {
            LOG.error("{}refused: {}", message, why);
        }
        throw new IllegalStateException("thread-sandbox: " + message + "refused: " + why);
    }

    /** Why a role cannot be had that an annotation names. */
    static String undefined(String where) {
        return where + " names a role that the role map does not define: define it under roles, or take another";
    }

    /** Once for each role: a pool would say it for every worker, for ever. */
    private boolean first(String role, String why) {
        return said.size() < 1000 && said.add(role + why);
    }

    private static String message(String thread, String role) {
        return "thread \"" + thread + "\" of role '" + role + "' ";
    }
}
