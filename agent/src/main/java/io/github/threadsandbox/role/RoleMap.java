package io.github.threadsandbox.role;

import java.util.Optional;

/** Which thread takes which role. */
public interface RoleMap {
    /**
     * Assigns a role.
     *
     * @param traits what was noticed about the thread
     * @return the role's name, or nothing for a thread that stays as it is
     */
    Optional<String> roleOf(ThreadTraits traits);
}
