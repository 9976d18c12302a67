package io.github.threadsandbox.confine;

import io.github.threadsandbox.role.RoleMap;

/** Which role of their own one role map gives to virtual threads: by name and task, which is all that is known as they are made. */
final class VirtualRoles {
    private final RoleMap roleMap;
    private final ThreadObserver observer;

    /** Whether a rule asks for the name that was asked for last: the threads of one factory are often all named alike. */
    private volatile Asked asked;

    /** Made when first needed: not every JVM has virtual threads. */
    private volatile RoleMap nameless;

    /** What was decided for tasks of one class: kept with the class. */
    private final ClassValue<Decided> byTask = new ClassValue<>() {
        @Override
        protected Decided computeValue(Class<?> taskType) {
            return new Decided(
                    nameless().roleOf(observer.observeVirtual("", taskType)).orElse(null));
        }
    };

    VirtualRoles(RoleMap roleMap, ThreadObserver observer) {
        this.roleMap = roleMap;
        this.observer = observer;
    }

    /** The own role where no rule asks for the thread's name, as with most; and where one does, that of the last name. */
    private static final class Decided {
        private final String nameless;
        private volatile Named last;

        Decided(String nameless) {
            this.nameless = nameless;
        }
    }

    private record Named(String name, String role) {}

    private record Asked(String name, boolean answer) {}

    boolean askForName(String name) {
        Asked last = asked;
        if (last == null || !last.name().equals(name)) {
            last = new Asked(name, roleMap.asksForName(name));
            asked = last;
        }
        return last.answer();
    }

    /** The role, perhaps one that nobody defined; null for none. */
    String roleOf(String name, Object task) {
        if (task == null) {
            return roleMap.roleOf(observer.observeVirtual(name, null)).orElse(null);
        }
        String role = roleOf(name, observer.taskType(task));
        return role != null ? role : observer.ofOwnWrappers(task, type -> roleOf(name, type));
    }

    private String roleOf(String name, Class<?> type) {
        Decided decided = byTask.get(type);
        if (!askForName(name)) {
            return decided.nameless;
        }
        Named last = decided.last;
        if (last == null || !last.name().equals(name)) {
            last = new Named(
                    name, roleMap.roleOf(observer.observeVirtual(name, type)).orElse(null));
            decided.last = last;
        }
        return last.role();
    }

    private RoleMap nameless() {
        if (nameless == null) {
            nameless = roleMap.nameless();
        }
        return nameless;
    }
}
