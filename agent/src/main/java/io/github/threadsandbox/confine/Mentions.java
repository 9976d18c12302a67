package io.github.threadsandbox.confine;

import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;

/**
 * Finds {@code @SandboxedThread} in the constants of classes that are loaded already. To ask such a class for its methods would
 * load the classes of their parameters, by the application's loaders.
 */
public final class Mentions {
    private static final String DESCRIPTOR = "Lio/github/threadsandbox/SandboxedThread;";

    private final MethodHandle pool;
    private final MethodHandle size;
    private final MethodHandle tag;
    private final MethodHandle utf8;

    /**
     * For this JDK.
     *
     * @param javaLang with full access to {@code java.lang}
     * @throws ReflectiveOperationException if it is not as the agent knows it
     */
    public Mentions(MethodHandles.Lookup javaLang) throws ReflectiveOperationException {
        MethodHandles.Lookup inClass = MethodHandles.privateLookupIn(Class.class, javaLang);
        Class<?> poolType = inClass.findClass("jdk.internal.reflect.ConstantPool");
        Class<?> tagType = inClass.findClass("jdk.internal.reflect.ConstantPool$Tag");
        pool = inClass.findVirtual(Class.class, "getConstantPool", methodType(poolType))
                .asType(methodType(Object.class, Class.class));
        size = inClass.findVirtual(poolType, "getSize", methodType(int.class))
                .asType(methodType(int.class, Object.class));
        tag = inClass.findVirtual(poolType, "getTagAt", methodType(tagType, int.class))
                .asType(methodType(Object.class, Object.class, int.class));
        utf8 = inClass.findVirtual(poolType, "getUTF8At", methodType(String.class, int.class))
                .asType(methodType(String.class, Object.class, int.class));
    }

    /**
     * Whether a class has the annotation, on itself or on a method.
     *
     * @param type a class
     * @return whether its constants mention it
     */
    public boolean in(Class<?> type) {
        try {
            Object constants = (Object) pool.invokeExact(type);
            int count = (int) size.invokeExact(constants);
            for (int i = 1; i < count; i++) {
                if (isText(constants, i) && DESCRIPTOR.equals((String) utf8.invokeExact(constants, i))) {
                    return true;
                }
            }
            return false;
        } catch (Throwable t) {
            throw new IllegalStateException("bug: cannot read the constants of " + type.getName() + ": " + t);
        }
    }

    private boolean isText(Object constants, int index) throws Throwable {
        return ((Enum<?>) (Object) tag.invokeExact(constants, index)).name().equals("UTF8");
    }
}
