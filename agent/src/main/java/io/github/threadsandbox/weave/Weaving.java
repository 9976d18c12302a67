package io.github.threadsandbox.weave;

import java.util.Set;
import net.bytebuddy.jar.asm.MethodVisitor;

/** What is woven into one class of the JDK. */
interface Weaving {
    /** The class, by internal name. */
    String className();

    /** Whether the class is there at start, and must be woven then; else it is woven when it is loaded. */
    default boolean atStart() {
        return true;
    }

    /** What follows where a class that is woven when it is loaded is not as the agent knows it, for a message. */
    default String otherwise() {
        return "work can leave a confined thread by it";
    }

    /**
     * Weaves one method.
     *
     * @param next what reads the method as it comes out
     * @param name the method's name
     * @param descriptor its descriptor
     * @param woven takes the name of each place that was woven
     * @return what reads the method as it is; {@code next} for one that stays
     */
    MethodVisitor method(MethodVisitor next, String name, String descriptor, Woven woven);

    /**
     * Looks at a constant of the class, before its methods.
     *
     * @param name the field's name
     * @param value its value
     * @throws IllegalStateException if the JDK is not as the agent knows it
     */
    default void constant(String name, Object value) {}

    /** The places that must be woven, or the JDK is not as the agent knows it. */
    Set<String> places();

    /** Notes a place. */
    interface Woven {
        void add(String place);
    }
}
