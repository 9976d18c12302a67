package io.github.threadsandbox.confine;

import java.util.Set;

/** Where a piece of work must run: on the calling thread, or on a lane of which roles. */
final class LaneChoice {
    private final Roles roles;
    private final TaskRoles taskRoles;
    private final ThreadRegister register;
    private final Handed handed;
    private final Refusals refusals;
    private final Set<String> sharing;

    /**
     * For one role map.
     *
     * @param sharing the roles whose work on a lane uses the thread-locals of the thread that waits for it
     */
    LaneChoice(
            Roles roles,
            TaskRoles taskRoles,
            ThreadRegister register,
            Handed handed,
            Refusals refusals,
            Set<String> sharing) {
        this.roles = roles;
        this.taskRoles = taskRoles;
        this.register = register;
        this.handed = handed;
        this.refusals = refusals;
        this.sharing = Set.copyOf(sharing);
    }

    /**
     * For a piece of work that these roles came with.
     *
     * @param given null to look for what was kept beside it
     * @param own whether the calling thread is a worker whose work this is
     * @param task whether its class may give it a role
     * @return null for the calling thread
     */
    RoleSet of(Object work, RoleSet given, boolean own, boolean task) {
        RoleSet with = given != null ? given : handed.rolesWith(work);
        String taskRole = task ? taskRoles.roleOf(work) : null;
        if (with == null && own && taskRole == null) {
            return null;
        }
        Confinement here = register.ofThisThread();
        RoleSet current = here == null ? RoleSet.NONE : here.set();
        RoleSet needed;
        if (with == null) {
            // Work that nothing came with is its worker's; on any other thread it is nobody's, and must not
            // fail for the sake of the thread that it happens on.
            needed = own ? current : RoleSet.NONE;
        } else {
            // A worker that the role map confines confines what is handed to it; what else it has, it has from the
            // pool's maker.
            needed = own && here != null ? with.and(here.own()) : with;
        }
        if (taskRole != null && isDefined(taskRole, "@SandboxedThread on the class of a task")) {
            needed = needed.with(taskRole);
        }
        return needed.equals(current) ? null : needed;
    }

    /** What {@link #of} may say of a task when a pool's worker comes to it: a guess, which refuses nothing. */
    RoleSet likely(Object pool, Object task) {
        RoleSet current = register.current();
        String own = taskRoles.roleOf(task);
        if (own != null && roles.isDefined(own)) {
            return current.with(own);
        }
        return current.isEmpty() || current.equals(handed.makerOf(pool)) ? null : current;
    }

    /** For work that everybody who makes it confined marks: one without a mark is an unconfined thread's. */
    RoleSet ofMaker(Object work, boolean task) {
        RoleSet maker = handed.rolesWith(work);
        return of(work, maker == null ? RoleSet.NONE : maker, true, task);
    }

    /** For the body of a method with a role. */
    RoleSet ofMethod(String role) {
        RoleSet current = register.current();
        return current.names().contains(role) || !isDefined(role, "@SandboxedThread on a method")
                ? null
                : current.with(role);
    }

    /** For starting a worker of a pool. */
    RoleSet toGrow(Object pool) {
        RoleSet maker = handed.makerOf(pool);
        // A pool that nobody was seen to make may be anybody's.
        return maker == null || maker.equals(register.current()) ? null : maker;
    }

    /** Whether every role of a lane says that its work uses the thread-locals of the thread that waits. */
    boolean sharesContext(RoleSet lane) {
        return !lane.isEmpty() && sharing.containsAll(lane.names());
    }

    private boolean isDefined(String role, String who) {
        if (!roles.isDefined(role)) {
            refusals.refuse(Thread.currentThread(), role, Refusals.undefined(who));
            return false;
        }
        return true;
    }
}
