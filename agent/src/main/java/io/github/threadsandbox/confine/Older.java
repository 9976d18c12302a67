package io.github.threadsandbox.confine;

/**
 * Work for pools and timers that were there before the agent was attached. Their workers go on in the loop that they are in, which
 * is not woven, until they end: so the roles go around the task, which then finds its lane itself; and where nothing can stand
 * around it, it is refused.
 */
final class Older {
    private final ThreadRegister register;
    private final Handed handed;
    private final Generations generations;
    private final Refusals refusals;

    Older(ThreadRegister register, Handed handed, Generations generations, Refusals refusals) {
        this.register = register;
        this.handed = handed;
        this.generations = generations;
        this.refusals = refusals;
    }

    /** What goes around a task that the calling thread hands on; null if it may run as it is. */
    RoleSet rolesAround(Object task) {
        RoleSet current = register.current();
        RoleSet beside = handed.rolesWith(task);
        RoleSet roles = beside == null ? current : current.and(beside);
        return roles.isEmpty() && !generations.current().taskRoles().mayConcernTask(task) ? null : roles;
    }

    /** Returns if the operator lets it run all the same: never what a confined thread hands on. */
    void refuse(Object task, String owner) {
        String name = Thread.currentThread().getName();
        String why = "a task of " + task.getClass().getName() + " for " + owner
                + " that was there before the agent was attached"
                + " cannot be confined: make it anew, or start the JVM with -javaagent";
        RoleSet current = register.current();
        if (current.isEmpty()) {
            refusals.refuse(name, "its task's", why);
        } else {
            refusals.refuseAlways(name, current.toString(), why);
        }
    }
}
