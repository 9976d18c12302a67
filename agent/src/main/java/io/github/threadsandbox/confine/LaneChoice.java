package io.github.threadsandbox.confine;

/** Where a piece of work must run: on the calling thread, or on a lane of which roles. */
final class LaneChoice {
    private final Generations generations;
    private final ThreadRegister register;
    private final Handed handed;
    private final Refusals refusals;

    LaneChoice(Generations generations, ThreadRegister register, Handed handed, Refusals refusals) {
        this.generations = generations;
        this.register = register;
        this.handed = handed;
        this.refusals = refusals;
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
        Generation now = generations.current();
        String taskRole = task ? now.taskRoles().roleOf(work) : null;
        boolean mayHaveKind = task && now.taskRoles().areApart();
        if (with == null && own && taskRole == null && !mayHaveKind) {
            return null;
        }
        Confinement here = register.ofThisThread();
        RoleSet current = here == null ? RoleSet.NONE : here.set();
        Role taskKind = mayHaveKind ? now.taskRoles().kindOf(work, current) : null;
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
        if (taskRole != null) {
            needed = needed.and(defined(now, taskRole, "@SandboxedThread on the class of a task"));
        }
        needed = taskKind == null ? needed : needed.with(taskKind);
        return needed.equals(current) ? null : needed;
    }

    /**
     * Of a task whose class gives it no role: whether exactly the calling thread's roles came with it. For {@link #of}, then, it is
     * there already.
     */
    boolean isHere(Object task) {
        RoleSet with = handed.rolesWith(task);
        return with != null && with.equals(register.current());
    }

    /** What {@link #of} may say of a task when a pool's worker comes to it: a guess, which refuses nothing. */
    RoleSet likely(Object pool, Object task) {
        RoleSet current = register.current();
        Generation now = generations.current();
        String own = now.taskRoles().roleOf(task);
        if (own != null && now.role(own) != null) {
            return current.with(now.role(own));
        }
        Role kind = now.taskRoles().areApart() ? now.taskRoles().kindOf(task, current) : null;
        if (kind != null) {
            return current.with(kind);
        }
        return current.isEmpty() || current.equals(handed.makerOf(pool)) ? null : current;
    }

    /** For work that everybody who makes it confined marks: one without a mark is an unconfined thread's. */
    RoleSet ofMaker(Object work, boolean task) {
        RoleSet maker = handed.rolesWith(work);
        return of(work, maker == null ? RoleSet.NONE : maker, true, task);
    }

    /** For an object that its maker's roles came with, which the calling thread calls with objects of its own. */
    RoleSet ofBoth(Object object) {
        RoleSet with = handed.rolesWith(object);
        RoleSet current = register.current();
        return with == null || current.hasAll(with) ? null : current.and(with);
    }

    /** For the body of a method with a role. A thread that has the role of an earlier role map has not this one. */
    RoleSet ofMethod(String name) {
        RoleSet current = register.current();
        Generation now = generations.current();
        if (now.role(name) == null && current.hasOneNamed(name)) {
            // The role is gone from the role map; whoever runs under it still does.
            return null;
        }
        RoleSet role = defined(now, name, "@SandboxedThread on a method");
        return current.hasAll(role) ? null : current.and(role);
    }

    /** For starting a worker of a pool. */
    RoleSet toGrow(Object pool) {
        RoleSet maker = handed.makerOf(pool);
        // A pool that nobody was seen to make may be anybody's.
        return maker == null || maker.equals(register.current()) ? null : maker;
    }

    /** Whether every role of a lane says that its work uses the thread-locals of the thread that waits. */
    boolean sharesContext(RoleSet lane) {
        return !lane.isEmpty() && lane.roles().stream().allMatch(Role::isSharing);
    }

    /** A role by its name; none where nobody defined it and the operator lets it run all the same. */
    private RoleSet defined(Generation now, String name, String who) {
        Role role = now.annotated(name);
        if (role == null) {
            refusals.refuse(Thread.currentThread(), name, Refusals.undefined(who));
            return RoleSet.NONE;
        }
        return RoleSet.of(role);
    }
}
