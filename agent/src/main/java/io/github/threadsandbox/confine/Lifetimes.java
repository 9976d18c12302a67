package io.github.threadsandbox.confine;

import io.github.threadsandbox.seccomp.Seccomp;
import io.github.threadsandbox.seccomp.SeccompException;

/** What a platform thread does itself: as it begins to run, and as it ends. */
final class Lifetimes {
    private final Generations generations;
    private final Zygotes zygotes;
    private final ThreadRegister register;
    private final Refusals refusals;
    private final FirstUse firstUse;
    private final Seccomp seccomp;

    Lifetimes(
            Generations generations,
            Zygotes zygotes,
            ThreadRegister register,
            Refusals refusals,
            FirstUse firstUse,
            Seccomp seccomp) {
        this.generations = generations;
        this.zygotes = zygotes;
        this.register = register;
        this.refusals = refusals;
        this.firstUse = firstUse;
        this.seccomp = seccomp;
    }

    /** At the head of {@code Thread.run}, on whatever thread called it. */
    void run(Thread thread) {
        if (Thread.currentThread() != thread || thread instanceof ProbeThread) {
            return;
        }
        Registration registration = register.get(thread);
        if (registration == null) {
            registration = confineThisThread(thread);
        }
        if (registration.tid() == 0) {
            registration.tid(seccomp.gettid());
        }
    }

    /** A thread that no zygote could start: it was started before the agent was armed, or by native code. */
    private Registration confineThisThread(Thread thread) {
        Generation now = generations.current();
        String name = now.assigner().roleOf(thread);
        if (name == null) {
            return unconfined(thread);
        }
        try {
            Role role = now.role(name);
            if (role == null) {
                throw new IllegalStateException(Refusals.undefined("@SandboxedThread"));
            }
            firstUse.use();
            Restraints restraints = zygotes.restraints(RoleSet.of(role));
            Registration registration = register.add(thread, RoleSet.of(role), RoleSet.of(role));
            registration.tid(seccomp.gettid());
            restraints.putOn();
            registration.settle();
            return registration;
        } catch (SeccompException | RuntimeException e) {
            register.remove(thread);
            refusals.refuse(thread, name, "it cannot be confined: " + e.getMessage());
            return unconfined(thread);
        }
    }

    /** Enters the calling thread, which no role confines. */
    Registration unconfined(Thread thread) {
        Registration registration = register.add(thread, RoleSet.NONE, RoleSet.NONE);
        registration.settle();
        return registration;
    }

    /** At the head of {@code Thread.exit}. */
    void exit(Thread thread) {
        if (Thread.currentThread() != thread) {
            return;
        }
        Registration registration = register.get(thread);
        if (registration == null || registration.set().isEmpty()) {
            register.remove(thread);
        } else {
            register.leave(thread, registration.tid() == 0 ? seccomp.gettid() : registration.tid());
        }
    }
}
