package io.github.threadsandbox.weave;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.Opcodes;

/**
 * Methods with a role in classes that others build on. A method that overrides or implements one has its role, unless it
 * names another itself.
 *
 * <p>By the names of classes alone: where class loaders have different classes of one name, the methods of one count for all,
 * and at worst a method has a role more. An application with no such method costs one look at an empty map.
 */
final class InheritedRoles {
    private final Map<String, Map<String, Inherited>> byClass = new ConcurrentHashMap<>();
    private final Consumer<String> withRoles;

    /** With what is told the name of each such class. */
    InheritedRoles(Consumer<String> withRoles) {
        this.withRoles = withRoles;
    }

    /**
     * A method that has a role.
     *
     * @param role its role; null where a class's supertypes do not agree on one
     * @param from where the annotation stands
     * @param inPackage the package that may override it, if no other may; else null
     * @param hasBody whether it is implemented, and woven there
     */
    record Inherited(String role, String from, String inPackage, boolean hasBody) {
        Inherited and(Inherited other) {
            return new Inherited(
                    role != null && role.equals(other.role) ? role : null,
                    from.equals(other.from) ? from : from + " and " + other.from,
                    inPackage == null || other.inPackage == null ? null : inPackage,
                    hasBody || other.hasBody);
        }

        boolean isFor(String className) {
            return inPackage == null || inPackage.equals(packageOf(className));
        }
    }

    /** What a method is to classes that build on its own; null if it is none that they could override. */
    static Inherited of(String role, String className, int access) {
        if ((access & (Opcodes.ACC_STATIC | Opcodes.ACC_PRIVATE)) != 0) {
            return null;
        }
        boolean everywhere = (access & (Opcodes.ACC_PUBLIC | Opcodes.ACC_PROTECTED)) != 0;
        return new Inherited(
                role,
                className.replace('/', '.'),
                everywhere ? null : packageOf(className),
                (access & Opcodes.ACC_ABSTRACT) == 0);
    }

    static String packageOf(String className) {
        return className.substring(0, className.lastIndexOf('/') + 1);
    }

    boolean isEmpty() {
        return byClass.isEmpty();
    }

    /** Whether a class, by its binary name, has or inherits such methods. */
    boolean knows(String className) {
        return byClass.containsKey(className.replace('.', '/'));
    }

    /** Whether one of these has or inherits such methods. */
    boolean knowsAny(String[] classNames) {
        if (isEmpty()) {
            return false;
        }
        for (String className : classNames) {
            if (knows(className)) {
                return true;
            }
        }
        return false;
    }

    /** What a class inherits, by method name and descriptor. A superclass's implementation is the class's. */
    Map<String, Inherited> of(ClassReader reader) {
        Map<String, Inherited> all = new HashMap<>();
        if (reader.getSuperName() != null) {
            all.putAll(byClass.getOrDefault(reader.getSuperName(), Map.of()));
        }
        for (String type : reader.getInterfaces()) {
            byClass.getOrDefault(type, Map.of()).forEach((method, more) -> all.merge(method, more, Inherited::and));
        }
        return all;
    }

    /** A class is about to be defined that has or inherits such methods. */
    void put(String className, Map<String, Inherited> methods) {
        withRoles.accept(className.replace('/', '.'));
        byClass.merge(className, Map.copyOf(methods), (earlier, later) -> {
            Map<String, Inherited> both = new HashMap<>(earlier);
            both.putAll(later);
            return Map.copyOf(both);
        });
    }
}
