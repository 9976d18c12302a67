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
        String message = "thread \"" + thread.getName() + "\" of role '" + role + "' ";
        // Once for each role: a pool would say it for every worker, for ever.
        boolean first = said.size() < 1000 && said.add(role + why);
        if (warnOnly) {
            if (first) {
                LOG.warn("{}runs unconfined (on-error = warn): {}", message, why);
            }
            return;
        }
        if (first) {
            LOG.error("{}refused: {}", message, why);
        }
        throw new IllegalStateException("thread-sandbox: " + message + "refused: " + why);
    }
}
