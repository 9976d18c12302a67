package io.github.threadsandbox.confine;

import io.github.threadsandbox.role.RoleMap;

/** Assigns a platform thread the role that its own traits give it. */
final class Assigner {
    private final RoleMap roleMap;
    private final ThreadObserver observer;

    Assigner(RoleMap roleMap, ThreadObserver observer) {
        this.roleMap = roleMap;
        this.observer = observer;
    }

    /** The thread's own role, perhaps one that nobody defined; null for none. */
    String roleOf(Thread thread) {
        if (thread instanceof ProbeThread probe) {
            return probe.role();
        }
        String role = roleMap.roleOf(observer.observe(thread)).orElse(null);
        return role != null
                ? role
                : observer.ofOwnWrappers(observer.taskOf(thread), type -> roleMap.roleOf(observer.observe(thread, type))
                        .orElse(null));
    }
}
