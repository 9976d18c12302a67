package io.github.threadsandbox.confine;

import io.github.threadsandbox.role.GivenNames;
import io.github.threadsandbox.role.RoleMap;
import io.github.threadsandbox.role.ThreadTraits;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ForkJoinTask;

/** The roles of tasks: which their own class or annotations give them, on whatever thread they run. */
final class TaskRoles {
    private final RoleMap roleMap;
    private final ThreadObserver observer;
    private final Map<String, Role> roles;

    /** Whether a role holds the kinds of its threads apart. */
    private final boolean apart;

    private final ClassValue<Boolean> candidates;

    TaskRoles(RoleMap roleMap, Map<String, Role> roles, ThreadObserver observer) {
        this.roles = roles;
        this.apart = roles.values().stream().anyMatch(role -> role.kinds() != null);
        this.roleMap = roleMap;
        this.observer = observer;
        this.candidates = new ClassValue<>() {
            @Override
            protected Boolean computeValue(Class<?> type) {
                return roleMap.mayConcernTask(observer.observeTask(Optional.empty(), type))
                        || (apart && isApplications(type));
            }
        };
    }

    /** Whether a task of this class can have a role; true as well for the JDK's wrappers around somebody's. */
    boolean mayConcern(Class<?> type) {
        return observer.isWrapper(type) || candidates.get(type);
    }

    /** Whether this task can have a role: it depends on who runs it, perhaps. */
    boolean mayConcernTask(Object task) {
        return candidates.get(observer.taskType(task))
                || observer.ofOwnWrappers(task, type -> candidates.get(type) ? type : null) != null;
    }

    /** The role of a task that the calling thread, a pool's worker, is about to run; null for none. */
    String roleOf(Object task) {
        String role = roleOf(observer.taskType(task));
        return role != null ? role : observer.ofOwnWrappers(task, this::roleOf);
    }

    private String roleOf(Class<?> type) {
        return candidates.get(type)
                ? roleMap.roleOfTask(observer.observeTask(Optional.of(Thread.currentThread()), type))
                        .orElse(null)
                : null;
    }

    /** A task that forks itself into many would be thousands of pieces of work. */
    private static boolean isApplications(Class<?> type) {
        return !PoolWorkers.isOfTheJdk(type)
                && type.getClassLoader() != TaskRoles.class.getClassLoader()
                && !ForkJoinTask.class.isAssignableFrom(type);
    }

    /** Whether {@link #kindOf} may say anything. */
    boolean areApart() {
        return apart;
    }

    /**
     * Where a role holds the kinds of its threads apart: the kind of a task that the calling thread is about to run, if that is one which
     * anybody's tasks come to. A thread whose name says what it is for is a kind by itself, as it will be in the role map.
     *
     * @param current the calling thread's roles
     * @return null for none
     */
    Role kindOf(Object task, RoleSet current) {
        Class<?> type = observer.taskType(task);
        if (!candidates.get(type)) {
            return null;
        }
        Thread thread = Thread.currentThread();
        ThreadTraits traits = observer.observeTask(Optional.of(thread), type);
        Role role = roleMap.roleOf(traits).map(roles::get).orElse(null);
        boolean tells = !current.isEmpty() && !GivenNames.tellNothing(thread.getName());
        String name = traits.taskClass().orElse("");
        if (role == null || role.kinds() == null || tells || current.hasTask(name)) {
            return null;
        }
        Kind kind = traits.sandboxedThread().isEmpty()
                ? Kind.ofTask(name)
                : Kind.ofAnnotatedTask(traits.sandboxedThread().get(0), name);
        return role.kinds().of(kind);
    }
}
