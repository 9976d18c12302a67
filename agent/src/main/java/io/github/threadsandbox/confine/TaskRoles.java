package io.github.threadsandbox.confine;

import io.github.threadsandbox.role.RoleMap;
import java.util.Optional;

/** The roles of tasks: which their own class or annotations give them, on whatever thread they run. */
final class TaskRoles {
    private final RoleMap roleMap;
    private final ThreadObserver observer;
    private final ClassValue<Boolean> candidates;

    TaskRoles(RoleMap roleMap, ThreadObserver observer) {
        this.roleMap = roleMap;
        this.observer = observer;
        this.candidates = new ClassValue<>() {
            @Override
            protected Boolean computeValue(Class<?> type) {
                return roleMap.mayConcernTask(observer.observeTask(Optional.empty(), type));
            }
        };
    }

    /** Whether a task of this class can have a role; true as well for the JDK's wrappers around somebody's. */
    boolean mayConcern(Class<?> type) {
        return observer.isWrapper(type) || candidates.get(type);
    }

    /** Whether this task can have a role: it depends on who runs it, perhaps. */
    boolean mayConcernTask(Object task) {
        return candidates.get(observer.taskType(task));
    }

    /** The role of a task that the calling thread, a pool's worker, is about to run; null for none. */
    String roleOf(Object task) {
        Class<?> type = observer.taskType(task);
        return candidates.get(type)
                ? roleMap.roleOfTask(observer.observeTask(Optional.of(Thread.currentThread()), type))
                        .orElse(null)
                : null;
    }
}
